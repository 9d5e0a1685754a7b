"""An acquirer in a process of its own: ``python -m guichet.channels.bank.tests.acquirer PORT
REFERENCE...``.

It pays like a network with a bad line: it hangs up in the middle, sends again what was not
answered, takes back what it gave up on, and tells the same thing twice. At the end it prints what
it holds for paid, as JSON: the host must agree. It knows `iso8583` and nothing of the product.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
import json
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import iso8583
from iso8583.specs import default_ascii

SPEC = copy.deepcopy(default_ascii)
INQUIRY, PAYMENT = "380000", "500000"
ACQUIRER = "588847"
_ANSWERS = {"00": "10", "01": "10", "20": "30", "21": "30"}
Fields = dict[str, str]


class Line:
    """One connection that opens itself again."""

    def __init__(self, port: int, terminal: str = "ATM00001") -> None:
        self.port, self.terminal = port, terminal
        self.stans = itertools.count(random.randrange(900_000))
        self.waiting: dict[tuple[str, str], asyncio.Future[Fields]] = {}
        self.writer: asyncio.StreamWriter | None = None
        self.opening = asyncio.Lock()
        self.reading: asyncio.Task[None] | None = None

    async def open(self) -> asyncio.StreamWriter:
        async with self.opening:
            if self.writer is not None and not self.writer.is_closing():
                return self.writer
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.reading = asyncio.create_task(self._read(reader, writer))
            self._write(writer, self.message("0800", **{"70": "001"}))
            self.writer = writer
            return writer

    async def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            with suppress(ConnectionError):
                await self.writer.wait_closed()

    def hang_up(self) -> None:
        if self.writer is not None:
            self.writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                fields, _ = iso8583.decode(await reader.readexactly(size), SPEC)
                answered = self.waiting.pop((fields["t"], fields["11"]), None)
                if answered is not None and not answered.done():
                    answered.set_result(fields)
        writer.close()

    def _write(self, writer: asyncio.StreamWriter, fields: Fields) -> None:
        raw = bytes(iso8583.encode(dict(fields), SPEC)[0])
        writer.write(len(raw).to_bytes(2, "big") + raw)

    def message(self, kind: str, **fields: str) -> Fields:
        now, stan = datetime.now(UTC), next(self.stans) % 1_000_000
        return {
            "t": kind,
            "7": f"{now:%m%d%H%M%S}",
            "11": f"{stan:06d}",
            "12": f"{now:%H%M%S}",
            "13": f"{now:%m%d}",
            "32": ACQUIRER,
            "37": f"{stan:012d}",
            "41": self.terminal,
            "49": "682",
            **fields,
        }

    def payment(self, reference: str, amount: int, kind: str = "0200") -> Fields:
        return self.message(kind, **{"3": PAYMENT, "4": f"{amount:012d}", "48": reference})

    async def ask(self, fields: Fields, timeout: float = 10) -> Fields:
        writer = await self.open()
        key = (fields["t"][:2] + _ANSWERS[fields["t"][2:]], fields["11"])
        answered = self.waiting[key] = asyncio.get_running_loop().create_future()
        self._write(writer, fields)
        return await asyncio.wait_for(answered, timeout)


def reversal(paid: Fields, kind: str = "0420") -> Fields:
    original = "0200" + paid["11"] + paid["7"] + ACQUIRER.zfill(11) + "0" * 11
    return {n: v for n, v in paid.items() if n != "p"} | {"t": kind, "90": original}


async def insist(
    line: Line, first: Fields, again: str, give_up: Callable[[], bool]
) -> Fields | None:
    """Ask until there is an answer; the second time and later as a repeat."""
    fields = first
    while not give_up():
        with suppress(TimeoutError, ConnectionError, OSError):
            answer = await line.ask(fields, timeout=1.5)
            if answer["39"] not in ("91", "96", "58"):
                return answer
        fields = first | {"t": again}
        await asyncio.sleep(random.random() * 0.2)
    return None


async def pay_once(line: Line, reference: str, luck: random.Random) -> int:
    """One payment on a bad line; what the acquirer holds for paid in the end."""
    paid, tries = line.payment(reference, luck.randint(1, 90_000)), itertools.count()
    impatient = luck.random() < 0.15
    if luck.random() < 0.03:  # the reversal overtakes it
        await insist(line, reversal(paid), "0421", lambda: False)
    answer = await insist(line, paid, "0201", lambda: impatient and next(tries) >= 1)
    if answer is not None and answer["39"] != "00":
        return 0
    if answer is None or luck.random() < 0.1:
        taken_back = await insist(line, reversal(paid), "0421", lambda: False)
        assert taken_back is not None and taken_back["39"] == "00"
        if luck.random() < 0.3:  # late, after all
            await insist(line, paid | {"t": "0201"}, "0201", lambda: False)
        return 0
    if luck.random() < 0.2:
        twice = await insist(line, paid | {"t": "0201"}, "0201", lambda: False)
        assert twice is not None and (twice["39"], twice["38"]) == ("00", answer["38"])
    return int(paid["4"])


async def run(port: int, references: list[str], count: int, seed: int) -> dict[str, int]:
    """Pay ``count`` times, twenty at a time, with the line cut now and then."""
    luck = random.Random(seed)
    lines = [Line(port, f"ATM{n:05d}") for n in range(4)]
    held = dict.fromkeys(references, 0)
    left = iter(range(count))

    async def teller(n: int) -> None:
        for _ in left:
            reference = luck.choice(references)
            paid = await pay_once(lines[n % len(lines)], reference, luck)
            held[reference] += paid
            if luck.random() < 0.03:
                lines[n % len(lines)].hang_up()

    await asyncio.gather(*(teller(n) for n in range(20)))
    await asyncio.gather(*(line.close() for line in lines))
    return held


if __name__ == "__main__":
    _, port, count, seed, *references = sys.argv
    sys.stdout.write(json.dumps(asyncio.run(run(int(port), references, int(count), int(seed)))))
