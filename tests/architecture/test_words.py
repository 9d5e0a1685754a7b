"""What clients read is there in every language, and fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guichet.config import messages
from guichet.engine.fields import Field
from guichet.engine.refusal import Refusal, declared
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service
from guichet.lib.text import LANGUAGES, Words

PLACE = re.compile(r"\{(\w*)(?::[^}]*)?\}")
ARABIC, LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-z]")
SERVICES = list(services().values())
# French puts a (narrow) no-break or ordinary space before these; English and Arabic do not.
TIGHT = re.compile(r"[^\s\u00a0\u202f:/\d][;?!»]|«[^\s\u00a0\u202f]")


def _refusals() -> list[Refusal]:
    from guichet.config import discovery

    for root in discovery.ROOTS:
        for package in discovery.packages(root):
            for name in ("urls", "commands", "queries"):
                if f"{package}.{name}" in set(discovery.modules(name)):
                    __import__(f"{package}.{name}")
    return [r for r in declared().values() if not r.code.startswith("toy-")]


def _fields(service: type[Service]) -> Iterator[tuple[str, Field]]:
    yield from service.inputs.items()
    yield from service.outputs.items()


def _faults(words: Words) -> Iterator[str]:
    for language in LANGUAGES:
        if not getattr(words, language).strip():
            yield f"no words in {language}"
    if not ARABIC.search(words.ar) and LATIN.search(words.en):
        yield "the Arabic has no Arabic letter"
    places = {language: sorted(PLACE.findall(getattr(words, language))) for language in LANGUAGES}
    if len({tuple(set(p)) and tuple(sorted(set(p))) for p in places.values()}) > 1:
        yield f"the places differ: {places}"
    if TIGHT.search(PLACE.sub("x", words.fr)):
        yield f"French spacing: {words.fr!r}"


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda r: r.code)
def test_a_refusal_is_said_in_three_languages_with_the_same_places(refusal: Refusal) -> None:
    assert list(_faults(refusal.words)) == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.key)
def test_a_service_speaks_three_languages(service: type[Service]) -> None:
    said = [service.title, service.summary]
    for _, field in _fields(service):
        said += [words for words in (field.label, field.hint) if words]
        said += list(getattr(field, "options", {}).values())
    assert [fault for words in said for fault in _faults(words)] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.key)
def test_a_service_explains_itself_and_shows_how_it_ends(service: type[Service]) -> None:
    import sys

    assert sys.modules[service.__module__].__doc__
    assert len(service.examples) >= 2
    ends = {example.then for example in service.examples}
    good = {
        Outcome.ACCEPTED.value,
        Outcome.REFERRED.value,
    }  # some are for a person to decide, always
    assert ends & good, "an example that is accepted, or that a person decides on"
    assert ends - {Outcome.ACCEPTED.value}, "an example that is refused"
    codes = {r.code for r in _refusals()} | {outcome.value for outcome in Outcome}
    assert ends <= codes
    for example in service.examples:
        unknown = set(example.given) - set(service.inputs)
        assert not unknown or example.then == "field-unknown"


@pytest.mark.parametrize("language", messages.WRITTEN_IN)
@pytest.mark.parametrize("folder", messages.catalogues(), ids=lambda f: f.parent.name)
def test_every_word_of_a_page_is_translated(folder: Path, language: str) -> None:
    from babel.messages.pofile import read_po

    path = folder / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    known = {message.id for message in catalogue if message.id}
    used = {message.id for message in messages.found(folder) if message.id}
    assert used - known == set(), "run make messages EXTRACT=1 and translate them"
    assert messages.missing(catalogue) == []
