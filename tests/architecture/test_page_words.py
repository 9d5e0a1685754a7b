"""What a page of the staff says is said somewhere: a word that is missing would be a blank."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

_SAID = re.compile(r"\bsay\.(\w+)")
ROOMS = sorted(p.parent for p in (ROOT / "guichet" / "backoffice").glob("*/templates"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_word_of_a_page_is_said(room: Path) -> None:
    known: set[str] = set()
    for path in room.glob("*words.py"):
        phrases = import_module(f"guichet.backoffice.{room.name}.{path.stem}").PHRASES
        known |= {name.replace("-", "_") for name, words in phrases.items() if "{" not in words.en}
    used = {name for page in room.rglob("*.html") for name in _SAID.findall(page.read_text())}
    assert used
    assert used - known == set()
