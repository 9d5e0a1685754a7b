"""A number and what it counts are joined by :mod:`guichet.lib.plurals`, never written side by side
in a template.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from guichet.lib.plurals import NOUNS, counted
from guichet.lib.text import LANGUAGES, Words
from tests.architecture.repository import ROOT, python_files, short, tree

_FORMS = sorted(
    {form for noun in NOUNS.values() for forms in (noun.ar, noun.en, noun.fr) for form in forms},
    key=len,
    reverse=True,
)
_SIDE_BY_SIDE = re.compile(
    rf"(?:\{{\w+\}}|%\(\w+\)[ds]) (?:{'|'.join(map(re.escape, _FORMS))})(?!\w)"
)
_SAID = {"Words", "Refusal"}


def _sentences(path: Path) -> list[str]:
    return [
        part.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SAID
        for given in [*node.args, *(keyword.value for keyword in node.keywords)]
        for part in ast.walk(given)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_no_sentence_writes_a_noun_beside_a_place() -> None:
    found = [
        f"{short(path)}: {text}"
        for path in python_files("guichet", "demo")
        if "tests" not in path.parts
        for text in _sentences(path)
        if _SIDE_BY_SIDE.search(text)
    ]
    assert found == []


def test_no_word_of_a_page_does_but_by_its_plural() -> None:
    found = []
    for path in sorted((ROOT / "guichet").rglob("locale/*/LC_MESSAGES/*.po")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("msgstr ") and _SIDE_BY_SIDE.search(line):
                found.append(f"{short(path)}: {line}")
    assert found == []


@pytest.mark.parametrize(
    ("count", "noun", "ar", "en", "fr"),
    [
        (9, "digit", "9 أرقام", "9 digits", "9 chiffres"),
        (10, "second", "10 ثوانٍ", "10 seconds", "10 secondes"),
        (59, "row", "59 سطرًا", "59 rows", "59 lignes"),
        (1, "row", "سطر واحد", "1 row", "1 ligne"),
        (2, "row", "سطران", "2 rows", "2 lignes"),
        (3, "row", "3 أسطر", "3 rows", "3 lignes"),
        (100, "row", "100 سطر", "100 rows", "100 lignes"),
        (0, "row", "0 سطر", "0 rows", "0 ligne"),
        ("1,048,575", "row", "1,048,575 سطرًا", "1,048,575 rows", "1\u202f048\u202f575 lignes"),
    ],
)
def test_numbers_agree_with_what_they_count(
    count: object, noun: str, ar: str, en: str, fr: str
) -> None:
    assert [counted(count, noun, language) for language in LANGUAGES] == [ar, en, fr]
    # Braces are meant.
    template = Words(ar="{n:%s}" % noun, en="{n:%s}" % noun, fr="{n:%s}" % noun)  # noqa: UP031
    assert [template.at(language, n=count) for language in LANGUAGES] == [ar, en, fr]


def test_an_object_takes_the_other_dual() -> None:
    assert counted(2, "minute", "ar", oblique=True) == "دقيقتين"
    assert counted(2, "minute", "ar") == "دقيقتان"
