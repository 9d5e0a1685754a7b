"""The work list of payments that nobody owns, and the page on which staff say whose one is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guichet.backoffice.suspense.words import PHRASES
from guichet.channels.shared.assurance import decision_put_by, led_to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import acting, needs
from guichet.domain.identity.staff import RECONCILE
from guichet.domain.payments import queries
from guichet.domain.payments.assignment import assign
from guichet.domain.registry.queries import establishments
from guichet.engine.context import HOME
from guichet.engine.fields.base import tidy
from guichet.engine.refusal import Refused
from guichet.lib.display import show_name
from guichet.lib.money import show_minor

_SHORTEST, _LONGEST = 5, 500
_DIGITS = 9


@needs(RECONCILE)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every payment in suspense, the oldest first."""
    language, now = page_language(), timezone.now()
    rows = [_row(row, now) for row in queries.in_suspense().iter_rows(named=True)]
    return render(
        request, "suspense/suspense.html", {"say": page_words(PHRASES, language), "rows": rows}
    )


@needs(RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, payment: int) -> HttpResponse:
    """Name the establishment, see its name, then say yes.

    Raises:
        Http404: no such payment is in suspense.
    """
    if payment >= 1 << 63:
        raise Http404
    language, now = page_language(), timezone.now()
    found = queries.in_suspense().filter(pl.col("payment") == payment)
    if found.is_empty() and request.method != "POST":
        raise Http404
    page: dict[str, Any] = {
        "say": page_words(PHRASES, language),
        "number": "",
        "reason": "",
        "errors": [],
    }
    if found.height:
        page["row"] = _row(found.row(0, named=True), now)
    if request.method != "POST" and (kept := decision_put_by(request, now)):
        page["proved"] = True
        _fill(request, payment, kept, page, language, now)
    if request.method == "POST":
        answer = _fill(request, payment, request.POST.dict(), page, language, now)
        if answer is not None:
            return answer
    page["problem"] = bool(page["errors"])
    return render(request, "suspense/assignment.html", page, status=422 if page["errors"] else 200)


def _fill(
    request: HttpRequest,
    payment: int,
    given: Mapping[str, Any],
    page: dict[str, Any],
    language: str,
    now: datetime,
) -> HttpResponse | None:
    """Fill the page with what is wrong or what to confirm; an answer once it is done."""
    typed = str(tidy(pl.Series([str(given.get("establishment", ""))[:40]]))[0] or "")
    reason = " ".join(str(given.get("reason", "")).split())
    page |= {"number": typed, "reason": reason}
    number = int(typed) if len(typed) == _DIGITS and typed.isascii() and typed.isdigit() else 0
    name = _name(number, language)
    if not name:
        page["errors"].append(Problem(PHRASES["no-establishment"].at(language), "establishment"))
    if not _SHORTEST <= len(reason) <= _LONGEST or not reason.isprintable():
        page["errors"].append(Problem(PHRASES["no-reason"].at(language), "reason"))
    if page["errors"]:
        return None
    if (
        "sure" in given
        and "row" in page
        and (proof := led_to_proof(request, now, "establishment", "reason"))
    ):
        return proof
    if "sure" in given:
        return _done(request, payment, number, reason, page, language, now)
    if "correct" not in given and "row" in page:
        amount = show_minor(page["row"]["amount"])
        page["sure"] = PHRASES["ask-sure"].at(language, amount=amount, name=name, number=number)
    return None


def _done(
    request: HttpRequest,
    payment: int,
    number: int,
    reason: str,
    page: dict[str, Any],
    language: str,
    now: datetime,
) -> HttpResponse | None:
    try:
        assign(payment, number, by=acting(request), reason=reason, now=now)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    messages.success(request, PHRASES["assigned"].at(language, number=number))
    return redirect("suspense")


def _name(number: int, language: str) -> str:
    found = establishments(pl.Series([number], dtype=pl.Int64))
    if found.is_empty():
        return ""
    row = found.row(0, named=True)
    return show_name(row["name_ar"], row["name_latin"], language)


def _row(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    age = now.astimezone(HOME).date() - row["paid_at"].astimezone(HOME).date()
    return row | {"days": age.days}
