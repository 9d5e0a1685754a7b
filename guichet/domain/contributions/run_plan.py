"""What a run has to do before it can be cut into parts: whom to bill, and what changed in months
billed before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.contributions import assessment, facts, runs
from guichet.domain.contributions.billed_sets import (
    billed_of,
    establishments_billed,
    has_later_lines,
)
from guichet.domain.registry import bill_facts as register
from guichet.law.answers import ContributionError
from guichet.law.parameters import Parameters

# Persons whose earlier months are looked at again at a time; only what differs stays in memory.
_PERSONS_AT_A_TIME = 50_000
FAULT = {"establishment": pl.Int64, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class Plan:
    """What all parts of a run share."""

    load: pl.DataFrame  # establishments to bill with their engagements, as `bill_facts.loads`
    several: pl.DataFrame  # facts of who has several engagements in the month
    differences: pl.DataFrame  # lines for earlier months
    faults: pl.DataFrame  # establishments whose earlier months cannot be reckoned
    until: int  # the mark up to which changes are in `differences`
    again: bool  # later bills hold lines of this month already

    def concerned(self) -> pl.DataFrame:
        """Every establishment that may get a bill: ``establishment``, ``engagements``."""
        late = self.differences.select("establishment").unique()
        late = late.join(self.load, on="establishment", how="anti")
        return pl.concat(
            [
                self.load.select("establishment", "engagements"),
                late.with_columns(engagements=pl.lit(0, dtype=pl.Int64)),
            ]
        )


def plan(month: date, since: int, law: Parameters, named: pl.Series | None = None) -> Plan:
    """Look at the registry and at what was billed; nothing is written."""
    # Before anything is read, so that whatever is committed meanwhile is looked at by the next run.
    until = register.mark()
    billed = establishments_billed(month)
    load = _without(register.loads(month), billed, named)
    months = runs.billed_months(month)
    changed = facts.changed_after(since)
    if months.len():
        unnoted = facts.written_after(max(since, runs.earliest_mark(month)), months[-1])
        changed = pl.concat([changed, unnoted])
    found, faults = _differences(changed, months, law)
    return Plan(
        load=load,
        several=facts.of_several_employers(month) if load.height else pl.DataFrame(),
        differences=_without(found, billed, named),
        faults=_without(faults, billed, named),
        until=until,
        again=has_later_lines(month),
    )


def _without(rows: pl.DataFrame, billed: pl.DataFrame, named: pl.Series | None) -> pl.DataFrame:
    left = rows.join(billed, on="establishment", how="anti", maintain_order="left")
    return left if named is None else left.filter(pl.col("establishment").is_in(named.implode()))


def _differences(
    changed: pl.DataFrame, months: pl.Series, law: Parameters
) -> tuple[pl.DataFrame, pl.DataFrame]:
    lines, faults = [pl.DataFrame(schema=assessment.LINE)], [pl.DataFrame(schema=FAULT)]
    persons = changed["person"].unique().sort()
    for at in range(0, persons.len(), _PERSONS_AT_A_TIME):
        some = persons.slice(at, _PERSONS_AT_A_TIME)
        group = changed.filter(pl.col("person").is_in(some.implode()))
        for earlier in months:
            reached = group.filter(pl.col("month") <= earlier)["engagement"].unique()
            if reached.is_empty():
                continue
            known = facts.of_month(earlier, engagements=reached)
            due, wrong = assessed(known, known, law)
            left = assessment.lines(due, billed_of(earlier, reached))
            lines.append(left.join(wrong, on="establishment", how="anti"))
            faults.append(wrong)
    return pl.concat(lines), pl.concat(faults).unique("establishment")


def assessed(
    known: pl.DataFrame, several: pl.DataFrame, law: Parameters
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is due by the facts, and the establishments (with the reason) that the law cannot
    reckon.

    One impossible fact must not hold up everybody's bills: the rows are halved until it stands
    alone.
    """
    fault = pl.DataFrame(schema=FAULT)
    if known.is_empty():
        return pl.DataFrame(schema=assessment.LINE), fault
    try:
        return assessment.truth(known, several, law), fault
    except ContributionError as error:
        numbers = known["establishment"].unique().sort()
        if numbers.len() == 1:
            fault = pl.DataFrame({"establishment": numbers, "reason": [str(error)]}, schema=FAULT)
            return pl.DataFrame(schema=assessment.LINE), fault
        lower = pl.col("establishment") < numbers[numbers.len() // 2]
        halves = [assessed(known.filter(side), several, law) for side in (lower, ~lower)]
        return pl.concat(h[0] for h in halves), pl.concat(h[1] for h in halves)
