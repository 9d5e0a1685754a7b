"""Vowels for Arabic that is written without them: services, fields and refusals are; a speech
engine needs them.

``vocalised.txt`` holds the words. One that is missing is spoken as it is written: understandable to
a person reading, hardly to one listening. ``guichet docs`` lists what is missing, and a recording
takes the place of any phrase.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from guichet.lib.locale import here

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_WORD = re.compile("[\u0621-\u0652\u0670]+")
_PLACE = re.compile(r"\{\w*(?::[^}]*)?\}")
FILE = Path(__file__).with_name("vocalised.txt")


def bare(word: str) -> str:
    """Letters only; a vowel carrier at the start of a word is written with or without its hamza
    mark alike.
    """
    return _MARKS.sub("", word)


@cache
def _words() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        for entry in line.split():
            written, _, vocalised = entry.rpartition("=")
            known.setdefault(written or bare(vocalised), vocalised)
    return known | {bare(word): word for word in here().vowels.split()}


def vocalised(text: str) -> str:
    """``text`` with the vowels of every word that is known; what has vowels already keeps them."""
    return _WORD.sub(lambda found: _vocalised(found[0]), text)


def missing(text: str) -> list[str]:
    """The words of ``text`` whose vowels nobody has written down."""
    return [word for word in _WORD.findall(_PLACE.sub("", text)) if not _known(word)]


def _vocalised(word: str) -> str:
    known = _words()
    return known.get(word) or (word if _has_vowels(word) else known.get(bare(word), word))


def _known(word: str) -> bool:
    return word in _words() or _has_vowels(word) or bare(word) in _words()


def _has_vowels(word: str) -> bool:
    # A single shadda or tanwin helps a reader; a vocalised word has a mark on about every second
    # letter.
    marks = len(_MARKS.findall(word))
    return marks >= 2 or marks * 2 >= len(bare(word))
