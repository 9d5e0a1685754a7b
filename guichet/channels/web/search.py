"""Finding a service by words as people type them, in any of the three languages."""

from __future__ import annotations

from functools import lru_cache

from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import folded_words


def _words(text: str) -> list[str]:
    """The folded words, each without the Arabic article."""
    return [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in folded_words(text).split()]


@lru_cache(maxsize=1024)
def _known(service: type[Service]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    titles, summaries = service.title, service.summary
    return (
        tuple(_words(f"{titles.ar} {titles.en} {titles.fr}")),
        tuple(_words(f"{summaries.ar} {summaries.en} {summaries.fr} {service.code}")),
    )


def _score(service: type[Service], wanted: list[str]) -> int:
    """0 when a wanted word is nowhere; a word of the title counts more, and its beginning more still."""
    title, summary = _known(service)  # type: ignore[arg-type]  # classes are hashable
    total = 0
    for word in wanted:
        if any(known.startswith(word) for known in title):
            total += 4
        elif any(word in known for known in title):
            total += 2
        elif any(known.startswith(word) for known in summary):
            total += 1
        else:
            return 0
    return total


def found(query: str) -> list[type[Service]]:
    """The services that hold every word of the query, best first."""
    wanted = _words(query)
    scored = [(_score(service, wanted), service) for service in services().values()]
    return [service for score, service in sorted(scored, key=lambda s: -s[0]) if score]
