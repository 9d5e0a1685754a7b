"""Late penalties: truth by the law and the days on which months were paid, less what was charged
already.

A month that is late by so many started months owes the law's share of what stood unpaid when each
of them began (REG230 24; RC30; R9). A payment told late but made in time makes the truth smaller,
and the difference is given back: charging twice changes nothing. What was waived is not charged
again, and what was waived is not given back either.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from guichet.domain.contributions.plans import rests_of
from guichet.domain.contributions.waivers import charged_of, waived_of
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import PENALTIES, PENALTY, RECEIVABLE
from guichet.domain.ledger.queries import parties_with_open, timeline_of
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.due import with_due
from guichet.domain.registry import bill_facts as register
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.law import country
from guichet.law.parameters import Parameters
from guichet.lib.months import add_months, first_day

_LOOK_BACK = timedelta(days=180)  # how long after it was made a payment may still be told
_AT_ONCE = 20_000  # establishments charged in one ``atomic``
CHARGE = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "charged_on": pl.Date,
    "late_months": pl.Int64,
    "unpaid": pl.Int64,  # of the month's contributions when its last late month began
    "amount": pl.Int64,  # the difference charged; below zero it was given back
    "law": pl.String,
}
_MONTH = ["establishment", "month"]


def charge_penalties(now: datetime, establishments: pl.Series | None = None) -> int:
    """Charge what is to be charged by today, of all establishments or of some; the number of
    differences posted.
    """
    today = now.astimezone(HOME).date()
    first = add_months(first_day(today - _LOOK_BACK), -1)
    late = parties_with_open(
        RECEIVABLE, before=first_day(today), since=first, parties=establishments
    )
    posted = 0
    for part in late.to_frame().iter_slices(_AT_ONCE):
        posted += _charge(part.to_series(), today, now)
    return posted


def _charge(establishments: pl.Series, today: date, now: datetime) -> int:
    law = country.parameters()

    def work() -> int:
        with store.atomic():
            locks.accounts(establishments)
            due = truth(
                timeline_of(establishments, RECEIVABLE),
                _cohorts(establishments),
                today,
                law,
                rests_of(establishments),
            )
            # A month that turns out to have been paid in time has no line of its own any more.
            owed = due.join(charged_of(establishments), on=_MONTH, how="full", coalesce=True)
            owed = owed.join(waived_of(establishments), on=_MONTH, how="left").with_columns(
                pl.col("late_months", "unpaid", "penalty", "charged", "waived").fill_null(0)
            )
            owed = owed.with_columns(amount=_difference()).sort(_MONTH)
            owed = owed.filter(pl.col("amount") != 0)
            if owed.height:
                _post(owed, today, now, law)
                settle(owed["establishment"], now, source="penalty")
            return owed.height

    return store.settle(work)


def truth(
    timeline: pl.DataFrame,
    cohorts: pl.DataFrame,
    today: date,
    law: Parameters,
    rests: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The penalty of each late month: ``establishment``, ``month``, ``late_months``, ``unpaid``,
    ``penalty``.

    Args:
        timeline: party, month, day, amount: what was added to and taken from the debt of a month,
            by day.
        cohorts: establishment, month, cohort, weight: whose contributions the month is made of
            (caps differ).
        rests: establishment, began_on, rests_until: while an instalment plan is kept, its months
            grow no penalty.
    """
    steps = _steps(timeline, today)
    if (
        rests is not None
        and rests.height
        and steps.height
        and law.yes("instalments.pauses_penalties", today)
    ):
        steps = _without_rests(steps, rests)
    if steps.is_empty():
        return steps.select(*_MONTH, "late_months", "unpaid", penalty=pl.lit(0, pl.Int64))
    rows = _by_cohort(steps, cohorts)
    penalty_of = country.contributions.late_penalty
    until = penalty_of(rows.rename({"began": "paid_on"}), parameters=law)["penalty"]
    begun = rows.with_columns(paid_on=pl.col("began").dt.offset_by("-1mo"))
    before = penalty_of(begun, parameters=law)["penalty"]
    last = pl.col("late_months").max()
    return (
        rows.with_columns(step=until - before)
        .group_by(_MONTH, maintain_order=True)
        .agg(
            last,
            unpaid=pl.col("unpaid").filter(pl.col("late_months") == last).sum(),
            penalty=pl.col("step").sum(),
        )
    )


def _steps(timeline: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row for each started late month with what stood unpaid when it began (``began`` is its
    first day).
    """
    owed = with_due(
        timeline.rename({"party": "establishment"}).filter(pl.col("month").is_not_null())
    )
    begins = [
        (due, k, day)
        for due in owed["due_on"].unique()
        for k, day in enumerate(_late_months_begun(due, today), start=1)
    ]
    schema = {"due_on": pl.Date, "late_months": pl.Int64, "began": pl.Date}
    grid = pl.DataFrame(begins, schema=schema, orient="row")
    return (
        owed.join(grid, on="due_on")
        .filter(pl.col("day") < pl.col("began"))
        .group_by(*_MONTH, "due_on", "late_months", "began")
        .agg(unpaid=pl.col("amount").sum())
        .filter(pl.col("unpaid") > 0)
        .sort(*_MONTH, "late_months")
    )


def _without_rests(steps: pl.DataFrame, rests: pl.DataFrame) -> pl.DataFrame:
    """Without the late months that began while a plan ran that the month was in: it was due before
    the plan began.
    """
    until = pl.col("rests_until").fill_null(pl.date(9999, 12, 31))
    resting = steps.join(rests, on="establishment").filter(
        (pl.col("due_on") < pl.col("began_on"))
        & (pl.col("began") > pl.col("began_on"))
        & (pl.col("began") <= until)
    )
    return steps.join(resting, on=[*_MONTH, "late_months"], how="anti", maintain_order="left")


def _late_months_begun(due_on: date, today: date) -> list[date]:
    first = due_on + timedelta(days=1)
    days: list[date] = []
    while (day := add_months(first_day(first), len(days)).replace(day=first.day)) <= today:
        days.append(day)
    return days


def _by_cohort(steps: pl.DataFrame, cohorts: pl.DataFrame) -> pl.DataFrame:
    """What is unpaid, shared out by whose contributions the month is made of; the sum stays the
    same.
    """
    whole = pl.col("weight").sum().over(_MONTH)
    parts = steps.join(
        cohorts.with_columns(whole=whole), on=_MONTH, how="left", maintain_order="left"
    )
    parts = parts.with_columns(
        pl.col("cohort").fill_null(country.cohorts.USUAL),
        share=_share(pl.col("weight"), pl.col("whole")),
    )
    row = [*_MONTH, "late_months"]
    rest = pl.col("unpaid") - pl.col("share").sum().over(row)
    first = pl.int_range(pl.len()).over(row) == 0
    return parts.select(
        *row,
        "due_on",
        "began",
        "cohort",
        unpaid=pl.when(first).then(pl.col("share") + rest).otherwise("share"),
    )


def _share(weight: pl.Expr, whole: pl.Expr) -> pl.Expr:
    unpaid = pl.col("unpaid").cast(pl.Int128)
    return (unpaid * weight // whole).cast(pl.Int64).fill_null(0)


def _cohorts(establishments: pl.Series) -> pl.DataFrame:
    lines = store.fetch(
        "SELECT establishment, month, engagement, sum(total)::bigint FROM contributions_contribution"
        " WHERE establishment = ANY(%(numbers)s::bigint[]) GROUP BY 1, 2, 3 HAVING sum(total) > 0",
        {"establishment": pl.Int64, "month": pl.Date, "engagement": pl.Int64, "total": pl.Int64},
        numbers=establishments,
    )
    known = register.cohorts(lines["engagement"])
    return (
        lines.join(known, on="engagement")
        .group_by(*_MONTH, "cohort")
        .agg(weight=pl.col("total").sum())
        .sort(*_MONTH, "cohort")
    )


def _difference() -> pl.Expr:
    """What is still to be charged, or given back: of what was waived nothing is."""
    left = (pl.col("penalty") - pl.col("waived")).clip(lower_bound=0)
    return left - (pl.col("charged") - pl.col("waived"))


def _post(owed: pl.DataFrame, today: date, now: datetime, law: Parameters) -> None:
    rows = owed.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    journals = rows.select(
        "key",
        "month",
        kind=pl.lit("penalty"),
        at=pl.lit(now),
        source=pl.lit("penalty"),
        reference=pl.lit(None, dtype=pl.Int64),
        description=pl.lit(""),
    )
    nobody = {"party_kind": pl.lit(None, dtype=pl.String), "party": pl.lit(None, dtype=pl.Int64)}
    branch = pl.lit(None, dtype=pl.String)
    theirs = rows.select(
        "key",
        "month",
        "amount",
        kind=pl.lit(PENALTY),
        branch=branch,
        party_kind=pl.lit("establishment"),
        party="establishment",
    )
    ours = rows.select(
        "key", "month", amount=-pl.col("amount"), kind=pl.lit(PENALTIES), branch=branch, **nobody
    )
    ids = ledger.post(journals, pl.concat([theirs, ours.select(theirs.columns)]))
    lines = rows.select(
        *_MONTH,
        "late_months",
        "unpaid",
        "amount",
        charged_on=pl.lit(today),
        law=pl.lit(law.version),
        journal_id=ids,
    )
    store.insert("contributions_penalty", lines)
    audit.note(
        "penalties",
        {
            "day": today.isoformat(),
            "lines": lines.height,
            "total": int(lines["amount"].sum()),
            "law": law.version,
        },
    )


def penalties_of(establishment: int, month: date) -> pl.DataFrame:
    """The charges of a month with the law that made each, and its waiver (of no late months):
    `CHARGE`, the oldest first.
    """
    return store.fetch(
        "SELECT establishment, month, charged_on, late_months, unpaid, amount, law FROM contributions_penalty"
        " WHERE establishment = %(establishment)s AND month = %(month)s UNION ALL"
        " SELECT establishment, month, waived_on, 0, 0, -amount, law FROM contributions_waiver"
        " WHERE establishment = %(establishment)s AND month = %(month)s ORDER BY 3, 4 DESC",
        CHARGE,
        establishment=establishment,
        month=month,
    )
