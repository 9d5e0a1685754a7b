"""What is one thing is worded once: the same English never stands beside two Arabics or two
Frenches.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import python_files, short, tree

LANGUAGES = ("ar", "en", "fr")
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")  # spoken words have them, written ones hardly
_ARTICLE = re.compile(
    r"(?<!\w)ال(?=\w{2})"
)  # a label is definite in Arabic where a member of a list is not
# One English for what Arabic or French must tell apart; a further one takes a reason, here.
APART = {
    "Reference": "said by telephone it is the number of the request: nobody sees which reference is meant"
}


def _worded(path: Path) -> Iterator[tuple[str, str, str]]:
    """Every phrase in three languages that a module words itself."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            values = [given.get(language) for language in LANGUAGES]
            if all(
                isinstance(value, ast.Constant) and isinstance(value.value, str) for value in values
            ):
                yield tuple(value.value for value in values)  # type: ignore[union-attr,misc]


def _plain(arabic: str) -> str:
    return _ARTICLE.sub("", _VOWELS.sub("", arabic))


def _differing(phrases: dict[str, list[tuple[str, str, str]]]) -> list[str]:
    """English phrases that two modules word with another Arabic or French: phrases by module."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    modules: dict[str, set[str]] = defaultdict(set)
    for module, worded in phrases.items():
        for arabic, english, french in worded:
            found[english].add((_plain(arabic), french))
            modules[english].add(module)
    return [
        f"“{english}”: {', '.join(sorted(modules[english]))}"
        for english, others in sorted(found.items())
        if len(others) > 1 and len(modules[english]) > 1 and english not in APART
    ]


def test_an_english_phrase_has_one_arabic_and_one_french() -> None:
    code = [p for p in python_files("guichet") if not {"tests", "migrations"} & set(p.parts)]
    phrases = {short(path): list(_worded(path)) for path in code}
    assert sum(map(len, phrases.values())) > 1_500
    assert _differing(phrases) == []


def test_a_second_wording_is_found() -> None:
    one, other = ("سداد", "Payment", "Paiement"), ("دفعة", "Payment", "Paiement")
    assert _differing({"a.py": [one], "b.py": [other]}) == ["“Payment”: a.py, b.py"]
    assert _differing({"a.py": [one], "b.py": [("السداد", "Payment", "Paiement")]}) == []


def test_each_reason_to_keep_two_wordings_is_still_needed() -> None:
    code = [p for p in python_files("guichet") if not {"tests", "migrations"} & set(p.parts)]
    worded = {english: set() for english in APART}  # type: dict[str, set[tuple[str, str]]]
    for path in code:
        for arabic, english, french in _worded(path):
            if english in worded:
                worded[english].add((_plain(arabic), french))
    assert [english for english, ways in worded.items() if len(ways) < 2] == []
