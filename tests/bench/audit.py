"""What the audit log costs a transaction, and how many signatures a second one key gives."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from statistics import median

from tests.bench.alone import alone
from tests.bench.figures import Figure

PAIRS, WARM_UP, SIGNATURES = 400, 50, 5_000
MOST = 1.10


def measure(rows: int | None) -> Iterator[Figure]:
    """A wage change with its audit leaf beside one without, in turns; then signatures."""
    del rows
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        audited, bare, signed_in = alone(compare)
    finally:
        del os.environ["POLARS_MAX_THREADS"]
    ratio = audited / bare
    yield Figure(
        "audit",
        "audit: one transaction with its leaf, p50",
        1,
        audited,
        reference="the same without",
        reference_seconds=bare,
        ratio=ratio,
        reach=f"at most {MOST}",
        reached=ratio <= MOST,
    )
    yield Figure("audit", "audit: signatures by one key", SIGNATURES, signed_in)


def compare() -> tuple[float, float, float]:
    """Median seconds with and without the leaf, and seconds of the signatures."""
    from django.utils import timezone

    from guichet.domain.identity import queries
    from guichet.engine import keys, submission
    from guichet.engine.context import Context
    from guichet.engine.perform import perform
    from tests.bench import papers, sending

    account = queries.account_of(sending.USERNAME)
    if account is None:
        raise RuntimeError("the demonstration has no such account")
    with_leaf = submission.leaf
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, raw in enumerate(papers.wage_changes(WARM_UP + 2 * PAIRS).rows(named=True)):
        audited = number % 2 == 0
        submission.leaf = with_leaf if audited else lambda *_: ("", b"")  # type: ignore[attr-defined]
        started = time.perf_counter()
        context = Context(queries.actor_of(account), "api", timezone.now(), language="en")
        if not perform("registry.change_wage", raw, context).accepted:
            raise RuntimeError(f"{raw} was refused")
        if number >= WARM_UP:
            times[audited].append(time.perf_counter() - started)
    submission.leaf = with_leaf  # type: ignore[attr-defined]
    started = time.perf_counter()
    for number in range(SIGNATURES):
        keys.sign(number.to_bytes(32, "big"))
    return median(times[True]), median(times[False]), time.perf_counter() - started
