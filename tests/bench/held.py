"""Rows held in an outage: how soon they go on after the public body answers again, and whether
another's one waits for them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import polars as pl

from tests.bench import papers, sending
from tests.bench.figures import Figure
from tests.bench.running import Running, running

SIZES = (63, 64, 5_000)
WITHIN_S = 120.0
_JOINS_IN = 5  # one row in five of a movement file is a newcomer
_PATIENCE_S = 600.0


def measure(rows: int | None) -> Iterator[Figure]:
    """A figure a size, and one of the other client's single row beside it."""
    with running() as guichet:
        for salt, size in enumerate(SIZES if rows is None else (rows,), start=20):
            yield from _one(guichet, size, salt)


def _one(guichet: Running, size: int, salt: int) -> Iterator[Figure]:
    from guichet.channels.bulk.file_run import progress_of
    from guichet.channels.bulk.movement import MONTHLY
    from guichet.engine import store

    joins = papers.movement((size + 1) * _JOINS_IN, salt=salt).filter(pl.col("movement") == "join")
    _civil(guichet, outage=True)
    file = sending.upload(joins.head(size), MONTHLY)
    sent = sending.carry_out(file)
    if sent.counts != {"held": size}:
        raise RuntimeError(f"{size:,} rows should be held, and are {sent.counts}")
    other = _by_another(joins.row(size, named=True))
    settled = "SELECT count(*) FROM engine_transaction WHERE resolves = %(id)s"
    with guichet.costing() as cost:
        _civil(guichet, outage=False)
        until, others, mine = time.perf_counter() + _PATIENCE_S, 0.0, 0.0
        began = time.perf_counter()
        while not (mine and others) and time.perf_counter() < until:
            time.sleep(0.2)
            others = others or (store.value(settled, id=other) and time.perf_counter() - began)
            mine = mine or (not progress_of(file).held and time.perf_counter() - began)
    if progress_of(file).counts != {"accepted": size} or not others:
        raise RuntimeError(
            f"held rows stood at {progress_of(file).counts}, another's at {others or 'held'}, for too long"
        )
    for name, count, taken in (
        (f"{size:,} rows of one client", size, mine),
        (f"another's one row beside {size:,}", 1, others),
    ):
        yield Figure(
            "held",
            f"held: {name} go on",
            count,
            taken,
            cost.cpu_seconds,
            cost.peak_mib,
            reach=f"{WITHIN_S:.0f} s after the body answers",
            reached=taken <= WITHIN_S,
        )


def _by_another(row: dict[str, str | None]) -> int:
    """The same outage meets a client who asks once; its transaction."""
    from django.utils import timezone

    from guichet.domain.identity import commands, queries
    from guichet.domain.identity.mandates import RIGHTS
    from guichet.engine.context import Context
    from guichet.engine.perform import perform

    account = queries.account_of("another") or commands.open_account(
        username="another", password=None
    )
    commands.grant(
        establishment=int(str(row["establishment"])), rights=list(RIGHTS), account=account
    )
    raw = {
        name: row[name] for name in ("establishment", "worker", "started_on", "basic", "housing")
    }
    answer = perform(
        "registry.register_worker", raw, Context(queries.actor_of(account), "web", timezone.now())
    )
    if answer.outcome.value != "held":
        raise RuntimeError(f"{raw} was {answer.outcome}")
    return answer.transaction


def _civil(guichet: Running, *, outage: bool) -> None:
    address = f"http://127.0.0.1:{guichet.bodies}/control"
    httpx.put(address, json={"civil": {"outage": outage}}).raise_for_status()
