"""The monthly movement file, from upload accepted to the last receipt."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.bulk.movement import MONTHLY
from guichet.engine import store
from tests.bench import papers, reference, sending
from tests.bench.figures import Figure, judged
from tests.bench.running import Running, running

SIZES = (10_000, 100_000, 1_000_000)
SECONDS, SECONDS_FOR, TIMES_COPY, MOST_MIB, WITHIN = 30.0, 1_000_000, 3.0, 1_536, 0.3
_WARM_UP_ROWS, _WARM_UP_SALT = 1_000, 30


def measure(rows: int | None) -> Iterator[Figure]:
    """One figure a size, and how the rate holds from the second largest to the largest."""
    sizes = SIZES if rows is None else (rows,)
    figures = []
    with running() as guichet:
        warm_up()
        for salt, size in enumerate(sizes, start=1):
            figures.append(_one(guichet, size, salt))
            yield figures[-1]
    if len(figures) > 1:
        yield _steadiness(figures[-2], figures[-1])


def warm_up() -> None:
    """Workers that have been running for a while have their modules and plans."""
    for salt in (_WARM_UP_SALT, _WARM_UP_SALT + 1):
        frame = papers.movement(_WARM_UP_ROWS, salt=salt)
        sending.assert_all_done(sending.carry_out(sending.upload(frame, MONTHLY)), frame.height)


def _one(guichet: Running, size: int, salt: int) -> Figure:
    frame = papers.movement(size, salt=salt)
    before, receipts = reference.now(), _receipts()
    file = sending.upload(frame, MONTHLY)
    with guichet.costing() as cost:
        sent = sending.carry_out(file)
    repeated = sending.assert_all_done(sent, size)
    if _receipts() - receipts != size:
        raise RuntimeError(f"{_receipts() - receipts:,} receipts for {size:,} rows")
    copying, written = reference.copy_again(before)
    ratio = sent.done_after / copying
    quick = sent.done_after <= SECONDS and ratio <= TIMES_COPY
    note = (
        f"checked after {sent.checked_after:.2f} s, carried out in {sent.done_after - sent.checked_after:.2f} s"
        f" after the confirmation; COPY of {sum(written.values()):,} rows in {len(written)} tables"
    )
    return Figure(
        "bulk",
        f"bulk: monthly movement, {size:,} rows",
        size,
        sent.done_after,
        cost.cpu_seconds,
        cost.peak_mib,
        "bare COPY of the same rows",
        copying,
        ratio,
        f"1,000,000 in {SECONDS:.0f} s, <= {TIMES_COPY:.0f} x; < 1.5 GiB",
        judged(size == SECONDS_FOR, quick=quick, small=cost.peak_mib < MOST_MIB),
        "; ".join(filter(None, [note, repeated])),
    )


def _receipts() -> int:
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def _steadiness(small: Figure, large: Figure) -> Figure:
    expected = small.seconds * large.rows / small.rows
    ratio = expected / large.seconds
    return Figure(
        "bulk",
        f"bulk: rows/s at {large.rows:,} against {small.rows:,}",
        large.rows,
        large.seconds,
        reference=f"at the rate of {small.rows:,}",
        reference_seconds=expected,
        ratio=ratio,
        reach=f"within {WITHIN:.0%}",
        reached=abs(ratio - 1) <= WITHIN,
    )
