"""Why a contribution is what it is: the facts, the numbers of the law with their articles, and the
bills.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.contributions import facts
from guichet.domain.contributions.assessment import AMOUNTS, with_joint
from guichet.domain.ledger import queries as ledger
from guichet.engine import store
from guichet.law import country
from guichet.law.parameters import Explanation
from guichet.lib.months import last_day

LINE = {
    "billed_in": pl.Date,
    "bill": pl.Int64,
    "issued_on": pl.Date,
    "law": pl.String,  # the version of the parameters
    **dict.fromkeys(AMOUNTS, pl.Int64),
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """An engagement month explained."""

    engagement: int
    month: date
    lines: pl.DataFrame  # the original and each difference, with the bill and the law that made it
    sums: dict[str, int]  # what is true now: the sum of the lines
    facts: dict[
        str, object
    ]  # what the registry says today; empty when it says nothing of that month
    law: list[Explanation]  # the numbers of the law, each with its article and since when


def explain(engagement: int, month: date) -> Reasons | None:
    """Explain what was billed for an engagement in a month, or None when nothing was."""
    lines = store.fetch(
        "SELECT c.billed_in, b.id, b.journal_id, r.law,"
        f" {', '.join(f'c.{name}' for name in AMOUNTS)}"
        " FROM contributions_contribution c"
        " JOIN contributions_bill b ON b.establishment = c.establishment AND b.month = c.billed_in"
        " JOIN contributions_run r ON r.id = b.run_id"
        " WHERE c.month = %(month)s AND c.engagement = %(engagement)s ORDER BY c.billed_in",
        LINE | {"issued_on": pl.Int64},
        month=month,
        engagement=engagement,
    )
    if lines.is_empty():
        return None
    days = ledger.days_of(lines["issued_on"])
    lines = lines.with_columns(pl.col("issued_on").replace_strict(days["journal"], days["day"]))
    known = _facts(engagement, month)
    sums = lines.select(pl.col(AMOUNTS).sum()).row(0, named=True)
    return Reasons(engagement, month, lines, sums, known, _numbers(known, month))


def _facts(engagement: int, month: date) -> dict[str, object]:
    """The facts of one engagement month; its joint wage too when the person has several."""
    mine = facts.of_month(month, engagements=pl.Series([engagement], dtype=pl.Int64))
    if mine.is_empty():
        return {}
    all_of_person = facts.of_person(month, mine["person"][0])
    if all_of_person.height > 1:
        mine = with_joint(
            country.contributions.with_home_rates(mine), all_of_person, country.parameters()
        )
    return mine.row(0, named=True)


def _numbers(known: dict[str, object], month: date) -> list[Explanation]:
    keys = country.contributions.cited(str(known.get("cohort", "")))
    law, on = country.parameters(), last_day(month)
    return [law.explain(key, on) for key in keys if law.in_force(key, on)]
