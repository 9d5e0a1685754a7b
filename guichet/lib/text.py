"""Words in the institution's three languages; digits, marks and letters as people type them, made
plain.

One list of invisible marks and one folding of spellings, so that what is the same to a reader is
the same to every
channel: headings of files, choices, movements, words of a text message, search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from guichet.lib import country_languages
from guichet.lib.places import SHOWN, Place, Tell

LANGUAGES = country_languages.HOUSE

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ASCII_DIGITS = "0123456789"
# Marks that copy and paste drags along (Unicode's general category Cf, as far as no word needs
# them): soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width spaces and joiners,
# bidi controls, word joiner and invisible operators, bidi isolates, deprecated controls, byte-order
# mark, interlinear marks.
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x180B, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
    )
    for code in range(first, last + 1)
)

_PLAIN_DIGITS = str.maketrans(ARABIC_INDIC + PERSIAN, ASCII_DIGITS * 2)
_NO_MARKS = dict.fromkeys(map(ord, INVISIBLE))
# Letters that are written one for another in Arabic: hamza seats, final ya, ta marbuta; Persian kaf
# and ya of foreign keyboards; and the tatweel, which is only drawn.
_ALIKE = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ئ": "ي",
    "ی": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ک": "ك",
    "ء": "",
    "ـ": "",
}
_ONE_LETTER = str.maketrans(_ALIKE)
_UNACCENTED = {
    letter: bare
    for letter in map(chr, range(0x00DF, 0x0180))
    if letter.islower()
    and (bare := unicodedata.normalize("NFKD", letter)[0]) != letter
    and bare.isascii()
}
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or label in Arabic, English and French.

    A template may hold named places, ``{wage}``, filled by :meth:`at`; ``{rows:row}`` is a number
    with its noun, ``{since:date}`` a day (:mod:`guichet.lib.places`).
    """

    ar: str
    en: str
    fr: str

    # Django templates call whatever can be called; a label is never meant to be.
    do_not_call_in_templates = True

    def at(self, language: str, **values: object) -> str:
        """The words in ``language`` ('ar', 'en', 'fr' or a variant such as 'ar-sa')."""
        return self.told(language, values)

    def template(self, language: str) -> str:
        """The words in the country's terms, their places still open."""
        if country_languages.is_brought(language):
            own = country_languages.said(self.en, language)
            return own if own is not None else self.template("en")
        text = getattr(self, language[:2], None) or self.en
        return retold(text, language) if _TERMS else text

    def told(self, language: str, values: Mapping[str, object], tell: Tell = SHOWN) -> str:
        """The same for a medium with a way of its own to tell days, months and amounts."""
        text = self.template(language)
        return filled(text, language, values, tell) if "{" in text else text

    def __call__(self, language: str, **values: object) -> str:
        return self.at(language, **values)


Pairs = tuple[re.Pattern[str], dict[str, str]]
# By language, what stands in our sentences and what the country says instead: nothing, but for a
# country with terms of its own.
_TERMS: dict[str, Pairs] = {}


def speak_in(terms: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Use a country's terms in every sentence from now on: by language, pairs of ours and
    theirs.
    """
    _TERMS.clear()
    _TERMS.update(
        {language: pairs_of(pairs, language) for language, pairs in terms.items() if pairs}
    )
    retold.cache_clear()


def pairs_of(terms: Sequence[tuple[str, str]], language: str) -> Pairs:
    """Pairs of our words and others ready to be put in, the longest of ours first."""
    # Arabic writes its article and prepositions onto the word.
    before, after = ("", "") if language == "ar" else (r"(?<!\w)", r"(?!\w)")
    ours = sorted((ours for ours, _ in terms), key=len, reverse=True)
    return re.compile("|".join(f"{before}{re.escape(one)}{after}" for one in ours)), dict(terms)


def with_pairs(text: str, pairs: Pairs) -> str:
    """A text with the others' words in place of ours."""
    return pairs[0].sub(lambda found: pairs[1][found[0]], text)


@lru_cache(maxsize=8192)
def retold(text: str, language: str) -> str:
    """A sentence of ours in the country's terms."""
    found = _TERMS.get(language[:2])
    return with_pairs(text, found) if found else text


def filled(template: str, language: str, values: Mapping[str, object], tell: Tell = SHOWN) -> str:
    """A template with its places filled; a missing value shows as an ellipsis."""
    return template.format_map(_Places(values, language, tell))


class _Places(dict[str, object]):
    """A missing value must never turn a refusal into a crash: it shows as an ellipsis."""

    def __init__(self, values: Mapping[str, object], language: str, tell: Tell) -> None:
        super().__init__(values)
        self._language, self._tell = language, tell

    def __getitem__(self, key: str) -> object:
        value = self.get(key, "…")
        return Place(value, self._language, self._tell) if isinstance(value, str | int) else value


def plain_digits(text: str) -> str:
    """``text`` with Arabic-Indic and Persian digits as ASCII and invisible marks removed."""
    return text.translate(_PLAIN_DIGITS).translate(_NO_MARKS)


def without_marks(text: str) -> str:
    """``text`` without invisible marks."""
    return text.translate(_NO_MARKS)


def sql_folded(column: str) -> str:
    """SQL that folds a column of names as :func:`folded` folds what is looked for in it: letters
    alike in Arabic, vowel signs, case, and the accents of Latin names. ``column`` is an expression
    of ours, never a client's text.
    """
    kept = {letter: to for letter, to in _ALIKE.items() if to} | _UNACCENTED
    gone = [letter for letter, to in _ALIKE.items() if not to] + [
        *map(chr, range(0x064B, 0x0660)),
        "\u0670",
    ]
    return (
        f"translate(lower({column}), '{''.join(kept) + ''.join(gone)}', '{''.join(kept.values())}')"
    )


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """``text`` as it is compared: lower case, ASCII digits, no accents, vowel signs, tatweel and
    invisible marks, and one letter for those that Arabic typing does not keep apart (أ إ آ ا, ة ه,
    ى ي, hamza). Spaces and punctuation stay.
    """
    # Composed first: a hamza carried as a combining mark must not vanish before its letter is
    # known.
    composed = unicodedata.normalize("NFC", plain_digits(text)).translate(_ONE_LETTER)
    split = unicodedata.normalize("NFKD", composed.casefold())
    bare = "".join(letter for letter in split if not unicodedata.combining(letter))
    return bare.translate(_ONE_LETTER)


def folded_words(text: str) -> str:
    """:func:`folded`, with one space for whatever stands between words."""
    return _NO_WORD.sub(" ", folded(text)).strip()


def folded_letters(text: str) -> str:
    """:func:`folded`, without anything but letters and digits."""
    return _NO_WORD.sub("", folded(text))


def folded_of(text: pl.Expr) -> pl.Expr:
    """:func:`folded` for a column of texts; each distinct text is folded once."""

    def fold(column: pl.Series) -> pl.Series:
        distinct = column.unique().drop_nulls().to_list()
        spelled = {written: folded(written) for written in distinct}
        return column.replace_strict(spelled, default=None, return_dtype=pl.String)

    return text.map_batches(fold, return_dtype=pl.String)
