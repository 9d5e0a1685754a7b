"""One transaction after another through ``perform``: real checks, real constraints, a durable
commit each.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from statistics import quantiles

from tests.bench.alone import alone
from tests.bench.figures import Figure
from tests.bench.running import Cost, costing_here

TIMES, WARM_UP = 500, 50
P50_S, P99_S = 0.015, 0.060


def measure(rows: int | None) -> Iterator[Figure]:
    """The median and the 99th percentile; the number of rows is always the same."""
    del rows
    # As in a web process (see guichet/config/wsgi.py); the child reads it when polars loads.
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        times, cost = alone(change_wages)
    finally:
        del os.environ["POLARS_MAX_THREADS"]
    cuts = quantiles(times, n=100, method="inclusive")
    whole = f"{TIMES} wage changes in {cost.seconds:.2f} s"
    for name, at, reach in (("p50", cuts[49], P50_S), ("p99", cuts[98], P99_S)):
        yield Figure(
            "perform",
            f"perform: one transaction, {name}",
            1,
            at,
            cost.cpu_seconds / TIMES,
            cost.peak_mib,
            reach=f"{reach * 1000:.0f} ms",
            reached=at <= reach,
            note=whole if name == "p50" else "",
        )


def change_wages() -> tuple[list[float], Cost]:
    """Seconds of each of ``TIMES`` wage changes of as many workers, and what they cost."""
    from django.utils import timezone

    from guichet.domain.identity import queries
    from guichet.engine.context import Context
    from guichet.engine.perform import perform
    from guichet.engine.service import Outcome
    from tests.bench import papers, sending

    account = queries.account_of(sending.USERNAME)
    if account is None:
        raise RuntimeError("the demonstration has no such account")
    asked = papers.wage_changes(WARM_UP + TIMES).rows(named=True)

    def one(raw: dict[str, str]) -> float:
        started = time.perf_counter()
        # As a channel does: the actor is read again for every asking.
        context = Context(queries.actor_of(account), "api", timezone.now(), language="en")
        answer = perform("registry.change_wage", raw, context)
        taken = time.perf_counter() - started
        if answer.outcome is not Outcome.ACCEPTED or answer.repeated:
            raise RuntimeError(f"{raw} was {answer.outcome}, repeated: {answer.repeated}")
        return taken

    for raw in asked[:WARM_UP]:
        one(raw)
    with costing_here() as cost:
        times = [one(raw) for raw in asked[WARM_UP:]]
    return times, cost
