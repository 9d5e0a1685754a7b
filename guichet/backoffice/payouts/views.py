"""The staff's pages of money going out: what waits, batches that two people let go, and what came
back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guichet.backoffice.payouts.words import KINDS, PHRASES, PURPOSES, REASONS, STATES
from guichet.channels.shared.assurance import decision_put_by, led_to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.names import establishment_names, person_names
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import acting, holds, needs
from guichet.domain.benefits import queries as benefits
from guichet.domain.identity.queries import account_by_id
from guichet.domain.identity.staff import GATHER, RELEASE
from guichet.domain.payments.returned_money import decided
from guichet.domain.payouts import batches, queries
from guichet.domain.payouts.decisions import AGAIN, CREDIT
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.lib.display import show_month, show_name
from guichet.lib.text import Words

_SHORTEST, _LONGEST = 5, 500
_BIGGEST = 1 << 63


@needs(GATHER, RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What waits and the batches; a POST gathers one."""
    language, now = page_language(), timezone.now()
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": []}
    if request.method == "POST":
        try:
            made = batches.gather(acting(request), now)
        except Refused as refused:
            page["errors"].append(Problem(refused.sentence(language), ""))
        else:
            messages.success(request, PHRASES["gathered"].at(language, batch=made))
            return redirect("payout-batch", made)
    page["waiting"] = [
        row | {"what": _at(PURPOSES, row["purpose"], language)}
        for row in queries.waiting().iter_rows(named=True)
    ]
    page["batches"] = [
        _batch(row, language) for row in queries.recent_batches().iter_rows(named=True)
    ]
    page["gathers"] = holds(request, [GATHER])
    page["back"] = queries.came_back().height
    page |= _left_out(language)
    return render(request, "payouts/payouts.html", page, status=422 if page["errors"] else 200)


def waits_for(request: HttpRequest) -> int:
    """How much waits for who asks: orders to gather and what came back, or batches to release."""
    count = 0
    if holds(request, [GATHER]):
        count += int(queries.waiting()["count"].sum()) + queries.came_back().height
    if holds(request, [RELEASE]):
        ended = pl.col("released_at").is_null() & pl.col("discarded_at").is_null()
        count += queries.recent_batches().filter(ended).height
    return count


@needs(GATHER, RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A batch; a POST releases or discards it. Who releases has shown a second factor, and comes
    back here from doing so.

    Raises:
        Http404: there is no such batch.
    """
    language, now = page_language(), timezone.now()
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": []}
    if number >= _BIGGEST or queries.batch(number).is_empty():
        raise Http404
    if request.method == "POST":
        answer = _acted(request, number, page, language, now)
        if answer is not None:
            return answer
    row = _batch(queries.batch(number).row(0, named=True), language)
    page |= {
        "proved": bool(decision_put_by(request, now)),
        "row": row,
        "title": PHRASES["batch-title"].at(language, batch=number),
        "own": row["gathered_by"] == request.user.pk,
        "releases": holds(request, [RELEASE]),
        "open": row["state"] == "gathered",
        "largest": [
            one | {"what": _at(PURPOSES, one["purpose"], language)}
            for one in _payees(queries.largest(number), language)
        ],
    }
    return render(request, "payouts/batch.html", page, status=422 if page["errors"] else 200)


def _acted(
    request: HttpRequest, number: int, page: dict[str, Any], language: str, now: datetime
) -> HttpResponse | None:
    """Release or discard a batch; None: the page says what is wrong."""
    release = "release" in request.POST
    if release and (proof := led_to_proof(request, now, "release")):
        return proof
    try:
        (batches.release if release else batches.discard)(number, acting(request), now)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    done = PHRASES["released" if release else "discarded"]
    messages.success(request, done.at(language, batch=number))
    return redirect("payouts")


@needs(GATHER)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """The work list of what came back, the oldest first."""
    language = page_language()
    rows = [_back(row, language) for row in _payees(queries.came_back(), language)]
    return render(
        request, "payouts/returns.html", {"say": page_words(PHRASES, language), "rows": rows}
    )


@needs(GATHER)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, transfer: int) -> HttpResponse:
    """Say what becomes of one.

    Raises:
        Http404: no such transfer came back, or its decision is made.
    """
    if transfer >= _BIGGEST:
        raise Http404
    language, now = page_language(), timezone.now()
    found = queries.came_back(transfer)
    if found.is_empty() and request.method != "POST":
        raise Http404
    page: dict[str, Any] = {
        "say": page_words(PHRASES, language),
        "errors": [],
        "note": "",
        "what": "",
    }
    if found.height:
        page["row"] = _back(_payees(found, language)[0], language)
    if request.method == "POST":
        answer = _decide(request, transfer, page, language, now)
        if answer is not None:
            return answer
    elif kept := decision_put_by(request, now):
        page |= {"what": kept.get("what", ""), "note": kept.get("note", ""), "proved": True}
    return render(request, "payouts/return.html", page, status=422 if page["errors"] else 200)


def _payees(rows: pl.DataFrame, language: str) -> list[dict[str, Any]]:
    """The rows with each payee's name in the reader's script, where it is still the one that was
    ordered.
    """
    kinds = {
        PartyKind.ESTABLISHMENT.value: establishment_names,
        PartyKind.PERSON.value: person_names,
    }
    known = {
        kind: names(parties)
        if (parties := rows.filter(pl.col("party_kind") == kind)["party"].unique().to_list())
        else {}
        for kind, names in kinds.items()
    }
    found = rows.to_dicts()
    for row in found:
        now = known[row["party_kind"]].get(row["party"])
        if now is not None and now.ar == row["name"]:
            row["name"] = now.at(language)
    return found


def _left_out(language: str) -> dict[str, Any]:
    """Who was to be paid in the month that was run last and could not be, and who was ordered more
    than is due.
    """
    month = benefits.last_run()
    if month is None:
        return {}
    rows = [
        row | {"name": _name(row, language), "why": _at(REASONS, row["why"], language)}
        for row in benefits.left_out(month).iter_rows(named=True)
    ]
    beyond = [
        row | {"name": _name(row, language)}
        for row in benefits.paid_beyond(month).iter_rows(named=True)
    ]
    title = PHRASES["left-out"].at(language, month=show_month(month, language))
    return {"left_out": rows, "left_out_title": title, "beyond": beyond}


def _name(row: dict[str, Any], language: str) -> str:
    return show_name(row["name_ar"], row["name_latin"], language) or str(row["person"])


def _decide(
    request: HttpRequest, transfer: int, page: dict[str, Any], language: str, now: datetime
) -> HttpResponse | None:
    """What comes of it; None: the page says what is wrong."""
    what, note = request.POST.get("what", ""), " ".join(request.POST.get("note", "").split())
    page |= {"what": what, "note": note[:_LONGEST]}
    if what not in (AGAIN, CREDIT):
        page["errors"].append(Problem(PHRASES["no-choice"].at(language), "what-again"))
    if not _SHORTEST <= len(note) <= _LONGEST or not note.isprintable():
        page["errors"].append(Problem(PHRASES["no-note"].at(language), "note"))
    if page["errors"]:
        return None
    if "row" in page and (proof := led_to_proof(request, now, "what", "note")):
        return proof
    try:
        decided(transfer, what, by=acting(request), reason=note, now=now)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    messages.success(request, PHRASES["decided"].at(language))
    return redirect("payout-returns")


def _batch(row: dict[str, Any], language: str) -> dict[str, Any]:
    state = (
        "discarded"
        if row["discarded_at"]
        else "gathered"
        if not row["released_at"]
        else row["answer"] or ("sent" if row["sent_at"] else "released")
    )
    return row | {
        "state": state,
        "state_said": _at(STATES, state, language),
        "by": _who(row["gathered_by"]),
        "other": _who(row["released_by"]),
        "cameback": row["rejected"] + row["returned"],
    }


def _back(row: dict[str, Any], language: str) -> dict[str, Any]:
    why = REASONS[row["code"]].at(language) if row["code"] in REASONS else row["words"]
    return row | {
        "what": _at(PURPOSES, row["purpose"], language),
        "how": _at(KINDS, row["kind"], language),
        "why": why,
        "firm": row["party_kind"] == "establishment",
    }


def _who(account: int | None) -> str:
    found = None if account is None else account_by_id(account)
    return "" if found is None else found.shown_name


def _at(words: dict[str, Words], key: str, language: str) -> str:
    return words[key].at(language) if key in words else key
