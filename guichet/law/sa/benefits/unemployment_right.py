"""Who has a right to the unemployment benefit (M/18; M/273 43-46; REG230 75-76)."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.awards import BenefitError, Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.stretches import parts_of
from guichet.law.steps import Unit
from guichet.lib.months import PARTS, add_months_to

BY_CLAIM = "saned_benefit.qualifying_months_by_claim"
INVOLUNTARY, UNCLEAR = "saned_benefit.reasons_involuntary", "saned_benefit.reasons_unclear"
c = pl.col


def _right(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Months worked by the number of the claim; later claims ask what the last row of the table
    does (46(1)). Whether somebody left against their will is told by the reason on record.
    """
    refuse(rows, c("claim") < 1, "claim is counted from 1")
    rows = _with_asked(rows, law)
    rows = with_numbers(rows, law, {"_within": ("saned_benefit.register_within_days", "count")})
    late = c("days_since_leaving") > c("_within")
    rows = rows.with_columns(
        in_time=~late.fill_null(value=False),
        enough=c("months") >= c("months_needed") * PARTS,
        young=(c("on") < c("reached")).fill_null(value=True),
        reason_counts=_judged(rows, law),
    )
    right = c("in_time") & c("enough") & c("young") & (c("reason_counts") == "yes")
    return rows.with_columns(entitled=right)


def _with_asked(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Add `months_needed` and `window_months`."""
    tables = []
    for day in rows["on"].unique().to_list():
        if not law.in_force(BY_CLAIM, day):
            raise BenefitError(f"there was no unemployment insurance on {day}")
        tables += [(day, *row) for row in law.grid(BY_CLAIM, day)]
    schema = {
        "on": pl.Date,
        "claim_row": pl.Int64,
        "months_needed": pl.Int64,
        "window_months": pl.Int64,
    }
    asked = pl.DataFrame(tables, schema=schema, orient="row")
    last = asked.group_by("on").agg(c("claim_row").max().alias("_last"))
    rows = rows.join(last, on="on", how="left", maintain_order="left")
    rows = rows.with_columns(pl.min_horizontal("claim", "_last").alias("claim_row"))
    return rows.join(asked, on=["on", "claim_row"], how="left", maintain_order="left")


def _judged(rows: pl.DataFrame, law: Parameters) -> pl.Expr:
    """``yes``, ``no``, or ``unclear`` where the reason does not tell: then the employer is asked. A
    row that names no reason is not judged by it.
    """
    said = [pl.when(c("reason").is_null()).then(pl.lit("yes"))]
    for day in rows["on"].unique().to_list():
        for key, answer in ((INVOLUNTARY, "yes"), (UNCLEAR, "unclear")):
            named = (c("on") == day) & c("reason").is_in(law.table(key, day))
            said.append(pl.when(named).then(pl.lit(answer)))
    return pl.coalesce(*said, pl.lit("no"))


RIGHT = Kind(
    name="unemployment_right",
    needs={
        "on": Input(Unit.DAY),  # the claim
        "claim": Input(Unit.COUNT),  # the first, the second ...
        "months": Input(Unit.MONTHS),  # worked within the window
        "days_since_leaving": Input(Unit.DAYS, None),
        "reason": Input(Unit.WORD, None),  # of leaving, as on record
        "reached": Input(Unit.DAY, None),  # when the normal age of a pension is
    },
    work=_right,
    gives={
        "entitled": Unit.YES,
        "months_needed": Unit.COUNT,
        "window_months": Unit.COUNT,
        "reason_counts": Unit.WORD,  # yes, no, unclear
        "in_time": Unit.YES,
        "enough": Unit.YES,
        "young": Unit.YES,
    },
    tells=(
        Tell(
            "reason_of_leaving",
            ("reason_counts", Unit.WORD),
            told(Unit.WORD, "reason"),
            (INVOLUNTARY, UNCLEAR),
            "M/273 43-49; REG230 76",
        ),
        Tell(
            "normal_age",
            ("reached", Unit.DAY),
            told(Unit.DAY, "on"),
            (),
            "M/18; M/273 43",
        ),
        Tell(
            "entitled",
            ("entitled", Unit.YES),
            (
                *told(Unit.COUNT, "claim", "months_needed", "window_months"),
                *told(Unit.MONTHS, "months"),
                *told(Unit.DAYS, "days_since_leaving"),
            ),
            (BY_CLAIM, "saned_benefit.register_within_days"),
            "M/273 46(1); REG230 75(8)",
        ),
    ),
)


def facts(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on`, `claim` and the months worked within the window of the claim, which ends with
    the last day of work; `left_on` and the days since.

    Args:
        history: of `unemployment.history`, with `claim`, the same for all stretches of a person.
    """
    windows = {row[0]: row[2] for row in law.grid(BY_CLAIM, on)}
    asked = pl.min_horizontal("claim", pl.lit(max(windows))).replace_strict(
        windows, return_dtype=pl.Int64
    )
    rows = history.with_columns(left_on=c("ended_on").max().over("person"), _window=asked)
    begins = add_months_to(c("left_on"), -c("_window")).dt.offset_by("1d")
    inside = rows.filter(c("ended_on") >= begins).with_columns(
        started_on=pl.max_horizontal("started_on", begins)
    )
    return (
        inside.with_columns(parts=parts_of(None))
        .group_by("person", maintain_order=True)
        .agg(
            pl.lit(on).alias("on"),
            c("claim", "left_on").first(),
            months=c("parts").sum(),
            days_since_leaving=(pl.lit(on) - c("left_on").first()).dt.total_days(),
        )
    )
