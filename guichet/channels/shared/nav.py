"""The main menu. Channels do not know one another, so each adds its own entries when its urls are loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from guichet.lib.text import Words


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One menu entry: ``view`` is a url name; the entry is current on every page of ``places`` (url names).

    ``segment``: only for accounts opened as that (staff); empty: for everybody signed in.
    """

    order: int
    view: str
    title: Words
    places: frozenset[str] = frozenset()
    segment: str = ""


_ENTRIES: dict[str, Entry] = {}
_OWN: dict[str, tuple[Entry, str]] = {}  # with an icon


def add(
    view: str, title: Words, *, order: int, places: tuple[str, ...] = (), segment: str = ""
) -> None:
    """Show ``view`` in the menu of people who are signed in; adding it twice shows it once."""
    _ENTRIES[view] = Entry(order, view, title, frozenset({view, *places}), segment)


def add_own(view: str, title: Words, icon: str, *, order: int) -> None:
    """Show ``view`` in the menu behind one's own name."""
    _OWN[view] = (Entry(order, view, title, frozenset({view})), icon)


def own_entries() -> list[tuple[Entry, str]]:
    """The entries behind one's own name with their icons, in the order they are shown."""
    return sorted(_OWN.values(), key=lambda pair: pair[0].order)


def entries(segments: Collection[str] = ()) -> list[Entry]:
    """The entries of an account opened as those ``segments``, in the order they are shown."""
    mine = (e for e in _ENTRIES.values() if not e.segment or e.segment in segments)
    return sorted(mine, key=lambda entry: entry.order)
