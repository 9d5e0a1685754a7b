"""Money out: a released batch of a million transfers becomes a file that holds to the standard."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tests.bench.alone import alone
from tests.bench.figures import Figure, judged
from tests.bench.running import Cost, costing_here

TRANSFERS, SECONDS, MOST_MIB = 1_000_000, 60.0, 1_024
_ACCOUNT = "SA0380000000608010167519"
_PART = 100_000


def measure(rows: int | None) -> Iterator[Figure]:
    """Always a million transfers, whatever the size of the institution: a person may be paid
    several times.
    """
    del rows
    alone(prepare, TRANSFERS)
    size, cost = alone(run)
    yield Figure(
        "payouts",
        f"pain.001 of {TRANSFERS:,} transfers, written and valid",
        TRANSFERS,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        reach=f"{SECONDS:.0f} s, < 1 GiB",
        reached=judged(True, quick=cost.seconds <= SECONDS, small=cost.peak_mib < MOST_MIB),
        note=f"{size / 1024**2:,.0f} MiB; from the release to the file under its name",
    )


def prepare(count: int) -> None:
    """Orders of that many payments, gathered by one and released by another."""
    from django.conf import settings
    from django.utils import timezone

    from guichet.domain.identity import staff
    from guichet.domain.payouts import batches, commands
    from guichet.engine import store

    settings.PAYOUT_ACCOUNT = _ACCOUNT
    people = store.fetch(
        f"SELECT identifier FROM registry_person ORDER BY id LIMIT {_PART}", {"person": pl.Int64}
    )
    for first in range(0, count, _PART):
        numbers = pl.int_range(first, first + _PART, eager=True).alias("n").to_frame()
        orders = numbers.select(
            establishment=pl.lit(None, dtype=pl.Int64),
            person=people["person"].gather(numbers["n"] % people.height),
            iban=pl.lit(_ACCOUNT),
            amount=100_000 + pl.col("n"),
            purpose=pl.lit("benefit"),
            reference=pl.lit("bench-") + pl.col("n").cast(pl.String),
            transaction=pl.lit(0, dtype=pl.Int64),
        )
        with store.atomic():
            commands.order(orders, timezone.now())
    batch = batches.gather(staff.Staff(1, rights=frozenset({staff.GATHER})), timezone.now())
    batches.release(
        batch, staff.Staff(2, sure=True, rights=frozenset({staff.RELEASE})), timezone.now()
    )


def run() -> tuple[int, Cost]:
    """Send it: the size of the file, and what it cost."""
    from django.conf import settings
    from django.utils import timezone

    from guichet.domain.payouts import dispatch

    with tempfile.TemporaryDirectory() as folder:
        settings.PAYOUT_OUTBOX = folder
        with costing_here() as cost:
            sent = dispatch.send(timezone.now())
        files = list(Path(folder).iterdir())
        if sent != 1 or len(files) != 1:
            raise RuntimeError(f"{sent} batches left as {len(files)} files")
        return files[0].stat().st_size, cost
