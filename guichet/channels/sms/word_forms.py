"""Words as they are compared: however somebody writes them on a small keyboard, in any of three
languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guichet.lib.text import folded

_WORD = re.compile(r"[^\W_]+")
_ARTICLE = "ال"
_SHORTEST = 3  # letters of an abbreviation
_FORGIVING = 5  # letters from which one slip is forgiven


def folded_words(text: str) -> list[str]:
    """The words of a text, folded; an Arabic article is no part of a word."""
    return [bare(word) for word in _WORD.findall(folded(text))]


def bare(word: str) -> str:
    """A folded word without its Arabic article."""
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 4 else word


@lru_cache(maxsize=4096)
def resembles(word: str, keyword: str) -> bool:
    """Whether a word is meant to be the keyword: an abbreviation of it, a possessive, or one slip
    of a finger away.
    """
    if word == keyword:
        return True
    if len(word) >= _SHORTEST and keyword.startswith(word):
        return True
    if len(keyword) >= _SHORTEST and word == keyword + "ي":  # "my …" in Arabic
        return True
    return min(len(word), len(keyword)) >= _FORGIVING and _one_slip(word, keyword)


def _one_slip(a: str, b: str) -> bool:
    """One letter more, one fewer, one other, or two neighbours swapped."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or a[at : at + 2][::-1] + a[at + 2 :] == b[at:]


def language_of(text: str) -> str | None:
    """``ar`` for a text with Arabic letters; None for others: English and French are told apart by
    their words.
    """
    return "ar" if re.search("[\u0620-\u064a]", text) else None
