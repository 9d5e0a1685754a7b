"""Texts as fast as they come: a message centre in this process, the carrier and the answerers as
processes of their own.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

from demo.sms.smsc import Smsc
from tests.bench import processes
from tests.bench.figures import Figure
from tests.bench.institution import STATE, postmaster

A_SECOND = 500
TEXTS, ENQUIRIES = 10_000, 1_000
_CLIENTS = 2_000
_PORT = 8372
_ANSWERERS = 2
_WITHIN_S = 180.0
# What clients write without asking a service: the menu, a wrong word, a mobile nobody registered, a
# language, a step of a dialogue.
_CHAT = ("HELP", "مساعدة", "helo wrld", "CANCEL", "MORE")


def measure(rows: int | None) -> Iterator[Figure]:
    """A text is done when its answer is on the handset and the report of it is back in the
    outbox.
    """
    texts = rows or TEXTS
    numbers = _clients()
    with _processes() as pids:
        yield from asyncio.run(_run(numbers, pids, texts, min(texts, ENQUIRIES)))


async def _run(numbers: list[str], pids: list[int], texts: int, enquiries: int) -> list[Figure]:
    smsc = Smsc(keep=False)
    await smsc.listen("127.0.0.1", _PORT)
    await _until(lambda: smsc.links, "the carrier links")
    for number in numbers[:50]:  # both answerers are awake
        await smsc.text(number, "2000", "HELP")
    await _settled(smsc, 50)
    found = [
        await _offer(
            smsc,
            numbers,
            pids,
            texts,
            _CHAT,
            f"SMS: {A_SECOND}/s in, answered, reported",
            paced=True,
        ),
        await _offer(
            smsc,
            numbers,
            pids,
            enquiries,
            ("PERIODS",),
            "SMS: each an enquiry through perform",
            paced=False,
        ),
    ]
    found.append(await _latency(smsc, numbers))
    await smsc.close()
    return found


async def _offer(
    smsc: Smsc,
    numbers: list[str],
    pids: list[int],
    count: int,
    words: tuple[str, ...],
    name: str,
    *,
    paced: bool,
) -> Figure:
    done = await asyncio.to_thread(_done)
    used = processes.cpu_seconds(_ours(pids))
    began = time.perf_counter()
    sending: set[asyncio.Task[Any]] = set()
    for at, (number, said) in enumerate(zip(cycle(numbers), cycle(words), strict=False)):
        if at == count:
            break
        if paced and (early := began + at / A_SECOND - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        while len(sending) >= 200:  # a message centre's window
            await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(smsc.text(number, "2000", said))
        sending.add(task)
        task.add_done_callback(sending.discard)
    taken = time.perf_counter() - began
    await _settled(smsc, done + count)
    seconds = time.perf_counter() - began
    cpu = processes.cpu_seconds(_ours(pids)) - used
    peak = max(processes.peak_mib(pid) for pid in pids)
    rate = count / seconds
    reach = f"{A_SECOND}/s" if paced else ""
    # Paced texts end a moment after the last was offered.
    reached = rate >= A_SECOND * 0.95 if paced else None
    note = f"taken in at {count / taken:,.0f}/s, all answered and reported at {rate:,.0f}/s"
    return Figure("sms", name, count, seconds, cpu, peak, reach=reach, reached=reached, note=note)


async def _latency(smsc: Smsc, numbers: list[str]) -> Figure:
    """One text at a time: from the handset to the handset."""
    times = []
    for number in numbers[:100]:
        before, began = smsc.counts["texts"], time.perf_counter()
        await smsc.text(number, "2000", "PERIODS")
        await _until(lambda before=before: smsc.counts["texts"] > before, "an answer")
        times.append(time.perf_counter() - began)
    worst = sorted(times)[98]
    return Figure(
        "sms", "SMS: an enquiry's answer, p99 of 100", 1, worst, reach="1 s", reached=worst < 1.0
    )


async def _settled(smsc: Smsc, count: int) -> None:
    end = time.monotonic() + _WITHIN_S
    while await asyncio.to_thread(_done) < count:
        if time.monotonic() > end:
            raise RuntimeError(f"{count} were not all answered and reported; {dict(smsc.counts)}")
        await asyncio.sleep(0.1)


def _done() -> int:
    from django.db import connections

    from guichet.engine import store

    try:
        return int(store.value("SELECT count(*) FROM sms_outgoing WHERE state = 'delivered'"))
    finally:
        connections.close_all()


async def _until(holds: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + 60
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"waited in vain: {what}")
        await asyncio.sleep(0.005)


def _clients() -> list[str]:
    """Accounts of persons in the register, each with a mobile; the mobiles."""
    from django.utils import timezone

    from guichet.domain.contact import commands
    from guichet.domain.identity.commands import open_account
    from guichet.engine import store

    found = store.value(
        "SELECT array_agg(identifier) FROM (SELECT identifier FROM registry_person WHERE identifier NOT IN"
        " (SELECT person_number FROM identity_account WHERE person_number IS NOT NULL) ORDER BY 1 LIMIT %(n)s) AS p",
        n=_CLIENTS,
    )
    now = timezone.now()
    accounts = (
        open_account(
            username=f"texter {at}", password=None, person_number=int(person), language="en"
        )
        for at, person in enumerate(found)
    )
    return [
        commands.register_mobile(account, f"055{at:07}", now=now)
        for at, account in enumerate(accounts)
    ]


def _ours(pids: list[int]) -> list[int]:
    return [*pids, *processes.tree(postmaster())]


@contextmanager
def _processes() -> Iterator[list[int]]:
    """The carrier and the answerers."""
    environment = os.environ | {
        "GUICHET_SMS_PROVIDERS": f"smpp://guichet:secret@127.0.0.1:{_PORT}/bench?from=2000&window=100"
    }
    module = [sys.executable, "-m", "guichet.channels.sms.gateway"]
    commands = [[*module, "carry"], *[[*module, "answer"]] * _ANSWERERS]
    with (STATE / "sms.log").open("wb") as log:
        running = [subprocess.Popen(c, env=environment, stdout=log, stderr=log) for c in commands]
        try:
            yield [process.pid for process in running]
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(15)
