"""Words in the institution's three languages, and digits as people type them."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("ar", "en", "fr")

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ASCII_DIGITS = "0123456789"
# Marks that copy and paste drags along: bidi controls, zero-width joiners, byte-order mark.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

_PLAIN_DIGITS = str.maketrans(ARABIC_INDIC + PERSIAN, ASCII_DIGITS * 2)


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or label in Arabic, English and French.

    A template may hold named places, ``{wage}``, filled by :meth:`at`.
    """

    ar: str
    en: str
    fr: str

    # Django templates call whatever can be called; a label is never meant to be.
    do_not_call_in_templates = True

    def at(self, language: str, **values: object) -> str:
        """The words in ``language`` ('ar', 'en', 'fr' or a variant such as 'ar-sa')."""
        text = getattr(self, language[:2], None) or self.en
        return text.format_map(_Places(values)) if "{" in text else text

    def __call__(self, language: str, **values: object) -> str:
        return self.at(language, **values)


class _Places(dict[str, object]):
    """A missing value must never turn a refusal into a crash: it shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def plain_digits(text: str) -> str:
    """``text`` with Arabic-Indic and Persian digits as ASCII and invisible marks removed."""
    return text.translate(_PLAIN_DIGITS).translate({ord(mark): None for mark in INVISIBLE})
