"""Days that staff type into a page's own boxes: read as every field reads a day, shown as every
page shows one.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.engine.fields import tidy
from guichet.engine.fields.measures import Day
from guichet.lib.display import show_gregorian
from guichet.lib.text import Words

_DAY = Day(Words(ar="", en="", fr=""))
_LONGEST = 60
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)


def read(text: str) -> date | None:
    """The day that was typed, however it is written; None when it is none, or none of these
    centuries.
    """
    found: date | None = _DAY.parse(tidy(pl.Series([text[:_LONGEST]], dtype=pl.String))).item()
    return found if found is not None and _FIRST <= found <= _LAST else None


def shown(day: date, language: str) -> str:
    """A day as it stands in a box: as pages write it, so that it is read again."""
    return show_gregorian(day, language)
