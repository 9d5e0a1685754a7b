"""Who may act for the party acted for: everybody living, everybody before, and the way to each
change.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from guichet.catalogue.mandates._rights import words_of
from guichet.channels.shared import disclosures
from guichet.channels.shared.language import page_language
from guichet.channels.shared.names import both
from guichet.channels.web import visit
from guichet.channels.web.words import BASES
from guichet.domain.identity import queries
from guichet.domain.identity.holders import holders_of
from guichet.engine.actor import PartyKind
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib import reference

_APPOINT = "appoint"
_SERVICES = {
    PartyKind.ESTABLISHMENT: {
        "appoint": "mandates.appoint_delegate",
        "change": "mandates.change_delegate",
        "end": "mandates.end_delegate",
    },
    PartyKind.PERSON: {"appoint": "mandates.appoint_agent", "end": "mandates.end_agent"},
}
_ENDED_HERE = {"delegate", "agent"}  # what a court or the commercial registry gave is ended there


@visit.page()
def delegates(request: visit.Visitor) -> HttpResponse:
    """Only for who may appoint: a delegate does not see the others.

    Raises:
        PermissionDenied: the visitor may not appoint for the party.
    """
    party = visit.acting(request)
    if party is None:
        return redirect("party")
    kind, number = PartyKind(party["kind"]), party["number"]
    if not queries.may(request.user, _APPOINT, kind, number, visit.today()):
        raise PermissionDenied
    disclosures.note(request, "web", kind=kind.value, party=number)
    offered = {name: services()[key] for name, key in _SERVICES[kind].items() if key in services()}
    rows = [
        _shown(row, offered, kind)
        for row in holders_of(kind.value, number, visit.today()).iter_rows(named=True)
    ]
    page = {
        "living": [row for row in rows if row["living"]],
        "ended": [row for row in rows if not row["living"]],
        "appointing": offered.get(_APPOINT),
        "kind": kind,
    }
    return render(request, "web/delegates.html", page)


def _shown(
    row: dict[str, Any], offered: dict[str, type[Service]], kind: PartyKind
) -> dict[str, Any]:
    language = page_language()
    actions = {}
    # One that follows a main establishment's is not changed here, and a machine's on the page of
    # systems.
    if row["living"] and row["basis"] in _ENDED_HERE and row["holder"] and not row["follows"]:
        holder = {"bureau" if row["bureau"] else "delegate": row["holder"]}
        actions = {
            "change": holder
            | {
                "rights": row["rights"],
                "until": row["until"] or "",
                "branches": "all" if row["with_branches"] else "this",
            },
            "end": holder,
        }
    return row | {
        "name": both(row["name_ar"], row["name_latin"]),
        "basis_name": BASES[row["basis"]].at(language) if row["basis"] in BASES else row["basis"],
        "rights_named": [words.at(language) for words in words_of(row["rights"], kind)],
        "granted_reference": _reference(row["granted_by"]),
        "ended_reference": _reference(row["ended_by"]),
        "actions": [
            {"service": offered[name], "query": urlencode(query), "name": name}
            for name, query in actions.items()
            if name in offered
        ],
    }


def _reference(transaction: int | None) -> str:
    return reference.encode(transaction) if transaction else ""
