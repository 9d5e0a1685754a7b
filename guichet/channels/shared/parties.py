"""Establishments to choose from, by name and number."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from guichet.domain.registry import queries as registry
from guichet.lib.display import show_name


def establishment_options(numbers: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    """Numbers with what to show for each, as options of a field."""
    if not numbers:
        return ()
    found = registry.establishments(pl.Series(numbers).cast(pl.Int64))
    rows = found.select("number", "name_ar", "name_latin").iter_rows()
    return tuple(
        (str(number), f"{show_name(ar, latin, language)} · {number}") for number, ar, latin in rows
    )
