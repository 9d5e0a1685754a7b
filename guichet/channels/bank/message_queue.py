"""One desk for all connections: whatever waits is worked together, so that many payments cost
little more than one.

It has two lanes, each with a thread of its own: who only asks does not stand behind those who pay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from guichet.channels.bank.message import Kind, Message, Reply

log = logging.getLogger(__name__)

Settle = Callable[[Sequence[Message], datetime], list[Reply]]
Now = Callable[[], datetime]
_AT_ONCE = 64
_WAITING = 2_000  # further ones are told that we are not there, and come again


Waiting = tuple[Message, asyncio.Future[Reply]]


class MessageDesk:
    """Takes messages from connections and answers each."""

    def __init__(self, settle: Settle, now: Now, lost: Callable[[Exception], bool]) -> None:
        """``settle`` works messages of one profile; ``lost`` says whether an error means the
        database is away.
        """
        self._asks, self._pays = (_Lane(settle, now, lost) for _ in range(2))

    async def ask(self, message: Message) -> Reply:
        """The reply to a message, once it stands in the database."""
        lane = self._asks if message.kind is Kind.INQUIRY else self._pays
        return await lane.ask(message)

    async def work(self) -> None:
        """Work what comes, for ever."""
        await asyncio.gather(self._asks.work(), self._pays.work())


class _Lane:
    """A queue and the thread that works it off; it has its own connection to the database."""

    def __init__(self, settle: Settle, now: Now, lost: Callable[[Exception], bool]) -> None:
        self._settle, self._now, self._lost = settle, now, lost
        self._waiting: asyncio.Queue[tuple[Message, asyncio.Future[Reply]]] = asyncio.Queue(
            _WAITING
        )
        self._thread = ThreadPoolExecutor(1, "bank-lane")

    async def ask(self, message: Message) -> Reply:
        """The reply to a message, once it stands in the database."""
        answered: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((message, answered))
        except asyncio.QueueFull:
            return Reply("unavailable", {})
        return await answered

    async def work(self) -> None:
        """Work what comes, for ever."""
        loop = asyncio.get_running_loop()
        held: list[Waiting] = []
        while True:
            if not held:
                held.append(await self._waiting.get())
            while len(held) < _AT_ONCE and not self._waiting.empty():
                held.append(self._waiting.get_nowait())
            together, held = _together(held)
            replies = await loop.run_in_executor(self._thread, self._work, [m for m, _ in together])
            for (_, answered), reply in zip(together, replies, strict=True):
                if not answered.done():  # its connection may be gone
                    answered.set_result(reply)

    def _work(self, messages: Sequence[Message]) -> list[Reply]:
        try:
            return self._settle(messages, self._now())
        except Exception as error:
            if self._lost(error):
                log.warning("the database is away: %s", type(error).__name__)
                return [Reply("unavailable", {})] * len(messages)
            if len(messages) > 1:
                return [reply for message in messages for reply in self._work([message])]
            log.exception("a message could not be worked")
            return [Reply("failure", {})]


def _together(waiting: list[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Those of the first one's profile, up to a second one of a key; and the others."""
    profile, seen = waiting[0][0].profile, set[str]()
    together, later = [], []
    for one in waiting:
        message = one[0]
        if message.profile is not profile or message.key in seen:
            later.append(one)
            seen.add(message.key)  # what came after it must not overtake it
            continue
        if message.key:
            seen.add(message.key)
        together.append(one)
    return together, later
