"""Dated numbers of the law: what applied on a day, from which source, how surely.

A chapter is a YAML file, a parameter a key in it, written `chapter.key`:

    annuities_m33_employee:
      - from: 2001-04-01
        value: "0.06"
        conf: high
        src: "M/33 65"

The entry with the latest `from` not after the day applies. Numbers are quoted, so that YAML never
makes a float of them; a null value says that the law has no such rule from that day.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from guichet.law.parameter_files import DatedValue, ParameterError, Value, read_folder
from guichet.lib.months import last_day

__all__ = [
    "DatedValue",
    "Explanation",
    "NotInForce",
    "ParameterError",
    "Parameters",
    "Value",
    "load",
]


class NotInForce(ParameterError):
    """The law has no value for that day: the rule did not exist yet."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value as a decision shows it: since when, from which article, how surely."""

    key: str
    value: Value
    since: date
    source: str
    confidence: str


class Parameters:
    """All dated values of one country."""

    def __init__(self, entries: Mapping[str, tuple[DatedValue, ...]]) -> None:
        self._entries = dict(entries)
        self._dates = {key: [e.since for e in found] for key, found in self._entries.items()}

    @cached_property
    def version(self) -> str:
        """The hash (SHA-256, hex) of every entry; decisions store it."""
        rows = [
            [key, e.since.isoformat(), _plain(e.value), e.confidence, e.source]
            for key in sorted(self._entries)
            for e in self._entries[key]
        ]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> list[str]:
        """Every parameter there is, as `chapter.key`."""
        return sorted(self._entries)

    def explain(self, key: str, on: date) -> Explanation:
        """The value on a day with its source."""
        entry = self._entry(key, on)
        return Explanation(key, entry.value, entry.since, entry.source, entry.confidence)

    def value(self, key: str, on: date) -> Value:
        """The value on a day, as it was written."""
        return self._entry(key, on).value

    def in_month(self, key: str, month: date) -> Value:
        """The value of a month is the one of its last day (R7)."""
        return self._entry(key, last_day(month)).value

    def cohort_key(self, stem: str, cohort: str) -> str:
        """The key of a cohort: `stem_<cohort>`, else of the law it descends from, else the stem.

        `m33_transitional` contributors are under M/33, so `stem_m33` is theirs too.
        """
        parts = cohort.split("_")
        for length in range(len(parts), 0, -1):
            key = f"{stem}_{'_'.join(parts[:length])}"
            if key in self._entries:
                return key
        return stem

    def for_cohort(self, stem: str, cohort: str, on: date) -> Value:
        """The value on a day for a cohort."""
        return self.value(self.cohort_key(stem, cohort), on)

    def in_force(self, key: str, on: date) -> bool:
        """Whether the rule existed on that day and had a value."""
        dates = self._known(key)
        return bool(dates) and dates[0] <= on and self.value(key, on) is not None

    def changes(self, key: str) -> tuple[date, ...]:
        """The days on which the value changed."""
        return tuple(self._known(key))

    def latest(self, key: str) -> date:
        """The day of the last known change, for rules asked without a date."""
        return self._known(key)[-1]

    def as_of(self, keys: Collection[str], day: date) -> Parameters:
        """The same numbers, but that some hold on every day as they stand on one: of those that go
        on applying to what was decided before. Its version stays that of the whole.
        """
        found = Parameters(self._entries)
        for key in keys:
            found._entries[key] = (self._entry(key, day),)
            found._dates[key] = [date.min]
        found.__dict__["version"] = self.version
        return found

    def decimal(self, key: str, on: date) -> Decimal:
        """An exact number.

        Raises:
            ParameterError: it is something else.
        """
        found = self.value(key, on)
        if not isinstance(found, Decimal):
            raise ParameterError(f"{key} is not a number on {on}: {found!r}")
        return found

    def count(self, key: str, on: date) -> int:
        """A whole number: days, months, years."""
        return self._whole(key, on, 1)

    def ppm(self, key: str, on: date) -> int:
        """A share in whole millionths, so that integer arithmetic is exact: 0.0975 is 97500."""
        return self._whole(key, on, 1_000_000)

    def minor(self, key: str, on: date, scale: int = 2) -> int:
        """An amount of money in minor units."""
        return self._whole(key, on, 10**scale)

    def word(self, key: str, on: date) -> str:
        """The name of a rule.

        Raises:
            ParameterError: it is something else.
        """
        found = self.value(key, on)
        if not isinstance(found, str):
            raise ParameterError(f"{key} is not a word on {on}: {found!r}")
        return found

    def yes(self, key: str, on: date) -> bool:
        """A rule that either applies or does not; before its first day it does not.

        Raises:
            ParameterError: it is neither yes nor no.
        """
        dates = self._known(key)
        if on < dates[0]:
            return False
        found = self.word(key, on)
        if found not in ("yes", "no"):
            raise ParameterError(f"{key} is neither yes nor no on {on}: {found!r}")
        return found == "yes"

    def table(self, key: str, on: date) -> tuple[Value, ...]:
        """Rows of a table.

        Raises:
            ParameterError: it is something else.
        """
        found = self.value(key, on)
        if not isinstance(found, tuple):
            raise ParameterError(f"{key} is not a table on {on}: {found!r}")
        return found

    def grid(self, key: str, on: date) -> tuple[tuple[int, ...], ...]:
        """Rows of a table of whole numbers.

        Raises:
            ParameterError: a cell is no whole number.
        """
        rows = []
        for row in self.table(key, on):
            if not isinstance(row, tuple) or not all(isinstance(cell, int) for cell in row):
                raise ParameterError(f"{key} is not a table of whole numbers on {on}: {row!r}")
            rows.append(tuple(int(str(cell)) for cell in row))
        return tuple(rows)

    def _whole(self, key: str, on: date, times: int) -> int:
        scaled = self.decimal(key, on) * times
        if scaled != scaled.to_integral_value():
            raise ParameterError(f"{key} on {on} is finer than one in {times}: {scaled / times}")
        return int(scaled)

    def _known(self, key: str) -> list[date]:
        try:
            return self._dates[key]
        except KeyError:
            near = difflib.get_close_matches(key, self._entries, n=3, cutoff=0.6)
            hint = f"; near: {', '.join(near)}" if near else ""
            raise ParameterError(f"no parameter {key!r}{hint}") from None

    def _entry(self, key: str, on: date) -> DatedValue:
        at = bisect_right(self._known(key), on) - 1
        if at < 0:
            since = self._dates[key][0]
            raise NotInForce(f"{key} has no value on {on}: it starts on {since}")
        return self._entries[key][at]


def load(folder: Path) -> Parameters:
    """Read and check every chapter of a folder."""
    return Parameters(read_folder(folder))


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"number {value}"
    return value.isoformat() if isinstance(value, date) else value
