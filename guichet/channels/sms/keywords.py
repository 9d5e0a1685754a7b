"""The grammar of first words, made from the catalogue: a service is called by its code, its word or
its title.

A service may declare its word (``keyword``); else it is the first word of its title that no other
title has. Abbreviations, possessives and single slips are understood where they leave no doubt.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from guichet.channels.sms import control_words
from guichet.channels.sms.capabilities import carried
from guichet.channels.sms.tokens import tokens
from guichet.channels.sms.word_forms import bare, folded_words, resembles
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES
from guichet.lib.text import folded as fold

_LONG_ENOUGH = 3
_MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Call:
    """What a text calls for: one service and the rest of the text, or several that it may mean."""

    services: tuple[type[Service], ...] = ()
    rest: tuple[str, ...] = ()  # raw words after the call
    language: str = ""  # if the word tells it
    sure: bool = False


def keyword(service: type[Service], language: str) -> str:
    """The word by which a service is called, as it is shown; its code where no word is its own."""
    return _keywords(language)[service.key]


@cache
def _keywords(language: str) -> dict[str, str]:
    seen = Counter(
        word for service in carried() for word in set(folded_words(service.title.at(language)))
    )
    taken = set(control_words.WORDS)
    found: dict[str, str] = {}
    for service in sorted(carried(), key=lambda s: s.keyword is None):  # declared words first
        options = [service.keyword.at(language)] if service.keyword else []
        title = service.title.at(language).replace("’", " ").split()
        options += [
            w for w in title if seen[bare(fold(w))] == 1 and len(bare(fold(w))) >= _LONG_ENOUGH
        ]
        shown = next((w for w in options if bare(fold(w)) not in taken), str(service.code))
        taken.add(bare(fold(shown)))
        found[service.key] = shown.upper()
    return found


@cache
def _exact() -> dict[str, tuple[type[Service], str]]:
    """Folded keyword to its service and language; a word that means two services means none."""
    found: dict[str, tuple[type[Service], str]] = {}
    doubtful: set[str] = set()
    for service in carried():
        for language in LANGUAGES:
            word = bare(fold(keyword(service, language)))
            if word in found and found[word][0] is not service:
                doubtful.add(word)
            elif word in found and found[word][1] != language:
                found[word] = (service, "")  # the same word in two languages
            else:
                found[word] = (service, language)
    return {word: value for word, value in found.items() if word not in doubtful}


@cache
def _titles() -> list[tuple[tuple[str, ...], type[Service], str]]:
    """Folded titles, the longest first."""
    titles = [
        (tuple(folded_words(service.title.at(language))), service, language)
        for service in carried()
        for language in LANGUAGES
    ]
    return sorted(titles, key=lambda t: -len(t[0]))


def call(text: str) -> Call:
    """What a text calls for."""
    raw = tokens(text)
    if not raw:
        return Call()
    first = bare(fold(raw[0]).strip(".:!؟?"))
    for service in carried():
        if raw[0] == str(service.code):
            return Call((service,), tuple(raw[1:]), sure=True)
    words = folded_words(text)
    for title, service, language in _titles():
        if tuple(words[: len(title)]) == title:
            return Call((service,), tuple(raw[len(title) :]), language, sure=True)
    if first in _exact():
        service, language = _exact()[first]
        return Call((service,), tuple(raw[1:]), language, sure=True)
    if control_words.begins_opt_out(text):
        return Call()  # whoever wants peace is not offered to end something else
    near = {known[0]: known[1] for word, known in _exact().items() if resembles(first, word)}
    if len(near) == 1:
        service, language = next(iter(near.items()))
        return Call((service,), tuple(raw[1:]), language, sure=True)
    return Call(tuple(near)[:_MOST_OFFERED] or _likely(words))


def _likely(words: list[str]) -> tuple[type[Service], ...]:
    """Services whose titles or words share most with a sentence somebody wrote."""
    asked = {
        w
        for w in words
        if len(w) >= _LONG_ENOUGH and control_words.said(w) is not control_words.Said.STOP
    }
    scores: dict[type[Service], int] = {}
    for service in carried():
        own = {w for language in LANGUAGES for w in _vocabulary(service.key, language)}
        score = sum(any(resembles(word, known) for known in own) for word in asked)
        if score:
            scores[service] = score
    best = max(scores.values(), default=0)
    return tuple(s for s, score in scores.items() if score == best)[:_MOST_OFFERED]


@cache
def _vocabulary(key: str, language: str) -> frozenset[str]:
    service = service_of(key)
    words = folded_words(f"{service.title.at(language)} {keyword(service, language)}")
    return frozenset(word for word in words if len(word) > _LONG_ENOUGH)
