"""What was measured, as a table for people and a file for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
_HEADS = (
    "what",
    "rows",
    "seconds",
    "rows/s",
    "CPU s",
    "peak MiB",
    "reference",
    "its s",
    "ratio",
    "reach",
    "reached",
)
_KEPT = ("name", "rows", "seconds", "cpu_seconds", "peak_mib", "reference_seconds", "ratio")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. Memory is the highest of any one process of ours; what could not be measured is
    None.
    """

    part: str
    name: str
    rows: int
    seconds: float
    cpu_seconds: float | None = None
    peak_mib: float | None = None
    reference: str = ""
    reference_seconds: float | None = None
    ratio: float | None = None
    reach: str = ""
    reached: bool | None = None  # None: the promise is for other sizes, or there is none
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of the headings."""
        reached = {True: "yes", False: "NO", None: "-"}[self.reached]
        return (
            self.name,
            f"{self.rows:,}",
            _seconds(self.seconds),
            f"{self.rows / self.seconds:,.0f}",
            _seconds(self.cpu_seconds),
            _plain(self.peak_mib, 0),
            self.reference,
            _seconds(self.reference_seconds),
            _plain(self.ratio, 2),
            self.reach,
            reached,
        )

    def kept(self) -> dict[str, object]:
        """The line as ``build/bench.json`` keeps it."""
        values = {name: getattr(self, name) for name in _KEPT}
        return {n: round(v, 5) if isinstance(v, float) else v for n, v in values.items()}


def _plain(number: float | None, places: int) -> str:
    return "-" if number is None else f"{number:,.{places}f}"


def _seconds(number: float | None) -> str:
    if number is None:
        return "-"
    return f"{number:.4f}" if number < 1 else f"{number:,.2f}"


def judged(promised_size: bool, *, quick: bool, small: bool) -> bool | None:
    """Whether a promise is kept; at other sizes than the promised one only a breach of memory
    tells.
    """
    if promised_size:
        return quick and small
    return None if small else False


def table(figures: Iterable[Figure]) -> str:
    """The lines under their headings, then the notes."""
    chosen = list(figures)
    lines = [_HEADS, *(f.cells() for f in chosen)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEADS))]
    to_the_left = {0, 6, 9, 10}
    shown = []
    for line in lines:
        cells = (
            cell.ljust(width) if place in to_the_left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        shown.append("  ".join(cells).rstrip())
    shown.insert(1, "-" * max(map(len, shown)))
    notes = [f"* {f.name}: {f.note}" for f in chosen if f.note]
    return "\n".join([*shown, *([""] if notes else []), *notes])


def keep(path: Path, figures: list[Figure], *, whole: bool) -> None:
    """Write the file. A run of some parts replaces only the lines it measured again."""
    fresh = {f.name: f.kept() for f in figures}
    before = (
        {}
        if whole or not path.exists()
        else {e["name"]: e for e in json.loads(path.read_text("utf-8"))}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list((before | fresh).values()), indent=1) + "\n", encoding="utf-8")
