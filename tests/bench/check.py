"""The check of a file that has faults, by a worker, against reading the same bytes with Polars."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import polars as pl

from guichet.channels.bulk.models import State
from guichet.channels.bulk.movement import MONTHLY
from tests.bench import papers, sending
from tests.bench.bulk import MOST_MIB, warm_up
from tests.bench.figures import Figure, judged
from tests.bench.running import running

ROWS = 1_000_000
SECONDS, SECONDS_FOR = 5.0, 1_000_000
_SALT, _READINGS = 1, 3


def measure(rows: int | None) -> Iterator[Figure]:
    """From upload accepted to the report with every error of every row kept."""
    size = rows or ROWS
    with running() as guichet:
        warm_up()
        frame, wrong = papers.spoiled(papers.movement(size, salt=_SALT))
        file = sending.upload(frame, MONTHLY)
        with guichet.costing() as cost:
            sending.wait(file, State.CHECKED)
    counts = file.report["counts"]
    if counts.get("refused") != wrong or sum(counts.values()) != size:
        raise RuntimeError(f"{wrong:,} of {size:,} rows should have been refused: {counts}")
    reading = _reading(frame.write_csv().encode())
    yield Figure(
        "check",
        f"check only, {size:,} rows",
        size,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        "reading it with Polars",
        reading,
        cost.seconds / reading,
        f"1,000,000 in {SECONDS:.0f} s; < 1.5 GiB",
        judged(size == SECONDS_FOR, quick=cost.seconds <= SECONDS, small=cost.peak_mib < MOST_MIB),
        f"{wrong:,} rows are wrong and were found; joiners are asked for at the civil registry over HTTP",
    )


def _reading(content: bytes) -> float:
    """The quickest of a few readings as text."""
    taken = []
    for _ in range(_READINGS):
        started = time.perf_counter()
        pl.read_csv(io.BytesIO(content), infer_schema=False)
        taken.append(time.perf_counter() - started)
    return min(taken)
