"""Carries texts: takes what waits, hands it to a provider, another if that one fails; keeps what
comes in before saying so.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Generic, TypeVar

from django.db import connections
from django.utils import timezone

from guichet.channels.sms import inbox, outbox
from guichet.channels.sms.backends.base import DELIVERED, Gateway, Rejected, Reported, Unavailable
from guichet.channels.sms.health import Health, order
from guichet.channels.sms.inbox import Arrived
from guichet.channels.sms.outbox import Ready
from guichet.lib.identifiers import mobile_of_text

T = TypeVar("T")
_AT_ONCE = 300  # texts being handed over
_LOOK_S, _LONGEST_LOOK_S = 0.05, 0.4  # between two looks: longer and longer while nothing waits
_BATCH = 500
_THREADS = 4
_log = logging.getLogger(__name__)


class Gatherer(Generic[T]):
    """Gathers what comes one by one, and keeps it in batches; whoever added something waits until
    it is kept.
    """

    def __init__(self, keep: Callable[[list[T]], Awaitable[None]]) -> None:
        self._keep = keep
        self._queue: asyncio.Queue[tuple[T, asyncio.Future[None]]] = asyncio.Queue()

    async def add(self, item: T) -> None:
        """Return when the item is kept; raise what keeping it raised."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((item, future))
        await future

    async def run(self) -> None:
        """Keep batch after batch."""
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < _BATCH:
                batch.append(self._queue.get_nowait())
            try:
                await self._keep([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - each of those who wait must hear of it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for _, future in batch:
                if not future.done():
                    future.set_result(None)


class Carrier:
    """Between the tables and the providers."""

    def __init__(self) -> None:
        self.gateways: dict[str, Gateway] = {}
        self.healths: dict[str, Health] = {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="sms")
        self._texts: Gatherer[Arrived] = Gatherer(self._keep_texts)
        self._reports: Gatherer[Reported] = Gatherer(self._keep_reports)
        self._sent: Gatherer[tuple[int, str, Sequence[str]]] = Gatherer(self._keep_sent)
        self._draw = random.Random()  # noqa: S311 - which provider, nothing secret
        self._going: set[asyncio.Task[None]] = set()

    def add(self, gateway: Gateway, weight: int) -> None:
        """A provider more."""
        self.gateways[gateway.name] = gateway
        self.healths[gateway.name] = Health(gateway.name, weight)

    async def text(self, arrived: Arrived) -> None:
        """A text came in; returns when it is kept. Only mobiles we could answer are."""
        sender = mobile_of_text(arrived.sender)
        if sender is not None:
            await self._texts.add(
                Arrived(arrived.provider, arrived.reference, sender, arrived.words)
            )

    async def report(self, reported: Reported) -> None:
        """A report came in; returns when it is kept."""
        health = self.healths.get(reported[0])
        if health:
            health.reported(time.monotonic(), delivered=reported[2] == DELIVERED)
        await self._reports.add(reported)

    async def run(self) -> None:
        """Until cancelled."""
        running = [asyncio.create_task(g.run()) for g in (self._texts, self._reports, self._sent)]
        for gateway in self.gateways.values():
            await gateway.start()
        try:
            await self._dispatch()
        finally:
            if self._going:
                await asyncio.wait(self._going, timeout=5)
            for gateway in self.gateways.values():
                await gateway.stop()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        """End the threads, each after its connection to the database."""
        together = threading.Barrier(_THREADS)

        def last() -> None:
            with suppress(threading.BrokenBarrierError):
                together.wait(2)
            connections.close_all()

        for _ in range(_THREADS):
            self._threads.submit(last)
        self._threads.shutdown()

    async def _dispatch(self) -> None:
        tidied, rest = 0.0, _LOOK_S
        while True:
            try:
                if time.monotonic() - tidied > 1:
                    tidied = time.monotonic()
                    await self._in_database(outbox.drop_stale, timezone.now())
                room = _AT_ONCE - len(self._going)
                ready = await self._in_database(outbox.claim, timezone.now(), room) if room else []
            except Exception as error:  # noqa: BLE001 - the database comes back, and then so do we
                _log.error("texts wait for the database: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            for one in ready:
                task = asyncio.create_task(self._hand_over(one))
                self._going.add(task)
                task.add_done_callback(self._going.discard)
            rest = _LOOK_S if ready else min(2 * rest, _LONGEST_LOOK_S)
            if not ready:
                await asyncio.sleep(rest)

    async def _hand_over(self, ready: Ready) -> None:
        try:
            await self._try_each(ready)
        # It stays claimed, and is tried again when the claim ends.
        except Exception as error:  # noqa: BLE001
            _log.error("text %s was not settled: %s", ready.id, type(error).__name__)

    async def _try_each(self, ready: Ready) -> None:
        if not ready.words:  # sealed with a key that is gone
            await self._in_database(self._fail, ready, "", True)
            return
        last = ""
        for name in order(
            list(self.healths.values()), time.monotonic(), self._draw, ready.provider
        ):
            gateway, health = self.gateways[name], self.healths[name]
            if not gateway.ready:
                continue
            last = name
            try:
                references = await gateway.send(ready.mobile, ready.words)
            except Unavailable as error:
                health.failed(time.monotonic())
                _log.warning("%s did not take text %s: %s", name, ready.id, error)
                continue
            except Rejected:
                await self._in_database(self._fail, ready, name, True)
                return
            health.succeeded(time.monotonic())
            await self._sent.add((ready.id, name, references))
            return
        await self._in_database(self._fail, ready, last, False)

    @staticmethod
    def _fail(ready: Ready, provider: str, final: bool) -> None:
        outbox.failed(ready, provider, timezone.now(), final=final)

    async def _keep_texts(self, arrived: list[Arrived]) -> None:
        await self._in_database(inbox.keep, arrived, timezone.now())

    async def _keep_reports(self, reports: list[Reported]) -> None:
        await self._in_database(outbox.reported, reports, timezone.now())

    async def _keep_sent(self, done: list[tuple[int, str, Sequence[str]]]) -> None:
        await self._in_database(outbox.sent, done, timezone.now())

    async def _in_database(self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: in_database(work, *given)
        )


def in_database(work: Callable[..., T], *given: Any) -> T:
    """Do it on this thread's connection; a connection that failed is not used again."""
    try:
        return work(*given)
    except Exception:
        connections.close_all()
        raise
