"""The account and its bills as spreadsheets: amounts are numbers that can be added up, everything
else is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from guichet.catalogue.account.balance import MOST_MONTHS, Balance
from guichet.channels.shared.language import page_language
from guichet.channels.web import visit
from guichet.channels.web.desk import answered
from guichet.channels.web.views.account import month_of
from guichet.channels.web.views.workers import viewed_establishment
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.words import BRANCHES, PAID_STATES, SIDES
from guichet.domain.ledger.words import EVENTS
from guichet.lib import workbook
from guichet.lib.locale import here
from guichet.lib.months import add_months, first_day

_CURRENCY = here().currency

YEARS = 10  # of movements in a sheet
_MOVEMENT = {
    "day": pl.Date,
    "event": pl.String,
    "month": pl.Date,
    "debit": pl.Int64,
    "credit": pl.Int64,
    "balance": pl.Int64,
}
_MOST_WORKERS = 1_000_000


@visit.page()
def statement(request: visit.Visitor) -> HttpResponse:
    """Every movement of the account in the last ten years, the oldest first, with the balance after
    each.
    """
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    said = {key: words.at(page_language()) for key, words in EVENTS.items()}
    lines = pl.DataFrame(_movements(request, establishment), schema=_MOVEMENT).select(
        pl.col("day").cast(pl.String),
        pl.col("event").replace(said),
        pl.col("month").dt.strftime("%Y-%m").fill_null(""),
        *map(_amount, ("debit", "credit", "balance")),
    )
    headings = [_("Date"), _("What"), _("Month"), _("Owed"), _("Paid"), _("Balance")]
    return _sheet(f"statement-{establishment}-{visit.today()}", headings, lines)


def _movements(request: visit.Visitor, establishment: int) -> list[dict[str, Any]]:
    """What the service answers of these years, in statements as long as one may be: rows of
    ``_MOVEMENT``.
    """
    last = first_day(visit.today())
    firsts = [add_months(last, 1 - back) for back in range(12 * YEARS, 0, -MOST_MONTHS)]
    asked = [(first, add_months(first, MOST_MONTHS - 1)) for first in firsts]
    return [
        line
        for first, until in asked
        for line in answered(
            request,
            Balance.key,
            establishment,
            from_month=f"{first:%Y-%m}",
            to_month=f"{until:%Y-%m}",
        )["movements"]
    ]


@visit.page()
def bill(request: visit.Visitor, month: str) -> HttpResponse:
    """Every worker of a month's bill, each branch and share in a column of its own.

    Raises:
        Http404: the month was not billed.
    """
    establishment = viewed_establishment(request)
    if establishment is None:
        return redirect("party")
    first = month_of(month)
    found = contributions.bill_of(establishment, first, visit.today(), size=_MOST_WORKERS)
    if found is None:
        raise Http404
    visit.saw(request, establishment=establishment, subjects=found.workers["worker"].to_list())
    shares = [
        f"{branch}_{side}" for branch, side in found.breakdown.select("branch", "side").iter_rows()
    ]
    said = {key: words.at(page_language()) for key, words in PAID_STATES.items()}
    lines = found.workers.select(
        pl.col("worker").cast(pl.String),
        pl.col("name_ar", "name_latin").fill_null(""),
        pl.col("month").dt.strftime("%Y-%m"),
        pl.col("days").cast(pl.String),
        *map(_amount, ("wage", *shares, "total")),
        pl.col("state").replace(said).fill_null(""),
        _amount("left").fill_null(0),
    )
    headings = [
        _("Number"),
        _("Name in Arabic"),
        _("Name in Latin letters"),
        _("Month"),
        _("Days"),
        _("Contributory wage"),
        *map(_share, shares),
        _("Contribution"),
        _("Paid or not"),
        _("Unpaid of the month"),
    ]
    return _sheet(f"bill-{establishment}-{month}", headings, lines)


def _amount(name: str) -> pl.Expr:
    kind = pl.Decimal(20, _CURRENCY.scale)
    return (pl.col(name).cast(kind) / _CURRENCY.minor).cast(kind).alias(name)


def _share(name: str) -> str:
    branch, _of, side = name.partition("_")
    return f"{BRANCHES[branch].at(page_language())} – {SIDES[side].at(page_language())}"


def _sheet(name: str, headings: Sequence[str], lines: pl.DataFrame) -> HttpResponse:
    pieces = workbook.stream(list(headings), [lines], right_to_left=page_language() == "ar")
    answer = HttpResponse(b"".join(pieces), content_type=workbook.MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return answer
