"""From facts to lines, from lines to bills, from bills to journals: pure frames, no database.

A line is truth minus what was billed already. For a month billed the first time nothing was, so its
lines are the whole amounts; for a month that a back-dated change reaches they are the difference.
One rule serves both.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.ledger.kinds import BILL, RECEIVABLE
from guichet.law import country
from guichet.law.parameters import Parameters

SHARES = (
    "annuities_employee",
    "annuities_employer",
    "saned_employee",
    "saned_employer",
    "hazards_employer",
)
EMPLOYEE = ("annuities_employee", "saned_employee")
AMOUNTS = ("wage", "days", *SHARES, "total")
KEY = ("month", "engagement", "establishment")
LINE = {
    "month": pl.Date,
    "engagement": pl.Int64,
    "establishment": pl.Int64,
    **dict.fromkeys(AMOUNTS, pl.Int64),
}


def with_joint(facts: pl.DataFrame, joint: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Add the joint wage of who has several employers.

    ``joint`` holds the facts of *all* engagements of those persons in those months; ``facts`` may
    be a part of them.
    """
    if joint.is_empty():
        return facts
    ours = joint.join(facts, on=["person", "month"], how="semi")
    # Among equal wages the first takes the odd halala: it must be the same one whenever this is
    # reckoned.
    ours = ours.sort("month", "engagement")
    law = country.contributions
    shared = law.with_joint_wage(law.with_home_rates(ours), parameters=parameters)
    return facts.join(
        shared.select("engagement", "month", "joint_wage", "joint_remainder"),
        on=["engagement", "month"],
        how="left",
    )


def truth(facts: pl.DataFrame, joint: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """What is due for each engagement month by the facts and the law of today: columns of `LINE`.

    Raises:
        ContributionError: the law does not know such a case.
    """
    law = country.contributions
    rows = with_joint(law.with_home_rates(facts), joint, parameters)
    return law.assess(rows, parameters=parameters).select(LINE.keys()).cast(LINE)  # type: ignore[arg-type]


def lines(due: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """The lines still to bill: ``due`` less ``billed`` (both `LINE`), where anything is
    left of it.
    """
    something = pl.any_horizontal(pl.col(name) != 0 for name in AMOUNTS)
    # Who served no day of the month has no line.
    due = due.filter((pl.col("days") != 0) | (pl.col("total") != 0))
    if billed.is_empty():
        return due
    taken = billed.with_columns(-pl.col(name) for name in AMOUNTS)
    left = pl.concat([due, taken]).group_by(KEY, maintain_order=True).agg(pl.col(AMOUNTS).sum())
    return left.filter(something).select(LINE.keys())


def bills(lines: pl.DataFrame, month: date) -> pl.DataFrame:
    """One bill for each establishment that has lines; the day it is due is not of it yet."""
    employee = pl.sum_horizontal(EMPLOYEE).sum().alias("employee")
    earlier = pl.col("total").filter(pl.col("month") < month).sum().alias("adjustments")
    return (
        lines.group_by("establishment")
        .agg(employee, pl.col("total").sum(), earlier, lines=pl.len().cast(pl.Int64))
        .with_columns(
            employer=pl.col("total") - pl.col("employee"),
            month=pl.lit(month),
        )
        .sort("establishment")
    )


def journals(bills: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """The journal of each bill, for `ledger.commands.post`; the key is the establishment, the
    reference the bill.
    """
    return bills.select(
        key=pl.col("establishment"),
        kind=pl.lit(BILL),
        at=pl.lit(now),
        month=pl.col("month"),
        source=pl.lit("bill"),
        reference=pl.col("id"),
        description=pl.lit(""),
    )


def entries(lines: pl.DataFrame) -> pl.DataFrame:
    """Debit each employer, credit each branch and side, month by month, so that a payment can be
    laid to months.
    """
    months = lines.group_by("establishment", "month").agg(pl.col("total", *SHARES).sum())
    debits = months.select(
        key=pl.col("establishment"),
        kind=pl.lit(RECEIVABLE),
        party_kind=pl.lit("establishment"),
        party=pl.col("establishment"),
        amount=pl.col("total"),
        month=pl.col("month"),
        branch=pl.lit(None, dtype=pl.String),
    )
    shares = months.unpivot(
        SHARES, index=["establishment", "month"], variable_name="share", value_name="amount"
    )
    credits = shares.select(
        key=pl.col("establishment"),
        kind=pl.lit("contributions-") + pl.col("share").str.extract(r"^([a-z]+)"),
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
        amount=-pl.col("amount"),
        month=pl.col("month"),
        branch=pl.col("share").str.replace("_", "-", literal=True),
    )
    return pl.concat([debits, credits]).filter(pl.col("amount") != 0)
