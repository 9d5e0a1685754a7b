"""A bank's notification of a hundred thousand transfers is read, matched to its bills and
posted.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tests.bench.alone import alone
from tests.bench.figures import Figure
from tests.bench.running import Cost, costing_here

ENTRIES, SECONDS = 100_000, 30.0
_STRAY = 100  # one in so many names nobody


def measure(rows: int | None) -> Iterator[Figure]:
    """Always as many entries, spread over all establishments."""
    del rows
    size, suspense, cost = alone(run)
    yield Figure(
        "statements",
        f"camt.054 of {ENTRIES:,} entries, matched and posted",
        ENTRIES,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        reach=f"{SECONDS:.0f} s",
        reached=cost.seconds <= SECONDS,
        note=f"{size / 1024**2:,.0f} MiB, checked against its schema; {suspense:,} in suspense",
    )


def run() -> tuple[int, int, Cost]:
    """Book it: the bytes, what nobody owns, and what it cost."""
    from django.utils import timezone

    from guichet.domain.payments.bank.statements import book
    from guichet.domain.payments.references import reference_of
    from guichet.domain.payments.tests.camt import Line, written
    from guichet.engine import store

    numbers = store.fetch(
        "SELECT number FROM registry_establishment ORDER BY id", {"number": pl.Int64}
    )["number"]
    references = [reference_of(number) for number in numbers]
    now = timezone.now()
    content = written(
        Line(
            f"BENCH{place:07d}",
            1_000 + place % 997,
            references[place % len(references)] if place % _STRAY else "no word of whose",
            day=now.date(),
        )
        for place in range(ENTRIES)
    )
    with costing_here() as cost:
        done = book(content, now)
    if done.fresh != ENTRIES or done.payments != ENTRIES:
        raise RuntimeError(f"not everything was booked: {done}")
    if book(content, now).fresh:
        raise RuntimeError("the same file was booked twice")
    return len(content), done.in_suspense, cost
