"""From what people read back to codes: a page and a file show sentences, not codes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache

from guichet.engine.fields import Choice
from guichet.engine.refusal import Severity, declared
from guichet.lib.text import retold

_PLACE = re.compile(r"\\\{\w*(?::[^}]*)?\\\}")  # of an escaped template


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    said = [
        (r.code, retold(r.words.en, "en"))
        for r in declared().values()
        if r.severity is Severity.ERROR
    ]
    said.append(("field-required", Choice.unanswered.en))
    # The longest template first: a general sentence must not claim a particular one's words.
    return [
        (code, re.compile(_PLACE.sub(".*?", re.escape(text)), re.DOTALL))
        for code, text in sorted(said, key=lambda each: -len(_PLACE.sub("", re.escape(each[1]))))
    ]


def codes_of(sentences: Iterable[str]) -> frozenset[str]:
    """The codes of refusals behind English sentences; a sentence that is none of them is
    left out.
    """
    found = (_code_of(html.unescape(s).strip()) for s in sentences)
    return frozenset(code for code in found if code)


@cache  # each channel says the same
def _code_of(sentence: str) -> str | None:
    return next((code for code, pattern in _patterns() if pattern.fullmatch(sentence)), None)
