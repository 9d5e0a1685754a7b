"""When a work injury is to be told, and from which day its allowance counts (M/33 29-30; OH1, OH8;
REG230 46).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit

_NUMBERS = {
    "_worker": ("work_injury.report_worker_days", "count"),
    "_employer": ("work_injury.report_employer_days", "count"),
    "_after": ("work_injury.allowance_from_days", "count"),
}
c = pl.col


def _days(count: str) -> pl.Expr:
    return pl.duration(days=c(count))


def _notice(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The days of who tells the employer late are lost up to the notice; the right is not."""
    refuse(rows, c("told_on") < c("on"), "told before it happened")
    rows = with_numbers(rows, law, _NUMBERS)
    rows = rows.with_columns(
        told_by=c("on") + _days("_worker"),
        employer_by=c("told_on") + _days("_employer"),
        _usual=c("on") + _days("_after"),
    )
    late = c("told_on") > c("told_by")
    paid_from = pl.when(late).then(pl.max_horizontal("told_on", "_usual")).otherwise("_usual")
    return rows.with_columns(late=late, paid_from=paid_from)


NOTICE = Kind(
    name="injury_notice",
    needs={
        "on": Input(Unit.DAY),  # the injury; of a disease, its first diagnosis
        "told_on": Input(Unit.DAY),  # the employer, or the institution by whoever reports it
    },
    work=_notice,
    gives={
        "told_by": Unit.DAY,  # the last day for the worker to tell
        "employer_by": Unit.DAY,  # the last day for the employer to report it
        "late": Unit.YES,
        "paid_from": Unit.DAY,  # the first day for which an allowance may be due
    },
    tells=(
        Tell(
            "allowance_from",
            ("paid_from", Unit.DAY),
            told(Unit.DAY, "on", "told_on", "told_by"),
            ("work_injury.report_worker_days", "work_injury.allowance_from_days"),
            "M/33 30; REG128 OH1, OH8; REG230 46",
        ),
    ),
)
