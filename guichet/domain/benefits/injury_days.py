"""What the days somebody cannot work after a work injury come to, month by month: by the law of
each day, from what the health register says and the wage on record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl

from guichet.domain.benefits.contributed import capped, until, worked_by
from guichet.domain.benefits.injuries import NOTICE
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.law.awards import one
from guichet.law.steps import Explained
from guichet.lib.months import cut_by_months, first_day_of

ALLOWANCE = "injury_allowance"
NO_WAGE, OVERLAP = "no-wage", "overlap"
_SPELL: dict[str, Any] = {"on": pl.Date, "until": pl.Date, "treatment": pl.Boolean}
_MONTHS: dict[str, Any] = {"month": pl.Date, "amount": pl.Int64, "days": pl.Int64}


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for an injury by today, or why that cannot be said."""

    why: str | None
    wage: int | None = None
    paid_from: date | None = None
    paid_till: date | None = None
    days: int = 0
    lines: pl.DataFrame | None = None  # on, until, treatment, days, amount
    explained: tuple[Explained, ...] = ()

    def months(self) -> pl.DataFrame:
        """``month``, ``amount`` and ``days`` of each month."""
        if self.lines is None:
            return pl.DataFrame(schema=_MONTHS)
        by = self.lines.group_by(month=first_day_of(pl.col("on")), maintain_order=True)
        return by.agg(pl.col("amount", "days").cast(pl.Int64).sum())


def due(injury: dict[str, Any], entries: str, today: date) -> Due:
    """What an injury (a row of `injury_cases.INJURY`) comes to up to the day before ``today``.

    Args:
        entries: JSON as `verification.sources.INJURIES` has it.
    """
    known = json.loads(entries)
    mine = [one for one in known if one["injured_on"] == f"{injury['injured_on']}"]
    person = known_persons(pl.Series([injury["person"]], dtype=pl.Int64)).row(0, named=True)
    begins = _begins(injury, mine, person["cohort"])
    last = today - timedelta(days=1)
    if person["died_on"] is not None:
        last = min(last, person["died_on"])
    if _overlapping(known):
        return Due(OVERLAP, paid_from=begins)
    spells = [
        {
            "on": max(begins, date.fromisoformat(spell["on"])),
            "until": min(last, _until(spell)),
            "treatment": spell["treatment"] == "yes",
        }
        for one in mine
        for spell in one["spells"]
    ]
    frame = pl.DataFrame(spells, schema=_SPELL).filter(pl.col("on") <= pl.col("until")).sort("on")
    wage = _wage(person, injury["injured_on"])
    if wage is None:
        return Due(NO_WAGE, paid_from=begins)
    kind = country.benefits.of(ALLOWANCE, person["cohort"])
    assert kind is not None  # who reported it is insured
    lines = country.benefits.award(
        kind.name, cut_by_months(frame).with_columns(wage=pl.lit(wage, dtype=pl.Int64))
    )
    told = tuple(country.benefits.explain(kind.name, row) for row in lines.iter_rows(named=True))
    return Due(
        None,
        wage,
        begins,
        frame["until"].max() if frame.height else None,  # type: ignore[arg-type]
        int(lines["days"].sum()),
        lines,
        told,
    )


def _begins(injury: dict[str, Any], mine: list[dict[str, Any]], cohort: str) -> date:
    """The first day that counts: a hospital's report is a notice too."""
    told = [injury["told_on"], *(date.fromisoformat(r) for m in mine if (r := m["reported_on"]))]
    kind = country.benefits.of(NOTICE, cohort)
    if kind is None:
        return date.max
    row = {"on": injury["injured_on"], "told_on": max(min(told), injury["injured_on"])}
    found: date = one(kind, row, country.parameters())["paid_from"]
    return found


def _until(spell: dict[str, Any]) -> date:
    return date.fromisoformat(spell["until"]) if spell["until"] else date.max


def _overlapping(known: list[dict[str, Any]]) -> bool:
    """Whether the register has a day twice, of one injury or of two."""
    spells = sorted(
        (date.fromisoformat(spell["on"]), _until(spell)) for one in known for spell in one["spells"]
    )
    return any(start <= end for (_, end), (start, _) in pairwise(spells))


def _wage(person: dict[str, Any], on: date) -> int | None:
    """The wage of a month by which days are paid, minor units; None: none is on record."""
    number = pl.Series([person["number"]], dtype=pl.Int64)
    kind = country.benefits.of(ALLOWANCE, person["cohort"])
    assert kind is not None
    history = country.benefits.history(
        kind.name, until(worked_by(number), on + timedelta(days=1), on).sort("started_on")
    )
    people = pl.DataFrame(
        {"person": number, "cohort": [person["cohort"]]},
        schema={"person": pl.Int64, "cohort": pl.String},
    )
    made = country.benefits.facts(kind.name, capped(history, people, on), on)
    return int(made["wage"][0]) if made.height else None
