"""An ATM network inquires and pays over ISO 8583 at an even pace, whether or not it has been
answered.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from guichet.channels.bank.profile import SHIPPED
from guichet.channels.bank.tests.acquirer import INQUIRY, Line
from guichet.channels.bank.tests.test_host import free_port
from guichet.domain.payments.references import reference_of
from guichet.engine import store
from tests.bench.figures import Figure

PER_SECOND, SECONDS, WARM_UP_S, LINES = 200, 30, 3, 5
P99_S = 0.100


def measure(rows: int | None) -> Iterator[Figure]:
    """Half of the messages inquire, half pay; the number of rows is always the same."""
    del rows
    numbers = store.value(
        "SELECT array_agg(number) FROM (SELECT number FROM registry_establishment LIMIT 500) e"
    )
    references = [reference_of(number) for number in numbers]
    before = _taken()
    with _host() as port:
        times, paid, seconds = asyncio.run(_pay(port, references))
    if _taken() - before != paid:
        raise RuntimeError(f"the acquirer holds {paid} for paid, the books {_taken() - before}")
    for name, some in times.items():
        p99 = quantiles(some, n=100, method="inclusive")[98]
        yield Figure(
            "bank",
            f"bank: {name}, p99 at {PER_SECOND} messages/s",
            len(some),
            seconds,
            reach=f"p99 {P99_S * 1000:.0f} ms",
            reached=p99 <= P99_S,
            note=f"p50 {quantiles(some, n=100)[49] * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, worst {max(some) * 1000:.0f} ms",
        )


def _taken() -> int:
    return int(
        store.value(
            "SELECT coalesce(sum(amount), 0) FROM payments_payment WHERE journal_id IS NOT NULL"
        )
    )


async def _pay(port: int, references: list[str]) -> tuple[dict[str, list[float]], int, float]:
    lines = [Line(port, f"ATM{n:05d}") for n in range(LINES)]
    await asyncio.gather(*(line.open() for line in lines))
    times: dict[str, list[float]] = {"inquiry": [], "payment": []}
    paid = 0

    async def one(n: int, counts: bool) -> None:
        nonlocal paid
        line, reference = lines[n % LINES], references[n % len(references)]
        inquires = n % 2 == 0
        message = (
            line.message("0200", **{"3": INQUIRY, "48": reference})
            if inquires
            else line.payment(reference, 100)
        )
        began = time.perf_counter()
        answer = await line.ask(message)
        if answer["39"] != "00":
            raise RuntimeError(f"{message} was answered with {answer}")
        paid += 0 if inquires else 100
        if counts:
            times["inquiry" if inquires else "payment"].append(time.perf_counter() - began)

    began, tasks = time.perf_counter(), []
    for n in range(PER_SECOND * (WARM_UP_S + SECONDS)):
        await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.perf_counter()))
        tasks.append(asyncio.create_task(one(n, n >= PER_SECOND * WARM_UP_S)))
    await asyncio.gather(*tasks)
    seconds = time.perf_counter() - began - WARM_UP_S
    await asyncio.gather(*(line.close() for line in lines))
    return times, paid, seconds


@contextmanager
def _host() -> Iterator[int]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        profile = (SHIPPED / "demo-atm.yaml").read_text("utf-8").replace("8310", str(port))
        Path(folder, "demo-atm.yaml").write_text(profile, "utf-8")
        command = [sys.executable, "-m", "guichet.channels.bank", "--profiles", folder]
        with subprocess.Popen(
            command, env=dict(os.environ), stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            yield port
            process.terminate()
