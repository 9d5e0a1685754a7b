"""No word of the first country stands outside its folder, but where the terms of another put their
own in its place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from guichet.law import load
from guichet.lib.text import pairs_of, with_pairs
from tests.architecture.repository import ROOT

PRODUCT = ROOT / "guichet"
# What no terms could put right: names of bodies and schemes, and numbers. `\b` keeps "madame" and
# the like out.
TERMS = load("xx").locale.terms
NAMES = re.compile(
    r"\b(?:GOSI|Absher|Iqama|Nafath|SADAD|[Mm]ada|SARIE|Mudad|Qiwa|Riyadh|Umm al-Qura)\b|أبشر|نفاذ|مدى\b|الرياض|رقم الإقامة"
    r"|\+966|\b00966|\b05[0-9]{8}\b|\bSA[0-9]{22}\b|\bSA (?:and|suivi|ويليه)|\b[12]0{5}[0-9]{3}[1-9]\b"
)
# What the house says of every country, to be told in the terms of each.
TOLD = re.compile(
    r"\bSAR\b|[Rr]iyal|[Hh]alala|[Ss]aud[ií]|saoudien|Saned|SANED|M/33|M/273|Hijri|hégir"
    r"|ريال|هلل(?:ة|ات)|سعودي|ساند|هجري|الإقامة|نظام م/"
)
# the Hijri calendar itself, which a country has or has not: nothing of it is shown where it has not
CALENDAR = {
    "channels/shared/forms.py",
    "engine/fields/causes.py",
    "engine/fields/measures.py",
    "lib/calendars.py",
    "lib/hijri_names.py",
    "lib/display.py",
}


def _bare(text: str) -> str:
    """Without the vowels that the telephone's Arabic has."""
    return re.sub("[\u064b-\u0652]", "", text)


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PRODUCT.rglob("*.py")):
        name = path.relative_to(PRODUCT).as_posix()
        if not re.search(r"(^|/)tests/|/migrations/|^law/(sa|xx)/", name):
            yield name, ast.parse(path.read_text("utf-8"))


def _texts(module: ast.Module) -> Iterator[ast.Constant]:
    """String constants that are no docstrings."""
    described = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in described
        ):
            yield node


def _sentences(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Language and text of every sentence in three languages."""
    for node in ast.walk(module):
        for given in node.keywords if isinstance(node, ast.Call) else ():
            if given.arg in TERMS:
                yield from (
                    (given.arg, one.value)
                    for one in ast.walk(given.value)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_no_name_of_the_first_country_stands_outside_its_folder() -> None:
    found = {
        f"{name}:{text.lineno} {text.value[:60]}"
        for name, module in _modules()
        for text in _texts(module)
        if NAMES.search(_bare(text.value))
    }
    found |= {
        f"{path.relative_to(PRODUCT)} {hit[0]}"
        for path in PRODUCT.rglob("*.html")
        if (hit := NAMES.search(path.read_text("utf-8")))
    }
    assert not found, "\n".join(sorted(found))


def test_every_sentence_is_told_in_the_terms_of_another_country() -> None:
    pairs = {language: pairs_of(terms, language) for language, terms in TERMS.items()}
    found = {
        f"{name} {language}: {told[:90]}"
        for name, module in _modules()
        if name not in CALENDAR
        for language, text in _sentences(module)
        if TOLD.search(_bare(told := with_pairs(text, pairs[language])))
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_every_word_of_pages_is_told_in_the_terms_of_another_country(language: str) -> None:
    pairs = pairs_of(TERMS[language], language)
    written = "ar" if language == "en" else language  # English is what the pages themselves say
    found = []
    for path in sorted(PRODUCT.rglob(f"locale/{written}/LC_MESSAGES/django.po")):
        for message in read_po(BytesIO(path.read_bytes())):
            said = message.id if language == "en" else message.string
            texts = said if isinstance(said, list | tuple) else [said]
            found += [told for text in texts if TOLD.search(told := with_pairs(text or "", pairs))]
    assert found == []
