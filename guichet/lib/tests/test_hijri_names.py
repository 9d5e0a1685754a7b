"""Days of the Hijri calendar as pages write them and as people do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guichet.engine.fields import tidy
from guichet.engine.fields.measures import Day
from guichet.lib.calendars import to_gregorian
from guichet.lib.display import show_day
from guichet.lib.hijri_names import read_both, read_hijri_day
from guichet.lib.text import LANGUAGES, Words

DAY = Day(Words(ar="", en="", fr=""))
MONTHS = [to_gregorian(1448, month, 19) for month in range(1, 13)] + [
    date(2026, m, 1) for m in range(1, 13)
]


def read(text: str) -> date | None:
    import polars as pl

    found: date | None = DAY.parse(tidy(pl.Series([text]))).item()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", MONTHS)
def test_what_a_page_writes_is_read_back(day: date, language: str) -> None:
    written = show_day(day, language)
    gregorian, _, hijri = written.partition(" · ")
    assert (read(written), read(gregorian), read(hijri)) == (day, day, day), written


@pytest.mark.parametrize(
    "text",
    [
        "19 جمادى الآخرة 1448 هـ",
        "١٩ جمادى الاخره ١٤٤٨",
        "19 جمادى الثانية 1448هـ",
        "19 جمادي الثانيه 1448",
        "19 Jumada II 1448 AH",
        "19 joumada II 1448 H",
        "1448 Jumada al-Akhirah 19",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert read(text) == to_gregorian(1448, 6, 19)


@pytest.mark.parametrize(
    "text",
    [
        "19 Jumada 1448",
        "19 Jumada II 48",
        "32 Rajab 1448",
        "0 Rajab 1448",
        "19 Rajab 9999",
        "Rajab 1448",
        "19 1448",
        "19 Rajab Safar 1448",
        "19 Nowhere 1448",
        "x" * 200,
        "· ·",
        "19 Rajab 1448 1449",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_hijri_day(text) is None and read(text) is None


def test_two_calendars_that_contradict_each_other_are_no_day() -> None:
    right = date(2026, 11, 29)
    assert read_both(show_day(right, "en")) == right
    wrong = f"{show_day(right, 'en').partition(' · ')[0]} · {show_day(right + timedelta(1), 'en').partition(' · ')[2]}"
    assert read_both(wrong) is None and read(wrong) is None
