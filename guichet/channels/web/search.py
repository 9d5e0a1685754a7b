"""Finding a service by words as people type them, in any of the three languages."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.locale import here
from guichet.lib.text import LANGUAGES, Words, folded_words

_SHORTEST = 3  # letters of a word that tells something
_ALIKE = 0.8  # how near a misspelt word must be


def _words(text: str) -> list[str]:
    """The folded words, each without the Arabic article."""
    return [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in folded_words(text).split()]


@lru_cache(maxsize=1024)
def _known(service: type[Service]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (
        _told(service.title),
        (*_told(service.also or Words("", "", "")), *_countrys(service)),
        (*_told(service.summary), str(service.code)),
    )


def _countrys(service: type[Service]) -> list[str]:
    """What the country's people call it, under whichever of its keys the country wrote it."""
    return [word for key in service.names() for word in _words(here().also.get(key, ""))]


def _told(words: Words) -> tuple[str, ...]:
    return tuple(word for language in LANGUAGES for word in _words(words.at(language)))


def _score(service: type[Service], word: str) -> int:
    """0 when a wanted word is nowhere; a word of the title counts more, and its beginning more
    still.
    """
    title, also, summary = _known(service)  # type: ignore[arg-type]  # classes are hashable
    if any(known.startswith(word) for known in title):
        return 4
    if any(known.startswith(word) for known in also):
        return 3
    if any(word in known for known in title):
        return 2
    return int(any(known.startswith(word) for known in summary))


def found(query: str) -> list[type[Service]]:
    """The services that hold every word of the query, best first; where there is none, those that
    hold most of them, and of a word that nobody knows the word that is spelled nearest.
    """
    wanted = _words(query)
    scores = {
        service: [_score(service, word) for word in wanted] for service in services().values()
    }
    whole = {service: each for service, each in scores.items() if each and all(each)}
    if not whole and (wanted := [w for word in wanted if (w := _spelled(word))]):
        scores = {service: [_score(service, word) for word in wanted] for service in scores}
        most = max(sum(map(bool, each)) for each in scores.values())
        whole = {s: each for s, each in scores.items() if most and sum(map(bool, each)) == most}
    return sorted(whole, key=lambda service: -sum(whole[service]))


def _spelled(word: str) -> str:
    """The word itself if some service holds it, else the nearest in spelling; nothing if it is a
    common or unknown one.
    """
    if len(word) < _SHORTEST:
        return ""
    every = _every_word()
    if any(known.startswith(word) for known in every):
        return word
    return next(iter(get_close_matches(word, every, n=1, cutoff=_ALIKE)), "")


@lru_cache(maxsize=1)
def _every_word() -> tuple[str, ...]:
    held = (word for s in services().values() for words in _known(s) for word in words)  # type: ignore[arg-type]
    return tuple(sorted({word for word in held if len(word) >= _SHORTEST}))
