"""Numbers in words: known ones, and any number read back by somebody who knows nothing of how they
were put together.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.lib import spelling
from guichet.lib.locale import here
from guichet.lib.spelling import count, digits, money, spell

RIYAL, HALALA = here().currency.whole, here().currency.part

KNOWN = [
    (0, "zero", "zéro"),
    (21, "twenty-one", "vingt et un"),
    (71, "seventy-one", "soixante et onze"),
    (80, "eighty", "quatre-vingts"),
    (81, "eighty-one", "quatre-vingt-un"),
    (91, "ninety-one", "quatre-vingt-onze"),
    (101, "one hundred and one", "cent un"),
    (200, "two hundred", "deux cents"),
    (201, "two hundred and one", "deux cent un"),
    (1_000, "one thousand", "mille"),
    (1_001, "one thousand and one", "mille un"),
    (80_000, "eighty thousand", "quatre-vingt mille"),
    (200_000, "two hundred thousand", "deux cent mille"),
    (200_000_000, "two hundred million", "deux cents millions"),
    (-7, "minus seven", "moins sept"),
]
# (number, riyals, halalas): crosswise gender, and all six forms of the counted thing.
ARABIC = [
    (0, "صِفْر رِيَال", "صِفْر هَلَلَة"),
    (1, "رِيَال وَاحِد", "هَلَلَة وَاحِدَة"),
    (2, "رِيَالَان", "هَلَلَتَان"),
    (3, "ثَلَاثَة رِيَالَات", "ثَلَاث هَلَلَات"),
    (10, "عَشَرَة رِيَالَات", "عَشْر هَلَلَات"),
    (11, "أَحَدَ عَشَر رِيَالًا", "إِحْدَى عَشْرَة هَلَلَةً"),
    (25, "خَمْسَة وَعِشْرُون رِيَالًا", "خَمْس وَعِشْرُون هَلَلَةً"),
    (99, "تِسْعَة وَتِسْعُون رِيَالًا", "تِسْع وَتِسْعُون هَلَلَةً"),
    (100, "مِئَة رِيَال", "مِئَة هَلَلَة"),
    (101, "مِئَة وَرِيَال وَاحِد", "مِئَة وَهَلَلَة وَاحِدَة"),
    (102, "مِئَة وَرِيَالَان", "مِئَة وَهَلَلَتَان"),
    (103, "مِئَة وَثَلَاثَة رِيَالَات", "مِئَة وَثَلَاث هَلَلَات"),
    (111, "مِئَة وَأَحَدَ عَشَر رِيَالًا", "مِئَة وَإِحْدَى عَشْرَة هَلَلَةً"),
    (200, "مِئَتَا رِيَال", "مِئَتَا هَلَلَة"),
    (2_000, "أَلْفَا رِيَال", "أَلْفَا هَلَلَة"),
    (11_000, "أَحَدَ عَشَر أَلْفَ رِيَال", "أَحَدَ عَشَر أَلْفَ هَلَلَة"),
    (12_500, "اِثْنَا عَشَر أَلْفًا وَخَمْسُمِئَة رِيَال", "اِثْنَا عَشَر أَلْفًا وَخَمْسُمِئَة هَلَلَة"),
    (102_000, "مِئَة أَلْف وَأَلْفَا رِيَال", "مِئَة أَلْف وَأَلْفَا هَلَلَة"),
    (3_000_000, "ثَلَاثَة مَلَايِين رِيَال", "ثَلَاثَة مَلَايِين هَلَلَة"),
]


@pytest.mark.parametrize(("number", "english", "french"), KNOWN)
def test_known_numbers(number: int, english: str, french: str) -> None:
    assert spell(number, "en") == english
    assert spell(number, "fr-FR") == french


@pytest.mark.parametrize(("number", "riyals", "halalas"), ARABIC)
def test_arabic_counts_in_six_ways_and_crosswise(number: int, riyals: str, halalas: str) -> None:
    assert count(number, RIYAL, "ar") == riyals
    assert count(number, HALALA, "ar-SA") == halalas


def test_french_plurals() -> None:
    said = [count(n, RIYAL, "fr") for n in (0, 1, 2, 10**6, 1_200_000, 2 * 10**9)]
    assert said == [
        "zéro riyal",
        "un riyal",
        "deux riyals",
        "un million de riyals",
        "un million deux cent mille riyals",
        "deux milliards de riyals",
    ]


def test_amounts_say_what_there_is() -> None:
    assert money(0, "en") == "zero riyals"
    assert money(101, "en") == "one riyal and one halala"
    assert money(50, "fr") == "cinquante halalas"
    assert (
        money(-1_250_075, "en")
        == "minus twelve thousand five hundred riyals and seventy-five halalas"
    )
    assert money(200, "ar") == "رِيَالَان"


def test_a_number_that_is_a_name_is_said_digit_by_digit() -> None:
    assert digits("500-01", "en") == "five zero zero, zero one"


def test_what_nobody_could_follow_is_not_said() -> None:
    with pytest.raises(ValueError, match="too large"):
        spell(spelling.MOST + 1, "ar")
    with pytest.raises(ValueError, match="too large"):
        count(-spelling.MOST - 1, RIYAL, "en")


SMALL = {
    "en": dict(
        zip(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen".split(),
            range(20),
            strict=True,
        )
    ),
    "ar": dict(
        zip(
            "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split(),
            range(11),
            strict=True,
        )
    ),
}
SMALL["en"] |= dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
SMALL["ar"] |= dict(
    zip(
        "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split(), range(20, 100, 10), strict=True
    )
) | {
    "أحد": 1,
    "اثنا": 2,
    "عشر": 10,
    "مئة": 100,
    "مئتان": 200,
    "مئتا": 200,
    "ثلاثمئة": 300,
    "أربعمئة": 400,
    "خمسمئة": 500,
    "ستمئة": 600,
    "سبعمئة": 700,
    "ثمانمئة": 800,
    "تسعمئة": 900,
}
POWERS = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "ar": {
        "ألف": 10**3,
        "آلاف": 10**3,
        "ألفا": 10**3,
        "مليون": 10**6,
        "ملايين": 10**6,
        "مليونا": 10**6,
        "مليار": 10**9,
        "مليارات": 10**9,
        "مليارا": 10**9,
        "ترليون": 10**12,
        "ترليونات": 10**12,
        "ترليونا": 10**12,
    },
}
DUALS = {"ألفان": 2 * 10**3, "مليونان": 2 * 10**6, "ملياران": 2 * 10**9, "ترليونان": 2 * 10**12}


def heard(words: str, language: str) -> int:
    """What a listener adds up: small words, hundreds that multiply, and powers that close a
    group.
    """
    bare = re.sub("[\u064b-\u0652]", "", words).replace("اِ", "ا").replace("-", " ")
    whole = group = 0
    for mark in bare.split():
        word = mark.removeprefix("و") if language == "ar" and mark not in SMALL["ar"] else mark
        if word == "and":
            continue
        if word in DUALS and language == "ar":
            whole += DUALS[word]
        elif word in SMALL[language]:
            group += SMALL[language][word]
        elif word == "hundred":
            group *= 100
        else:
            whole, group = whole + max(group, 1) * POWERS[language][word], 0
    return whole + group


@pytest.mark.parametrize("language", ["ar", "en"])
@given(number=st.integers(0, spelling.MOST) | st.integers(0, 3_000))
def test_what_is_heard_is_what_was_meant(language: str, number: int) -> None:
    assert heard(spell(number, language), language) == number


def test_no_two_numbers_sound_alike_in_french() -> None:
    said = [spell(n, "fr") for n in range(20_000)]
    assert len(set(said)) == len(said)
