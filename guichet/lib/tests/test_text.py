"""One list of invisible marks and one folding, whoever compares."""

from __future__ import annotations

import polars as pl
import pytest

from guichet.engine.fields import tidy
from guichet.lib.text import (
    INVISIBLE,
    folded,
    folded_letters,
    folded_of,
    folded_words,
    plain_digits,
)


@pytest.mark.parametrize(
    "mark", ["\u061c", "\u2060", "\u00ad", "\u180e", "\u200f", "\u2066", "\ufeff", "\ufe0f"]
)
def test_an_invisible_mark_changes_nothing_anywhere(mark: str) -> None:
    assert mark in INVISIBLE
    typed = f"{mark}25{mark}03{mark}"
    assert plain_digits(typed) == "2503"
    assert folded(f"سارة{mark}") == folded("سارة")
    assert tidy(pl.Series([typed])).to_list() == ["2503"]
    assert tidy(pl.Series([typed] * 100)).unique().to_list() == ["2503"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آمال", "امال"),
        ("سارة", "ساره"),
        ("منى", "مني"),
        ("هِنْد", "هند"),
        ("محـــمد", "محمد"),
        ("ا\u0654حمد", "أحمد"),
        ("کريم", "كريم"),
        ("Élodie", "elodie"),
        ("رائد", "رايد"),
        ("٢٠٢٦", "2026"),
    ],
)
def test_spellings_that_readers_do_not_keep_apart_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    column = pl.DataFrame({"t": [one, other, None]}).select(folded_of(pl.col("t"))).to_series()
    assert column.to_list() == [folded(one), folded(one), None]


def test_what_stands_between_words_is_a_space_or_nothing() -> None:
    assert folded_words("National-ID  (الهُويّة)") == "national id الهويه"
    assert folded_letters("National-ID (No.)") == "nationalidno"
