"""Names of establishments and persons, from the registry, in both scripts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from guichet.domain.registry import histories
from guichet.domain.registry import queries as registry
from guichet.lib.text import Words


def establishment_names(numbers: Sequence[int]) -> dict[int, Words]:
    """The names of establishments by number; unknown numbers are left out."""
    found = registry.establishments(pl.Series(numbers, dtype=pl.Int64))
    rows = found.select("number", "name_ar", "name_latin").iter_rows()
    return {number: both(ar, latin or "") for number, ar, latin in rows}


def person_names(numbers: Sequence[int]) -> dict[int, Words]:
    """The names of insured persons by number; unknown numbers are left out."""
    found = histories.persons(pl.Series(numbers, dtype=pl.Int64)).unique("asked")
    rows = found.select("asked", "name_ar", "name_latin").iter_rows()
    return {number: both(ar or "", latin or "") for number, ar, latin in rows}


def both(ar: str, latin: str) -> Words:
    """A name in both scripts, one standing in for the other."""
    return Words(ar=ar or latin, en=latin or ar, fr=latin or ar)
