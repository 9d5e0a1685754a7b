"""The grammar is unambiguous, whatever the catalogue holds; what the channel says has the same
places in every language.
"""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.sms import answer_lines, keywords, parts, templates, words
from guichet.channels.sms.capabilities import asked, carried
from guichet.channels.sms.control_words import Said, said
from guichet.channels.sms.tokens import tokens
from guichet.channels.sms.word_forms import resembles
from guichet.dialogue import entry
from guichet.engine.fields import Choice, Money
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES, Words
from guichet.lib.text import folded as fold

_PLACE = re.compile(r"\{(\w+)[^}]*\}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", carried(), ids=lambda s: s.key)
def test_a_service_is_called_by_its_word_its_title_and_its_code(
    service: type[Service], language: str
) -> None:
    word = keywords.keyword(service, language)
    assert said(word) is None, "a word that means something else at any time"
    for opening in (word, word.lower(), service.title.at(language), str(service.code), f"{word} 7"):
        found = keywords.call(opening)
        assert found.services == (service,) and found.sure, opening


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_services_have_one_word(language: str) -> None:
    shown = [fold(keywords.keyword(service, language)) for service in carried()]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", carried(), ids=lambda s: s.key)
def test_every_question_fits_into_three_parts(service: type[Service], language: str) -> None:
    for name in asked(service):
        field = service.inputs[name]
        label = field.label.at(language)
        if isinstance(field, Choice):
            options = [f"{at} {o.at(language)}" for at, o in enumerate(field.options.values(), 1)]
            text = words.CHOOSE.at(language, label=label, list="\n".join(options))
        else:
            hint = f" {field.hint.at(language)}" if field.hint else ""
            text = words.ENTER.at(language, label=label, hint=hint)
        assert parts.count(answer_lines.written(text)) <= 3, (name, text)


@pytest.mark.parametrize("module", [words, templates], ids=["words", "templates"])
def test_every_sentence_has_the_same_places_in_every_language(module: object) -> None:
    for name, value in vars(module).items():
        if isinstance(value, Words):
            assert all(getattr(value, language) for language in LANGUAGES), name
            found = {
                tuple(sorted(_PLACE.findall(getattr(value, language)))) for language in LANGUAGES
            }
            assert len(found) == 1, name


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ايقاف", Said.STOP),
        ("إيقاف.", Said.STOP),
        ("ARRÊT", Said.STOP),
        ("Stop", Said.STOP),
        ("نَعَم", Said.YES),
        ("d’accord", Said.YES),
        ("?", Said.HELP),
        ("لا", Said.NO),
    ],
)
def test_common_words_in_any_spelling(text: str, meant: Said) -> None:
    assert said(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        "STOP please",
        "Please stop!",
        "Stop sending me messages",
        "إيقاف الإشعارات",
        "أوقف الرسائل من فضلك",
        "arrêtez les avis svp",
        "STOP, thanks.",
    ],
)
def test_a_polite_wish_for_silence_is_one(text: str) -> None:
    assert said(text) is Said.STOP


@pytest.mark.parametrize(
    "text", ["please don't stop", "stop the delegate 1000000008", "إيقاف الوكيل ١"]
)
def test_another_sentence_with_stop_is_no_opt_out_and_offers_to_end_nothing(text: str) -> None:
    assert said(text) is None
    found = keywords.call(text)
    assert not [s for s in found.services if "end_" in s.key] or found.sure


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("WAGE 5 7 2026-12 12,500", ["12,500"]),
        ("SALAIRE 5 7 2026-12 12500,50", ["12500,50"]),
        ("SALAIRE 5 7 2026-12 12 500,50", ["12500,50"]),
        ("SALAIRE 5 7 2026-12 12\u202f500", ["12500"]),
        ("أجر 5 7 2026-12 ١٢٬٥٠٠", ["12٬500"]),
        ("أجر 5 7 2026-12 ١٢،٥٠٠٫٧٥", ["12,500٫75"]),
        ("JOIN 5 7 29/11/2026 8,500.00 2,000", ["8,500.00", "2,000"]),
        ("JOIN 5, 7, 29/11/2026, 8.500,00, 2.000,00", ["8.500,00", "2.000,00"]),
        ("JOIN 5,7,29/11/2026,8500,200", ["8500", "200"]),
        ("JOIN 5 7 29/11/2026 1,234,567.89 8500", ["1,234,567.89", "8500"]),
        (
            "BANK 5 7 2026-12 SA03 8000 0000 6080 1016 7519 2000",
            ["SA0380000000608010167519", "2000"],
        ),
    ],
)
def test_a_comma_of_a_number_parts_nothing(text: str, values: list[str]) -> None:
    """What is written one after another stays as many values as were meant."""
    head = ["5", "7"]
    assert tokens(text)[1:3] == head and tokens(text)[4:] == values


@given(st.integers(0, 10**9), st.sampled_from([",", "٬", "،"]), st.integers(0, 99))
def test_grouped_amounts_come_back_as_one(whole: int, mark: str, part: int) -> None:
    grouped = f"{whole:,}".replace(",", mark)
    (token,) = tokens(f"{grouped}.{part:02}")
    assert entry.canonical(Money(Words("", "", "")), token) == f"{whole}.{part:02}"


def test_a_reference_in_an_arabic_text_stands_left_to_right() -> None:
    """A handset shows digits before letters in another order right-to-left; the mark before it
    keeps the order.
    """
    for reference in ("2345-ACEF-98765", "9WJ6-XTEF-HCA74", "2345-6789-23456"):
        written = answer_lines.written(f"المرجع: \u2066{reference}\u2069. شكرًا")
        assert written == f"المرجع: \u200e{reference}. شكرًا"
        assert answer_lines.written(f"Reference: {reference}") == f"Reference: {reference}"


def test_one_slip_is_forgiven_and_two_are_not() -> None:
    assert (
        resembles("balanec", "balance")
        and resembles("balnce", "balance")
        and resembles("balancce", "balance")
    )
    assert not resembles("blnce", "balance") and not resembles("wage", "page")


@given(st.text(max_size=60) | st.text(string.ascii_letters + "رصيداجل ٠١٢", max_size=40))
def test_any_text_calls_for_something_or_nothing(text: str) -> None:
    found = keywords.call(text)
    assert len(found.services) <= 5
    assert not found.sure or len(found.services) == 1
