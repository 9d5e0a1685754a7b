"""The bill run: every establishment's bill for a month that is over, in parts that are done whole
or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from guichet.domain.contributions import runs
from guichet.domain.contributions.bill_issue import issue
from guichet.domain.contributions.run_plan import Plan, plan
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.law import country
from guichet.law.parameters import Parameters
from guichet.lib.money import show_minor
from guichet.lib.months import add_months, first_day

MONTH_NOT_OVER = Refusal(
    "bill-month-not-over",
    ar="شهر {month:yearmonth} لم ينته بعد. تصدر فواتيره ابتداءً من أول الشهر التالي.",
    en="{month:yearmonth} is not over. Its bills can be run from the first of the next month.",
    fr="Le mois {month:yearmonth} n’est pas terminé. Ses factures s’émettent à partir du premier du mois suivant.",
)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did; amounts in halalas. ``run`` is null when nothing was left to bill."""

    month: date
    run: int | None = None
    bills: int = 0
    lines: int = 0
    adjustments: int = 0  # of the lines: differences to earlier months
    total: int = 0
    faults: tuple[tuple[int, str], ...] = ()  # establishment, why it could not be billed
    resumed: bool = False


def run_bills(
    month: date, now: datetime, establishments: pl.Series | list[int] | None = None
) -> RunResult:
    """Bill a month: all establishments that have no bill of it yet, or only those named (by
    number).

    A run that was cut short is taken up where it stopped. What changes after a bill was issued
    comes as a difference on the bill of a later month, so a second run of the same month changes
    nothing.

    Raises:
        Refused: the month is not over, or another session is running bills.
    """
    month, law = first_day(month), country.parameters()
    if now.astimezone(HOME).date() < add_months(month, 1):
        raise Refused(MONTH_NOT_OVER, month=f"{month:%Y-%m}")
    named = None if establishments is None else pl.Series(establishments, dtype=pl.Int64)
    with runs.only_one():
        left = runs.unfinished(month)
        if left is not None:
            result = _work_off(left, plan(month, left.since, law), law, now)
            if left.whole and named is None:
                return result
        return _fresh(month, now, law, named)


def _fresh(month: date, now: datetime, law: Parameters, named: pl.Series | None) -> RunResult:
    since = runs.looked_until(month)
    ahead = plan(month, since, law, named)
    concerned = ahead.concerned()
    whole = named is None
    # A month in which nobody worked counts as billed once it was run: who is entered late comes as
    # a difference.
    if concerned.is_empty() and (not whole or runs.was_run(month)):
        return RunResult(month, faults=tuple(ahead.faults.rows()))
    parts = runs.parts_by_load(concerned) if whole else runs.parts_by_name(concerned)
    draft = runs.Run(0, month, whole=whole, since=since, resumed=False)
    run = runs.opened(draft, parts, now=now, law=law.version, until=ahead.until)
    return _work_off(run, ahead, law, now)


def _work_off(run: runs.Run, ahead: Plan, law: Parameters, now: datetime) -> RunResult:
    """Do the parts that are left; what the run came to, parts done before a crash included."""
    for part in runs.open_parts(run):
        issue(run, part, ahead, law, now)
    runs.close(run, now)
    sums = runs.sums(run)
    return RunResult(run.month, run.id, **sums, faults=runs.faults(run), resumed=run.resumed)


def bill_run(month: str | None, echo: Callable[[str], object]) -> RunResult:
    """Run the bills of ``month`` ('2026-10'; by default the last one that is over) and say what was
    done.

    Raises:
        Refused: see `run_bills`.
        ValueError: ``month`` is not a month.
    """
    now = datetime.now(UTC)
    default = add_months(first_day(now.astimezone(HOME).date()), -1)
    chosen = date.fromisoformat(f"{month}-01") if month else default
    result = run_bills(chosen, now)
    if result.run is None:
        echo(f"{chosen:%Y-%m}: every bill has been issued already")
        return result
    again = ", taken up again" if result.resumed else ""
    echo(
        f"{chosen:%Y-%m}: run {result.run}{again}: {result.bills:,} bills, {result.lines:,} lines,"
        f" {result.adjustments:,} of them for earlier months, {show_minor(result.total)} in all"
    )
    for establishment, reason in result.faults:
        echo(f"  not billed: {establishment}: {reason}")
    return result
