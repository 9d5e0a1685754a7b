"""From what people read back to codes: a page and a file show sentences, not codes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache

from guichet.engine.refusal import Severity, declared

_PLACE = re.compile(r"\\\{\w*\\\}")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    errors = [r for r in declared().values() if r.severity is Severity.ERROR]
    # The longest template first: a general sentence must not claim a particular one's words.
    return [
        (r.code, re.compile(_PLACE.sub(".*?", re.escape(r.words.en)), re.DOTALL))
        for r in sorted(errors, key=lambda r: -len(_PLACE.sub("", re.escape(r.words.en))))
    ]


def codes_of(sentences: Iterable[str]) -> frozenset[str]:
    """The codes of refusals behind English sentences; a sentence that is none of them is left out."""
    found = (_code_of(html.unescape(s).strip()) for s in sentences)
    return frozenset(code for code in found if code)


def _code_of(sentence: str) -> str | None:
    return next((code for code, pattern in _patterns() if pattern.fullmatch(sentence)), None)
