"""Refusals' sentences as people read them."""

from __future__ import annotations

from guichet.channels.shared.telling import told


def test_days_months_and_amounts_are_put_in_words() -> None:
    said = "Joined on 2026-02-01; no wage for 2026-01. The most is 45000.00."
    expected = "Joined on 1 February 2026; no wage for January 2026. The most is 45,000.00."
    assert told(said, "en") == expected


def test_arabic_names_the_month_without_its_article() -> None:
    assert (
        told("انتهت مهلة أجر الشهر \u20662026-01\u2069.", "ar") == "انتهت مهلة أجر شهر يناير 2026."
    )
    assert told("لا أجر للشهر 2026-01.", "ar") == "لا أجر لشهر يناير 2026."


def test_french_elides_before_a_vowel() -> None:
    assert told("le salaire de 2026-08", "fr") == "le salaire d’août 2026"


def test_how_to_write_a_value_is_left_as_it_must_be_written() -> None:
    said = "“13-2026” is not a valid month. Write it like 2026-11 or 11/2026."
    assert told(said, "en") == said


def test_what_only_looks_like_a_day_is_left() -> None:
    assert told("See 2026-13-45 and 500000001.", "en") == "See 2026-13-45 and 500000001."
