"""What a machine may list, a page at a time: each collection is declared once, by the folder that
knows its rows.

A collection says its items, its filters and which key its pages go on from; the API serves all of
them alike (limit, cursor, faults) and describes them. Nothing here reads tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guichet.engine.actor import Actor
from guichet.lib.text import Words

Item = dict[str, Any]  # amounts, numbers and days as text, as everywhere in answers


@dataclass(frozen=True, slots=True)
class Filter:
    """A question a caller may narrow a collection by; ``kind`` is establishment, day, month or
    word.
    """

    name: str
    words: Words
    kind: str = "word"
    needed: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One page that is asked for: by whom, of what, after which key (None: from the beginning), how
    many.
    """

    actor: Actor
    today: date
    language: str
    given: Mapping[str, Any]  # filters as typed values: int, date or str
    after: Any  # what the collection's ``key`` read off a cursor; None: from the beginning
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """At most ``size`` items, the key to go on after (None: there are no more), and whom
    they show.
    """

    items: list[Item]
    after: int | str | None
    subjects: set[int] = field(default_factory=set)


def number_key(key: object) -> int:
    """The key of a collection in the order of its rows' ids.

    Raises:
        ValueError: it is no id.
    """
    if type(key) is not int or not 0 < key < 1 << 63:
        raise ValueError(key)
    return key


@dataclass(frozen=True, slots=True)
class Collection:
    """A list that can be asked for."""

    name: str
    words: Words
    item: Mapping[str, dict[str, Any]]  # JSON Schema of each member
    read: Callable[[Asked], Page]
    filters: tuple[Filter, ...] = ()
    right: str = "view"  # needed for the establishment of a filter of that kind
    services: tuple[
        str, ...
    ] = ()  # a machine's token for one of these opens it; empty: any token does
    # Reads the key of a page off a cursor, which anybody may have written; ValueError, TypeError or
    # AttributeError: it is not ours.
    key: Callable[[Any], Any] = number_key


_KNOWN: dict[str, Collection] = {}


def add(*collections: Collection) -> None:
    """Offer collections. Called when the folder's app is ready."""
    for collection in collections:
        _KNOWN[collection.name] = collection


def known() -> dict[str, Collection]:
    """All that are offered, by name."""
    return dict(sorted(_KNOWN.items()))


def page_of(
    found: list[Any], asked: Asked, key: Callable[[Any], int | str]
) -> tuple[list[Any], int | str | None]:
    """The rows of a page of which one more than ``size`` was read, and the key to go on after."""
    rows = found[: asked.size]
    return rows, key(rows[-1]) if len(found) > asked.size else None
