"""Reading the YAML chapters strictly: a slip in a number must stop the start, not a payment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import yaml

Value: TypeAlias = "Decimal | str | date | int | tuple[Value, ...] | None"

CONFIDENCES = ("high", "medium", "low")
_FIELDS = {"from", "value", "conf", "src", "ref_date"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+.,\d\s%]*\d[-+.,\d\s%]*")
_NOT_A_NUMBER = re.compile(r"\d\d-\d\d")  # a day of the year, such as 07-01


class ParameterError(ValueError):
    """The dated numbers are wrongly written or wrongly asked for."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value from a day on."""

    since: date
    value: Value
    confidence: str
    source: str


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML without silent overwriting: a key written twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise ParameterError(f"{key!r} is written twice{key_node.start_mark}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _day(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    """A day the calendar lacks (2026-02-30) stays text, so that its reader can name the place."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_yaml_str(node)


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read_strict(text: str) -> object:
    """Parse YAML, refusing a key written twice."""
    return yaml.load(text, Loader=_StrictLoader)


def read_folder(folder: Path) -> dict[str, tuple[DatedValue, ...]]:
    """Every parameter of a folder as `chapter.key`.

    Raises:
        ParameterError: there are no files, or one of them cannot be read.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise ParameterError(f"no parameter files in {folder}")
    entries: dict[str, tuple[DatedValue, ...]] = {}
    for file in files:
        entries.update(_read_chapter(file))
    return entries


def _read_chapter(file: Path) -> dict[str, tuple[DatedValue, ...]]:
    try:
        chapter = read_strict(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ParameterError) as error:
        raise ParameterError(f"{file.name}: {error}") from error
    if not isinstance(chapter, dict):
        raise ParameterError(f"{file.name}: a chapter is a mapping of keys")
    found = {}
    for key, raw in chapter.items():
        name = f"{file.stem}.{key}"
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise ParameterError(f"{name}: a key is lower-case letters, digits and underscores")
        found[name] = _read_entries(name, raw)
    return found


def _read_entries(name: str, raw: object) -> tuple[DatedValue, ...]:
    if not isinstance(raw, list) or not raw:
        raise ParameterError(f"{name}: expected a list of dated values")
    entries = tuple(_read_entry(name, item) for item in raw)
    for earlier, later in pairwise(entries):
        if earlier.since >= later.since:
            raise ParameterError(f"{name}: {later.since} does not come after {earlier.since}")
    kinds = {type(entry.value) for entry in entries if entry.value is not None}
    if len(kinds) > 1:
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise ParameterError(f"{name}: values of different kinds: {names}")
    return entries


def _read_entry(name: str, item: object) -> DatedValue:
    if not isinstance(item, dict):
        raise ParameterError(f"{name}: expected from, value, conf and src, found {item!r}")
    if unknown := set(item) - _FIELDS:
        raise ParameterError(f"{name}: unknown field {', '.join(sorted(map(str, unknown)))}")
    if missing := {"from", "value", "conf", "src"} - set(item):
        raise ParameterError(f"{name}: missing {', '.join(sorted(missing))}")
    since = item["from"]
    if not isinstance(since, date) or isinstance(since, datetime):
        raise ParameterError(f"{name}: `from` is not a day: {since!r}")
    if item["conf"] not in CONFIDENCES:
        raise ParameterError(f"{name}: `conf` is one of {', '.join(CONFIDENCES)}")
    if not isinstance(item["src"], str) or not item["src"].strip():
        raise ParameterError(f"{name}: `src` must name the article")
    return DatedValue(since, _read_value(name, item["value"]), item["conf"], item["src"])


def _read_value(name: str, raw: object) -> Value:
    if raw is None or (isinstance(raw, date) and not isinstance(raw, datetime)):
        return raw
    if isinstance(raw, list):
        return tuple(_read_cell(name, cell) for cell in raw)
    if not isinstance(raw, str):
        raise ParameterError(f"{name}: write numbers in quotes, found {raw!r}")
    if _NUMBER.fullmatch(raw):
        return Decimal(raw)
    if not raw.strip() or (_NUMBER_LIKE.fullmatch(raw) and not _NOT_A_NUMBER.fullmatch(raw)):
        raise ParameterError(f"{name}: not an exact number: {raw!r}")
    return raw


def _read_cell(name: str, raw: object) -> Value:
    """A cell of a table: there whole numbers may stand bare, YAML keeps them exact."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    return _read_value(name, raw)
