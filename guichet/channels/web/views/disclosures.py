"""Who looked at the data of the person or establishment acted for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from guichet.channels.shared.language import page_language
from guichet.channels.shared.names import establishment_names
from guichet.channels.web import visit
from guichet.channels.web.words import CHANNELS, PLACES
from guichet.domain.access import queries as access
from guichet.domain.access.queries import Reading
from guichet.domain.identity import queries
from guichet.domain.identity.recorded_names import in_script
from guichet.engine.actor import PartyKind
from guichet.engine.registry import services
from guichet.lib.text import Words

PAGE = 25
_DIGITS = 18
_CHANNELS = CHANNELS | {
    "office": Words(ar="مكتب الموظفين", en="Staff’s desk", fr="Bureau des agents")
}


@visit.page()
def looked(request: visit.Visitor) -> HttpResponse:
    """Others by default, newest first; with ``all`` one's own looking too.

    Raises:
        PermissionDenied: the visitor may not view what is the party's.
    """
    party = visit.acting(request)
    if party is None:
        return redirect("party")
    kind, number = PartyKind(party["kind"]), party["number"]
    if not queries.may(request.user, "view", kind, number, visit.today()):
        raise PermissionDenied
    everybody = "all" in request.GET
    before = request.GET.get("before", "")[:_DIGITS]
    asked = access.of_person if kind is PartyKind.PERSON else access.of_establishment
    found = asked(
        number,
        before=int(before) if before.isascii() and before.isdigit() else None,
        besides=None if everybody else request.user.pk,
        limit=PAGE + 1,
    )
    more = f"?{'all&' if everybody else ''}before={found[PAGE - 1].id}" if len(found) > PAGE else ""
    page = {
        "rows": _shown(_once(found[:PAGE]), request.user.pk),
        "everybody": everybody,
        "kind": kind,
        "page": {"after": more},
    }
    return render(request, "web/looked.html", page)


def _once(readings: list[Reading]) -> list[Reading]:
    """One of each run of readings by which a single view was put together: same person, page, party
    and minute.
    """
    kept: dict[tuple[object, ...], Reading] = {}
    for r in readings:
        view = (
            r.actor,
            r.channel,
            r.place,
            r.party_kind,
            r.party,
            r.at.replace(second=0, microsecond=0),
        )
        kept.setdefault(view, r)
    return list(kept.values())


def _shown(readings: list[Reading], own: int) -> list[dict[str, Any]]:
    places = {
        r.party for r in readings if r.party_kind == PartyKind.ESTABLISHMENT.value and r.party
    }
    names = establishment_names(sorted(places)) if places else {}
    readers = in_script(((r.actor, r.actor_name) for r in readings), page_language())
    return [
        {
            "at": r.at,
            "name": readers[r.actor, r.actor_name],
            "you": r.actor == own,
            "staff": r.staff,
            "for": names.get(r.party or 0),
            "number": r.party if r.party_kind == PartyKind.ESTABLISHMENT.value else None,
            "place": _place(r.place),
            "channel": _CHANNELS[r.channel].at(page_language())
            if r.channel in _CHANNELS
            else r.channel,
        }
        for r in readings
    ]


def _place(name: str) -> Words:
    service = services().get(name)
    return service.title if service else PLACES.get(name) or Words(ar=name, en=name, fr=name)
