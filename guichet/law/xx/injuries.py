"""Work injuries: the employer pays the first days, the fund seven tenths of a day's wage after."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit
from guichet.law.xx.rules import SCALE
from guichet.lib.money import half_up_wide

_WIDE = pl.Int128
_MILLION = 1_000_000
_TIMES = {
    "_worker": ("injury.report_worker_days", "count"),
    "_employer": ("injury.report_employer_days", "count"),
    "_first": ("injury.employer_pays_days", "count"),
}
c = pl.col


def _notice(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """A late notice loses no day: an officer says whether it is heard at all."""
    refuse(rows, c("told_on") < c("on"), "told before it happened")
    rows = with_numbers(rows, law, _TIMES, scale=SCALE)
    rows = rows.with_columns(
        told_by=c("on") + pl.duration(days=c("_worker")),
        employer_by=c("told_on") + pl.duration(days=c("_employer")),
        paid_from=c("on") + pl.duration(days=c("_first") + 1),
    )
    return rows.with_columns(late=c("told_on") > c("told_by"))


NOTICE = Kind(
    name="injury_notice",
    needs={"on": Input(Unit.DAY), "told_on": Input(Unit.DAY)},
    work=_notice,
    gives={
        "told_by": Unit.DAY,
        "employer_by": Unit.DAY,
        "late": Unit.YES,
        "paid_from": Unit.DAY,
    },
    tells=(
        Tell(
            "allowance_from",
            ("paid_from", Unit.DAY),
            told(Unit.DAY, "on", "told_on", "told_by"),
            ("injury.report_worker_days", "injury.employer_pays_days"),
            "Injuries Act 3, 5(1)",
        ),
    ),
)


def _allowance(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Every month has the same days, and treatment changes nothing."""
    refuse(rows, c("until") < c("on"), "until is before on")
    wanted = {
        "_rate": ("injury.daily_share", "share"),
        "days_in_month": ("injury.days_of_month", "count"),
    }
    rows = with_numbers(rows, law, wanted, scale=SCALE)
    refuse(rows, c("_rate").is_null(), "no allowances on that day")
    rows = rows.with_columns(days=(c("until") - c("on")).dt.total_days() + 1)
    due = c("wage").cast(_WIDE) * c("_rate") * pl.min_horizontal("days", "days_in_month")
    return rows.with_columns(amount=half_up_wide(due, c("days_in_month") * _MILLION))


ALLOWANCE = Kind(
    name="injury_allowance",
    needs={
        "on": Input(Unit.DAY),
        "until": Input(Unit.DAY),
        "wage": Input(Unit.MONEY),
        "treatment": Input(Unit.YES, False),
    },
    work=_allowance,
    gives={"days": Unit.DAYS, "amount": Unit.MONEY},
    tells=(
        Tell(
            "daily_allowance",
            ("amount", Unit.MONEY),
            (
                *told(Unit.DAY, "on", "until"),
                *told(Unit.MONEY, "wage"),
                *told(Unit.DAYS, "days"),
                ("_rate", Unit.SHARE),
            ),
            ("injury.daily_share", "injury.days_of_month"),
            "Injuries Act 5(2)",
        ),
    ),
)
