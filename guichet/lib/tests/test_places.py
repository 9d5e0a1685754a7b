"""The places of sentences: a value is told as its place names it, and by each medium in its own
way.
"""

from __future__ import annotations

from datetime import date

from guichet.lib.places import Tell
from guichet.lib.text import Words

SAID = Words(
    ar="باشر في {since:date}، ولا أجر عن شهر {month:yearmonth}. الأقصى {most:amount} ريال.",
    en="Joined on {since:date}; no wage for {month:yearmonth}. The most is {most:amount}.",
    fr="Entré le {since:date} ; pas de salaire {month:yearmonth,de}. Le maximum est {most:amount}.",
)
GIVEN = {"since": "2026-02-01", "month": "2026-08", "most": "45000.00"}


def test_days_months_and_amounts_are_told_as_each_language_writes_them() -> None:
    assert (
        SAID.told("en", GIVEN)
        == "Joined on 1 February 2026; no wage for August 2026. The most is 45,000.00."
    )
    assert (
        SAID.told("ar", GIVEN)
        == "باشر في 1 فبراير 2026، ولا أجر عن شهر أغسطس 2026. الأقصى 45,000.00 ريال."
    )
    assert (
        SAID.told("fr", GIVEN)
        == "Entré le 1er février 2026 ; pas de salaire d’août 2026. Le maximum est 45\u202f000,00."
    )


def test_french_elides_before_a_vowel_only() -> None:
    assert "salaire de janvier 2026" in SAID.told("fr", GIVEN | {"month": "2026-01"})


def test_several_months_are_told_one_after_the_other() -> None:
    months = Words(ar="{m:yearmonth}", en="{m:yearmonth}", fr="{m:yearmonth}")
    assert months.at("en", m="2026-01, 2026-02") == "January 2026, February 2026"
    assert months.at("ar", m="2026-01, 2026-02") == "يناير 2026، فبراير 2026"


def test_what_is_not_of_its_kind_is_told_as_it_stands() -> None:
    assert SAID.told("en", GIVEN | {"since": "13/2026", "most": "plenty"}).startswith(
        "Joined on 13/2026; no wage"
    )
    assert SAID.told("en", {}) == "Joined on …; no wage for …. The most is …."


def test_a_day_in_a_place_without_a_kind_stays_as_it_was_written() -> None:
    assert (
        Words(ar="{v}", en="“{v}” is not a month", fr="{v}").at("en", v="2026-13")
        == "“2026-13” is not a month"
    )


def test_a_medium_tells_the_same_values_in_its_own_way() -> None:
    def day(given: date, language: str) -> str:
        return f"day {given.day}"

    spoken = Tell(day, day, lambda minor, language: f"{minor} halalas", lambda text, language: text)
    said = SAID.told("en", GIVEN, spoken)
    assert said == "Joined on day 1; no wage for day 1. The most is 4500000 halalas."
