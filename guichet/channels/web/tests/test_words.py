"""The words of pages: whole in both other languages, with French spacing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import guichet

LOCALE = Path(guichet.__file__).parent / "locale"
PLACES = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_message_is_translated_with_its_places(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        assert all(said), f"{language} lacks {message.id!r}"
        assert not message.fuzzy
        # Arabic spells one and two out, so a place may be left out of a plural form but none may be
        # invented.
        known = set(PLACES.findall(" ".join(ids)))
        assert all(set(PLACES.findall(text)) <= known for text in said)
        if len(ids) == 1:
            assert set(PLACES.findall(said[0])) == known


def test_french_keeps_high_punctuation_on_its_line() -> None:
    text = (LOCALE / "fr" / "LC_MESSAGES" / "django.po").read_text("utf-8")
    spoken = [line for line in text.splitlines() if line.startswith("msgstr")]
    assert not [
        line for line in spoken if re.search(r"[^\u202f\u00a0][;?!]|[^\u202f\u00a0\d]:", line)
    ]
