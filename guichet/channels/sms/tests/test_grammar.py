"""The grammar is unambiguous, whatever the catalogue holds; what the channel says has the same places in every language."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.sms import keywords, parts, telling, templates, words
from guichet.channels.sms.carrying import asked, carried
from guichet.channels.sms.folding import fold, resembles
from guichet.channels.sms.said import Said, said
from guichet.engine.fields import Choice
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES, Words

_PLACE = re.compile(r"\{\w+\}")


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
        assert parts.count(telling.written(text)) <= 3, (name, text)


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
    [("ايقاف", Said.STOP), ("إيقاف.", Said.STOP), ("ARRÊT", Said.STOP), ("Stop", Said.STOP), ("نَعَم", Said.YES), ("d’accord", Said.YES), ("?", Said.HELP), ("لا", Said.NO)],
)  # fmt: skip
def test_common_words_in_any_spelling(text: str, meant: Said) -> None:
    assert said(text) is meant


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
