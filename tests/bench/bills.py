"""The bill run of a month that is over, for every engagement of the institution."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.bench.alone import alone
from tests.bench.figures import Figure, judged
from tests.bench.institution import ESTABLISHMENTS
from tests.bench.running import Cost, costing_here

SECONDS, SECONDS_FOR, MOST_MIB = 30.0, 1_000_000, 1_536
_ENGAGED = """
    SELECT count(*) FROM registry_engagement
    WHERE started_on < %(next)s AND (ended_on IS NULL OR ended_on >= %(month)s)
"""


def measure(rows: int | None) -> Iterator[Figure]:
    """The whole institution, however large it was seeded."""
    del rows
    month, engagements, lines, cost = alone(run)
    quick = cost.seconds <= SECONDS
    yield Figure(
        "bills",
        f"bill run of {month:%Y-%m}, {engagements:,} engagements",
        engagements,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        reach=f"1,000,000 in {SECONDS:.0f} s",
        reached=judged(
            engagements >= 0.99 * SECONDS_FOR, quick=quick, small=cost.peak_mib < MOST_MIB
        ),
        note=f"{ESTABLISHMENTS:,} bills, {lines:,} lines",
    )


def run() -> tuple[date, int, int, Cost]:
    """Bill the latest month that no run has billed: the month, its engagements, the lines, what it
    cost.
    """
    from django.utils import timezone

    from guichet.domain.contributions import runs
    from guichet.domain.contributions.commands import run_bills
    from guichet.engine import store
    from guichet.lib.months import add_months, first_day
    from tests.bench import papers

    month = add_months(first_day(papers.today()), -1)
    while runs.was_run(month):  # a small institution is seeded with its last bills
        month = add_months(month, -1)
    engagements = int(store.value(_ENGAGED, month=month, next=add_months(month, 1)))
    with costing_here() as cost:
        result = run_bills(month, timezone.now())
    if result.faults or result.bills != ESTABLISHMENTS or result.lines < engagements:
        raise RuntimeError(f"not everybody was billed: {result}")
    return month, engagements, result.lines, cost
