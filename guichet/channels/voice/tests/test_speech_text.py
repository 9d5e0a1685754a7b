"""Values and sentences as a voice says them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from guichet.channels.voice import speech_text
from guichet.engine.fields import Day, Lines, Money, Month, NationalId, Text
from guichet.engine.registry import service_of
from guichet.lib.text import Words

LABEL = Words(ar="رقم", en="Number (SAR)", fr="Numéro (SAR)")
MONEY, DAY, MONTH, ID, TEXT = Money(LABEL), Day(LABEL), Month(LABEL), NationalId(LABEL), Text(LABEL)


def said(field: object, text: str, language: str) -> list[tuple[str, str]]:
    return [
        (p.text, p.language)
        for p in speech_text.fields({"first": TEXT, "it": field}, {"it": text}, language)
    ]  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("field", "text", "language", "spoken"),
    [
        (
            MONEY,
            "12500.75",
            "en",
            "Number: twelve thousand five hundred riyals and seventy-five halalas.",
        ),
        (MONEY, "200.00", "fr", "Numéro : deux cents riyals."),
        (
            DAY,
            "2026-11-22",
            "en",
            "Number: the twenty-second of November two thousand and twenty-six.",
        ),
        (DAY, "2026-08-01", "fr", "Numéro : premier août deux mille vingt-six."),
        (MONTH, "2026-11", "fr", "Numéro : novembre deux mille vingt-six."),
        (ID, "1000000008", "en", "Number: one zero zero, zero zero zero, zero zero zero, eight."),
        (DAY, "2026-11-22", "ar", "رَقْم: اِثْنَان وَعِشْرُون نُوفَمْبِر أَلْفَان وَسِتَّة وَعِشْرُون."),
    ],
)
def test_a_value_is_said_in_words(field: object, text: str, language: str, spoken: str) -> None:
    assert said(field, text, language) == [(spoken, language)]


def test_nothing_owed_is_said_only_where_it_is_the_answer() -> None:
    assert said(MONEY, "0.00", "en") == []
    first = speech_text.fields({"due": MONEY}, {"due": "0.00"}, "en")
    assert [p.text for p in first] == ["Number: zero riyals."]


def test_a_table_is_counted_and_an_empty_one_is_left_out() -> None:
    table = Lines(LABEL, {"a": TEXT})
    assert said(table, '[{"a": "1"}, {"a": "2"}]', "en") == [
        ("Number: two, listed in the virtual branch.", "en")
    ]
    assert said(table, "[]", "en") == []


def test_a_name_is_read_by_a_voice_of_its_script() -> None:
    assert said(TEXT, "سالم", "fr") == [("Numéro:", "fr"), ("سالم", "ar")]
    assert said(TEXT, "Salem", "ar") == [("رَقْم:", "ar"), ("Salem", "en")]
    assert said(TEXT, "Salem", "en") == [("Number: Salem.", "en")]


def test_what_a_sentence_holds_is_said_in_words_but_not_what_it_quotes() -> None:
    late = Words(
        ar="{since:date} {due:amount} {who} {month:yearmonth}",
        en="Late since {since:date}: {due:amount} for {who} in {month:yearmonth}, or {wrong:yearmonth}.",
        fr="{since:date} {due:amount} {who} {month:yearmonth}",
    )
    given = {
        "since": "2026-11-05",
        "due": "1200.50",
        "who": "500000001",
        "month": "2026-10",
        "wrong": "2026-99",
    }
    assert speech_text.sentence(late.told("en", given, speech_text.SPOKEN), "en").text == (
        "Late since the fifth of November two thousand and twenty-six: one thousand two hundred riyals and fifty halalas for five zero zero,"
        " zero zero zero, zero zero one in October two thousand and twenty-six, or 2026-99."
    )
    quoted = Words(
        ar="{value}", en="“{value}” is not a month. Write it like 2026-11.", fr="{value}"
    )
    said = speech_text.sentence(
        quoted.told("en", {"value": "2026-13"}, speech_text.SPOKEN), "en"
    ).text
    assert said == "“2026-13” is not a month. Write it like 2026-11."


def test_a_reference_is_spelled() -> None:
    assert speech_text.reference("K7QM-4X", "en").text == "Reference: K seven Q M, four X."
    assert speech_text.reference("K7-4X", "ar").text == "رَقْمُ الطَّلَب: كِيه سَبْعَة، أَرْبَعَة إِكْس."


def test_the_first_of_a_month_is_premier_in_french_only() -> None:
    assert speech_text.day(date(2026, 3, 1), "en").startswith("the first of March")
    assert speech_text.day(date(2026, 3, 1), "fr").startswith("premier mars")


@pytest.mark.parametrize(
    ("language", "day", "amount", "elsewhere"),
    [
        ("en", "the first of March", "nine thousand", "virtual branch"),
        ("fr", "premier mars", "neuf mille", "agence virtuelle"),
    ],
)
def test_of_a_pension_one_hears_the_day_and_the_amount_and_no_table(
    language: str, day: str, amount: str, elsewhere: str
) -> None:
    """What is said before anything is pressed holds the answer; of tables, how long they are."""
    rows = json.dumps([{"on": "2031-03-01", "monthly": "9000.00"}] * 7)
    told = {
        "claimed_on": "2031-03-01",
        "monthly": "9000.00",
        "way": "early",
        "normal_age": "2036-05-05",
        "months": "361",
        "average": "12000.00",
        "days": rows,
        "steps": rows,
    }
    outputs = service_of("benefits.estimate_pension").outputs
    heard = [phrase.text for phrase in speech_text.fields(outputs, told, language)]
    assert day in heard[0] and amount in heard[1]
    assert len(heard) == len(told) and all(elsewhere in phrase for phrase in heard[-2:])
    assert max(len(phrase) for phrase in heard) < 100
