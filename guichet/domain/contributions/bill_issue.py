"""Billing one part of a run: reckon, then write lines, bills, journals, events and the mark in one
``atomic``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.contributions import assessment, bill_adjustment, facts, runs
from guichet.domain.contributions.billed_sets import billed_of
from guichet.domain.contributions.run_plan import Plan, assessed
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.queries import credited
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.due import with_due
from guichet.engine import audit, events, store
from guichet.law.parameters import Parameters

_LINE = ("month", "engagement", "billed_in", "establishment", *assessment.AMOUNTS)
_BILL = (
    "id",
    "establishment",
    "month",
    "due_on",
    "total",
    "employee",
    "employer",
    "adjustments",
    "lines",
)


@dataclass(frozen=True, slots=True)
class Issued:
    """What a part came to."""

    bills: int
    lines: int
    adjustments: int
    total: int


def issue(
    run: runs.Run, part: runs.EstablishmentRange, plan: Plan, law: Parameters, now: datetime
) -> Issued:
    """Bill the establishments of a part."""
    lines, faults = _reckoned(run, part, plan, law)
    bills = with_due(assessment.bills(lines, run.month))
    issued = Issued(
        bills=bills.height,
        lines=lines.height,
        adjustments=lines.filter(pl.col("month") < run.month).height,
        total=int(bills["total"].sum()),
    )

    def write() -> None:
        with store.atomic():
            _write_bills(run, part, lines, bills, now)
            store.insert("contributions_fault", faults.with_columns(run_id=pl.lit(run.id)))
            runs.mark_done(
                run,
                part,
                now,
                bills=issued.bills,
                lines=issued.lines,
                adjustments=issued.adjustments,
                total=issued.total,
            )

    store.settle(write)
    return issued


def _reckoned(
    run: runs.Run, part: runs.EstablishmentRange, plan: Plan, law: Parameters
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines of the part, those of earlier months included, and the establishments that cannot
    be billed.
    """
    here = pl.col("establishment").is_between(part.first, part.last)
    ids = plan.load.filter(here)["establishment_id"]
    due, faults = pl.DataFrame(schema=assessment.LINE), plan.faults.filter(here)
    if ids.len():
        known = facts.of_month(run.month, establishment_ids=ids)
        due, wrong = assessed(known, plan.several, law)
        faults = pl.concat([faults, wrong]).unique("establishment")
    billed = billed_of(run.month, due["engagement"]) if plan.again else due.clear()
    own = assessment.lines(due, billed)
    lines = pl.concat([own, plan.differences.filter(here)])
    # By engagement within months: the order of the key, so that the index grows at its end.
    return lines.join(faults, on="establishment", how="anti").sort("month", "engagement"), faults


def _write_bills(
    run: runs.Run,
    part: runs.EstablishmentRange,
    lines: pl.DataFrame,
    bills: pl.DataFrame,
    now: datetime,
) -> None:
    if bills.is_empty():
        return
    store.insert(
        "contributions_contribution", lines.with_columns(billed_in=pl.lit(run.month)).select(_LINE)
    )
    bills = bills.with_columns(id=store.next_ids("contributions_bill_id_seq", bills.height))
    journals = ledger.post(assessment.journals(bills, now), assessment.entries(lines))
    made = bills.select(_BILL).with_columns(journal_id=journals, run_id=pl.lit(run.id))
    store.insert("contributions_bill", made)
    events.tell_many("bill-issued", _told(bills), now)
    bill_adjustment.meet(lines, now)
    _lay_credit(lines, now)
    _write_leaf(run, part, lines, bills)


def _lay_credit(lines: pl.DataFrame, now: datetime) -> None:
    """Credit from earlier pays the new bills; a month put down after it was paid becomes credit."""
    parties = lines["establishment"].unique()
    less = (
        lines.group_by("establishment", "month")
        .agg(pl.col("total").sum())
        .filter(pl.col("total") < 0)
    )
    concerned = pl.concat([credited(parties), less["establishment"]]).unique()
    if len(concerned):
        locks.accounts(concerned)
        settle(concerned, now, source="bill")


def _told(bills: pl.DataFrame) -> pl.DataFrame:
    """Of each bill who owes how much by when."""
    return bills.select(
        "establishment",
        month=pl.col("month").dt.to_string("%Y-%m"),
        bill=pl.col("id"),
        total=pl.col("total"),
        due_on=pl.col("due_on").dt.to_string("%Y-%m-%d"),
    )


def _write_leaf(
    run: runs.Run, part: runs.EstablishmentRange, lines: pl.DataFrame, bills: pl.DataFrame
) -> None:
    """The audit remembers the part by the digest of its lines, in the order of their key."""
    body = {
        "run": run.id,
        "part": part.number,
        "month": f"{run.month:%Y-%m}",
        "bills": bills.height,
        "lines": lines.height,
        "total": int(bills["total"].sum()),
        "digest": sha256(lines.select(assessment.LINE.keys()).write_csv().encode()).hexdigest(),
    }
    audit.note("bills", body)
