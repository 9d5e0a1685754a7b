"""One folding of spellings: what is looked for and what is kept fold alike, in Python and
in SQL.
"""

from __future__ import annotations

import pytest

from guichet.engine import store
from guichet.lib.text import folded, sql_folded

NAMES = [
    "أحمد آل إبراهيم",
    "احمد ال ابراهيم",
    "فاطمة مصطفى",
    "فاطمه مصطفي",
    "مُحَمَّد",
    "مـحـمـد",
    "رؤوف",
    "هدى",
    "Éloïse Lefèvre",
    "François ÇELİK".replace("İ", "I"),
    "JOSÉ",
    "Müller",
    "سناء",
    "یاسر کریم",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_database_folds_as_we_do(name: str) -> None:
    assert store.value(f"SELECT {sql_folded('%(name)s::text')}", name=name) == folded(name)


def test_spellings_of_one_name_are_one() -> None:
    assert folded("أحمد آل إبراهيم") == folded("احمد ال ابراهيم")
    assert folded("فاطمة مصطفى") == folded("فاطمه مصطفي")
    assert folded("مُحَمَّد") == folded("مـحـمـد") == folded("محمد")
