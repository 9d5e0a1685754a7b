"""How long calls are: computed for every service and language, and kept within what people bear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.channels.shared.review import COSTS
from guichet.channels.voice import call_length, capabilities, lexicon, speech, words
from guichet.channels.voice.desk import VoiceDesk
from guichet.channels.voice.menu import PAGE
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.tests.conftest import MOBILE, PIN
from guichet.channels.voice.tests.telephones import Caller
from guichet.channels.voice.tests.test_calls import scripted
from guichet.domain.identity import providers
from guichet.domain.identity.models import IdentityLink
from guichet.engine.actor import Segment
from guichet.engine.fields import Choice
from guichet.engine.outcome import IF_APPROVED
from guichet.lib.plurals import NOUNS
from guichet.lib.text import LANGUAGES, Words
from tests.contract.world import NOW

MOST_STEPS, LONGEST_CALL_S, LONGEST_PROMPT_S, MOST_CHOICES, DEEPEST_MENU = 12, 180, 60, 9, 6
BALANCE_WITHIN_S = 45


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", capabilities.carried(), ids=lambda s: s.key)
def test_a_dialogue_is_short_enough_to_listen_to(service: Any, language: str) -> None:
    walked = call_length.walk(service, language)
    assert walked.steps <= MOST_STEPS
    assert walked.seconds <= LONGEST_CALL_S
    assert walked.longest <= LONGEST_PROMPT_S
    assert walked.choices <= MOST_CHOICES


@pytest.mark.parametrize("segment", Segment)
def test_no_service_lies_deep_in_the_menu(segment: Segment) -> None:
    """Keys from the main menu: what kind, the pages before, the service itself."""
    offered = [s for s in capabilities.carried() if segment in s.audience]
    for kind in (True, False):
        group = [s for s in offered if s.enquiry == kind]
        pages = -(-len(group) // PAGE)
        assert (len(offered) > PAGE) + max(pages, 1) <= DEEPEST_MENU


@pytest.mark.django_db
@pytest.mark.parametrize("many", [False, True], ids=["one establishment", "many"])
@pytest.mark.parametrize("known", [True, False], ids=["own mobile", "any telephone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_balance_is_heard_within_45_seconds(
    line: Any,
    language: str,
    known: bool,
    many: bool,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A caller who waits for each question to end, and presses a menu's key when it has
    been said.
    """
    if many:  # then the establishment is keyed in
        own = ["500000001"] * (capabilities.VOICE.parties + 1)
        monkeypatch.setattr(VoiceDesk, "parties", lambda *_: own)
    settings.IDENTITY_PUSH_URL = "http://127.0.0.1:9"  # the identity app is offered too
    IdentityLink.objects.create(
        account=line.account, issuer=providers.PUSH, subject="x", linked_at=NOW
    )
    line.account.language = language
    line.account.save()
    number = str(line.account.person_number)
    signing = [PIN] if known else [str(LANGUAGES.index(language) + 1), number, PIN]
    which = line.facts["establishment"] if many else "1"
    made = Caller(scripted(*signing, "1", "1", which), MOBILE if known else "")
    made.call()
    spent = 0.0
    for keys, heard in zip([*signing, "1", "1", which, ""], made.heard, strict=True):
        said = [Phrase(text, _language(text, language)) for text in heard]
        said = said if len(keys) > 1 else said[: call_length.of_use(said, language)]
        assert known is False or keys != PIN or words.APP_INSTEAD.at(language) in heard
        spent += call_length.seconds(said) + (
            call_length.THINK_S + call_length.KEY_S * len(keys) if keys else 0
        )
    assert made.heard[-1], "an amount"
    assert spent <= BALANCE_WITHIN_S


def _language(text: str, language: str) -> str:
    return next((at for at in LANGUAGES if text == words.LANGUAGE.at(at)), language)


def test_the_reckoning_agrees_with_what_the_engine_makes(tmp_path: Path) -> None:
    if not speech.can_speak():
        pytest.skip("espeak-ng and sox are not installed")
    speaker = speech.Speech(tmp_path)
    for language in LANGUAGES:
        said = [w.at(language) for w in vars(words).values() if isinstance(w, Words)][:20]
        made = sum(
            len(speaker.made(text, language)) / speech.RATE + call_length.PAUSE_S for text in said
        )
        reckoned = call_length.seconds(Phrase(text, language) for text in said)
        assert reckoned == pytest.approx(made, rel=0.2)


def test_everything_the_telephone_says_by_itself_has_its_vowels() -> None:
    own = [w.ar for w in (*vars(words).values(), IF_APPROVED) if isinstance(w, Words)]
    own += [cost.label.ar for cost in COSTS.values()]
    assert [word for text in own for word in lexicon.missing(text)] == []


def test_what_is_counted_has_its_vowels() -> None:
    forms = [form for noun in NOUNS.values() for form in noun.ar]
    assert sorted({word for form in forms for word in lexicon.missing(form)}) == []


@pytest.mark.parametrize("service", capabilities.carried(), ids=lambda s: s.key)
def test_menus_fields_and_options_have_their_vowels(service: Any) -> None:
    """A service that is carried is said aloud: without vowels the engine's Arabic is noise."""
    fields = [*service.inputs.values(), *service.outputs.values()]
    options = [words for f in fields if isinstance(f, Choice) for words in f.options.values()]
    stages = [words.ar for s in service.stages.values() for words in (s.words, s.meaning)]
    said = [service.title.ar, *stages, *(f.label.ar for f in fields), *(o.ar for o in options)]
    assert sorted({word for text in said for word in lexicon.missing(text)}) == []


def test_vowels_are_put_where_they_are_known_and_nothing_else_is_touched() -> None:
    assert lexicon.vocalised("رقم المنشأة") == "رَقْم المُنْشَأَة"
    assert lexicon.vocalised("Hello زغبر 12 رَقْم") == "Hello زغبر 12 رَقْم"
    assert lexicon.missing("زغبر {value}") == ["زغبر"]
