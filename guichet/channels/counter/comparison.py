"""The figures of branch and electronic channels, as the page and the command line show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guichet.channels.counter.words import CHANNELS
from guichet.domain.reception import handling_time
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words


@dataclass(frozen=True, slots=True)
class Side:
    """How many there were, and the median seconds of those that were measured."""

    count: int = 0
    measured: int = 0
    median_s: float | None = None

    @property
    def time(self) -> str:
        """Minutes and seconds; nothing where nothing was measured."""
        if self.median_s is None:
            return ""
        minutes, seconds = divmod(round(self.median_s), 60)
        return f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class ServiceComparison:
    """One service."""

    service: type[Service]
    branch: Side
    electronic: Side


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it."""

    lines: list[ServiceComparison]
    channels: list[tuple[Words, Side]]
    branch: Side
    electronic: Side
    queue: dict[str, str | int]

    @property
    def share(self) -> int:
        """Of a hundred transactions, how many are electronic."""
        whole = self.branch.count + self.electronic.count
        return round(100 * self.electronic.count / whole) if whole else 0

    @property
    def share_text(self) -> str:
        """The share as it is shown."""
        return f"{self.share}%"


def compare(since: datetime, until: datetime) -> Comparison:
    """Everything from one moment to another."""
    found = handling_time.compared(since, until)
    sides = {
        (code, at_branch): Side(count, measured or 0, median)
        for code, at_branch, count, measured, median in found.by_service.iter_rows()
    }
    known = sorted(services().values(), key=lambda s: s.code)
    lines = [
        ServiceComparison(s, sides.get((s.code, True), Side()), sides.get((s.code, False), Side()))
        for s in known
        if (s.code, True) in sides or (s.code, False) in sides
    ]
    channels = [
        (CHANNELS.get(name) or Words(ar=name, en=name, fr=name), Side(count, measured or 0, median))
        for name, count, measured, median in found.by_channel.iter_rows()
    ]
    whole = {
        at_branch: Side(count, measured or 0, median)
        for at_branch, count, measured, median in found.whole.iter_rows()
    }
    queue = handling_time.queue_figures(since, until)
    said: dict[str, str | int] = {
        "issued": int(queue["issued"] or 0),
        "absent": int(queue["absent"] or 0),
        "waited": Side(median_s=queue["waited_s"]).time,
        "served": Side(median_s=queue["served_s"]).time,
    }
    return Comparison(lines, channels, whole.get(True, Side()), whole.get(False, Side()), said)
