"""Pensioners who work again: what their old-age pension comes to, month by month, beside the wage
on record; by the law of each.

The pension is whole up to the month in which work begins, and from the month after the one in which
it ends. Work that begins by the first of the month after other work ended is one with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from guichet.domain.benefits import awards
from guichet.domain.benefits.contributed import worked_by
from guichet.domain.benefits.family_lines import PensionLine
from guichet.domain.registry.histories import engagements_held, numbers_of
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import store
from guichet.law import country
from guichet.law.awards import BenefitError, Kind, one
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day, last_day

BENEFIT, REASON = "return_to_work", awards.BESIDE_WORK
# Why a person decides: work of before the award, or facts that no record holds.
BEFORE_AWARD, FACTS_LACKING = "before-award", "facts-lacking"
_BASE = {
    "award": pl.String,
    "person": pl.Int64,
    "decided_on": pl.Date,
    "paid_from": pl.Date,
    "monthly": pl.Int64,
    "steps": pl.String,
    "paid_till": pl.Date,
    "end_reason": pl.String,
}
_AWARDED = """
    SELECT DISTINCT ON (a.person) a.award, a.person, a.decided_on, a.paid_from, a.monthly, a.steps,
        p.paid_till, p.end_reason
    FROM benefits_award a JOIN benefits_pension p ON p.award = a.award
    WHERE a.person = ANY(%(numbers)s::bigint[]) AND a.benefit = %(benefit)s
    ORDER BY a.person, a.id DESC
"""
_LINES = """
    SELECT monthly, paid_from, paid_till, award, end_reason FROM benefits_pension
    WHERE person = %(person)s AND kind = %(kind)s
        AND (award = %(award)s OR starts_with(award, %(award)s || '-work-'))
        AND (paid_till IS NULL OR paid_till >= paid_from) ORDER BY paid_from
"""


@dataclass(frozen=True, slots=True)
class Month:
    """What a month comes to."""

    month: date
    monthly: int  # minor units
    wage: int | None  # of the work, a month; None: there is none
    told: Explained | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A pension and the work of its holder; or why a person decides."""

    award: str
    person: int  # the number it is paid under
    full: int  # a month, minor units
    why: str | None
    months: tuple[Month, ...] = ()  # in which it changes, in order; none: it was always whole
    employer: int | None = None  # where the work is that lasts, or was last; an establishment

    def lines(self) -> list[PensionLine]:
        """How it should be paid: what nothing is paid for has no line."""
        found = []
        for at, month in enumerate(self.months):
            following = self.months[at + 1].month if at + 1 < len(self.months) else None
            till = add_months(following, -1) if following else None
            if month.monthly:
                found.append(PensionLine(month.monthly, month.month, till))
        return found


def beside(number: int, today: date) -> Beside | None:
    """What the latest old-age pension of somebody comes to beside work; None: there is no such
    pension in payment, or their law lets it be paid whatever they do.
    """
    numbers = numbers_of(pl.Series([number], dtype=pl.Int64))["number"]
    known = known_persons(pl.Series([number], dtype=pl.Int64))
    base = store.fetch(_AWARDED, _BASE, numbers=numbers, benefit=awards.OLD_AGE)
    base = base.filter(pl.col("paid_till").is_null() | (pl.col("end_reason") == REASON))
    if base.is_empty() or known.is_empty():
        return None
    person, row = known.row(0, named=True), base.row(-1, named=True)
    kind = country.benefits.of(BENEFIT, person["cohort"])
    if kind is None or person["died_on"] is not None or _ended_otherwise(row):
        return None
    held = engagements_held(pl.Series([number], dtype=pl.Int64))
    lasting = held.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") >= row["decided_on"]))
    whole = Beside(row["award"], row["person"], row["monthly"], None)
    if lasting.filter(pl.col("started_on") < row["decided_on"]).height:
        return Beside(row["award"], row["person"], row["monthly"], BEFORE_AWARD)
    if lasting.is_empty():
        return whole
    history = worked_by(pl.Series([number], dtype=pl.Int64)).sort("started_on")
    facts = _facts(row, person, history)
    lacking = {n for n, i in kind.needs.items() if i.needed} - {*facts, "on", "new_wage"}
    if lacking:
        return Beside(row["award"], row["person"], row["monthly"], FACTS_LACKING)
    top = country.contributions.wage_limits(today).ceilings.get(person["cohort"])
    facts = {n: min(v, top) if top and n == "last_wage" else v for n, v in facts.items()}
    try:
        months = tuple(_months(kind, facts, row, _spans(lasting), history, today, top))
    except BenefitError:  # such as a day of birth outside every calendar
        return Beside(row["award"], row["person"], row["monthly"], FACTS_LACKING)
    return Beside(row["award"], row["person"], row["monthly"], None, months, _last(lasting))


def _last(engagements: pl.DataFrame) -> int:
    return int(engagements.sort("started_on")["establishment"][-1])


def _ended_otherwise(row: dict[str, Any]) -> bool:
    lines = _lines_of(row["person"], row["award"])
    others = lines.filter(pl.col("paid_till").is_not_null() & (pl.col("end_reason") != REASON))
    # A line that was meant for some months only was entered with its end.
    return not others.filter(pl.col("end_reason").is_not_null()).is_empty()


def lines_of(found: Beside) -> list[PensionLine]:
    """How the pension is paid: the award's line, and those that took its place."""
    rows = _lines_of(found.person, found.award)
    return [PensionLine(*row) for row in rows.drop("end_reason").iter_rows()]


def _lines_of(person: int, award: str) -> pl.DataFrame:
    return store.fetch(
        _LINES,
        {
            "monthly": pl.Int64,
            "paid_from": pl.Date,
            "paid_till": pl.Date,
            "award": pl.String,
            "end_reason": pl.String,
        },
        person=person,
        award=award,
        kind=awards.OLD_AGE,
    )


def _facts(row: dict[str, Any], person: dict[str, Any], history: pl.DataFrame) -> dict[str, Any]:
    """What the law is asked with besides the day and the wage, as far as it is on record."""
    before = history.filter(pl.col("started_on") < row["decided_on"])
    average = awards.mean_wage(row["steps"])
    facts = {"born": person["born"], "pension": row["monthly"], "average": average}
    if before.height and (over := before["ended_on"].max()) is not None:
        facts["last_wage"] = _wage(before, first_day(over))  # type: ignore[arg-type]
    return {name: value for name, value in facts.items() if value is not None}


def _spans(engagements: pl.DataFrame) -> list[tuple[date, date | None]]:
    """Times of work; what follows by the first of the next month is one with it."""
    spans: list[tuple[date, date | None]] = []
    for begun, over in engagements.sort("started_on").select("started_on", "ended_on").iter_rows():
        if spans and _follows(spans[-1][1], begun):
            first, before = spans[-1]
            spans[-1] = (first, None if before is None or over is None else max(before, over))
        else:
            spans.append((begun, over))
    return spans


def _follows(over: date | None, begun: date) -> bool:
    return over is None or begun <= add_months(first_day(over), 1)


def _months(
    kind: Kind,
    facts: dict[str, Any],
    row: dict[str, Any],
    spans: list[tuple[date, date | None]],
    history: pl.DataFrame,
    today: date,
    top: int | None,
) -> Iterator[Month]:
    """The months from which the pension is another, up to the one that follows today."""
    month, last = row["paid_from"], add_months(first_day(today), 1)
    before: Month | None = None
    while month <= max(last, row["paid_from"]):
        found = Month(month, row["monthly"], None)
        if any(first_day(b) < month and (o is None or o >= month) for b, o in spans):
            wage = _wage(history, month)
            asked = {"on": month, "new_wage": min(wage, top) if top else wage}
            worked = one(kind, facts | asked, country.parameters())
            if worked["paid"] is None:
                raise BenefitError(f"{kind.name} of {month} comes to nothing that is known")
            told = country.benefits.explain(kind.name, worked)
            found = Month(month, int(worked["paid"]), wage, told)
        if before is None or before.monthly != found.monthly:
            yield found
            before = found
        month = add_months(month, 1)


def _wage(history: pl.DataFrame, month: date) -> int:
    """The wage of all employers on the last day of a month, or the last one worked in it."""
    over = pl.col("ended_on").fill_null(last_day(month))
    inside = history.filter((pl.col("started_on") <= last_day(month)) & (over >= month))
    ends = inside.select(pl.min_horizontal(over, pl.lit(last_day(month)))).to_series()
    day = max(ends.to_list(), default=month)
    on_it = inside.filter((pl.col("started_on") <= day) & (over >= day))
    return int(on_it["wage"].sum())
