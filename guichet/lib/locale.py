"""How a country writes: its money, its numbers of persons, accounts and telephones, its calendar
and its own terms.

The second half of the port (`guichet.law.port` has the law): what the lowest layers need to read
and to show. A country's package fills a `Locale`; `here` is that of the country this installation
serves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from guichet.lib.spelling_ar import ArabicNoun

if TYPE_CHECKING:
    from guichet.lib.text import Words  # which tells amounts and so asks this module


@dataclass(frozen=True, slots=True)
class Noun:
    """Something that is counted."""

    ar: ArabicNoun
    en: tuple[str, str]  # one, several
    fr: tuple[str, str]
    fr_feminine: bool = False


@dataclass(frozen=True, slots=True)
class Currency:
    """The money every amount is in, as whole minor units."""

    code: str  # ISO 4217
    scale: int  # decimals: 2 for the riyal, 3 for the dinar; at least 1
    sign: Words  # beside an amount
    whole: Noun  # as it is spoken, with vowels in Arabic
    part: Noun
    named: (
        str  # a regular expression of every way it is written beside an amount in files and forms
    )

    @property
    def minor(self) -> int:
        """Minor units in one whole."""
        return int(10**self.scale)


class Persons(Protocol):
    """Numbers of persons: kept as Int64, shown with leading noughts."""

    @property
    def digits(self) -> int:
        """How many."""

    @property
    def pattern(self) -> str:
        """Of JSON schema."""

    @property
    def length(self) -> Words:
        """How many digits, in words: 10 digits."""

    @property
    def hint(self) -> Words:
        """Beside a field: how long it is and how it begins."""

    @property
    def wrong(self) -> Words:
        """Of {value}: what such a number looks like."""

    @property
    def mistyped(self) -> Words:
        """Of {value}: a digit is not right."""

    def formed(self, number: pl.Expr) -> pl.Expr:
        """Whether a whole number could be one, its check digits aside."""

    def right(self, number: pl.Expr) -> pl.Expr:
        """Whether its check digits are right as well."""

    def valid(self, text: str) -> bool:
        """The same of one text."""

    def made(self, resident: pl.Expr, serial: pl.Expr) -> pl.Expr:
        """The right number of a citizen (0) or resident (1) with a serial below 10**8, for trial
        worlds: no two alike.
        """

    def serial(self, number: pl.Expr) -> pl.Expr:
        """The serial that `made` a number."""

    def resident(self, number: pl.Expr) -> pl.Expr:
        """1 for a resident's number, 0 for a citizen's."""


class Accounts(Protocol):
    """Numbers of bank accounts."""

    @property
    def prefix(self) -> str:
        """Letters that a keypad lacks; may be empty."""

    @property
    def digits(self) -> int:
        """How many are keyed after them."""

    @property
    def pattern(self) -> str:
        """Of JSON schema."""

    @property
    def wrong(self) -> Words:
        """Of {value}: what such a number looks like."""

    def ok(self, text: pl.Expr) -> pl.Expr:
        """Whether texts without spaces, in capitals, are right."""

    def valid(self, text: str) -> bool:
        """The same of one text, with spaces or without."""

    def checked(self, body: str) -> str:
        """The account of a body of digits, ``digits`` less its check digits, for trial worlds."""


class Mobiles(Protocol):
    """Numbers of mobile telephones, kept as + and digits."""

    @property
    def pattern(self) -> str:
        """Of JSON schema."""

    @property
    def digits(self) -> int:
        """How many are keyed."""

    @property
    def example(self) -> str:
        """One, as it is typed."""

    @property
    def wrong(self) -> Words:
        """Of {value}: what such a number looks like."""

    def of_text(self, text: str) -> str | None:
        """+ and digits however it was typed; None if it is no mobile of the country."""

    def of_column(self, text: pl.Expr) -> pl.Expr:
        """The same for a column."""

    def made(self, number: int) -> str:
        """A right mobile for a whole number below 10**7, for trial worlds."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the country brings; ``folder`` holds ``<code>/LC_MESSAGES/django.po``,
    messages by the house's English.
    """

    code: str  # ISO 639-1
    name: str  # as it calls itself
    folder: Path
    right_to_left: bool = False


Terms = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How a country writes and what it calls things."""

    code: str  # ISO 3166 of its citizens
    zone: str  # IANA time zone of its days
    currency: Currency
    persons: Persons
    accounts: Accounts
    mobiles: Mobiles
    hijri: bool  # days are also written and shown in the Hijri calendar
    institution: Words  # what it is called where its own settings say nothing else
    # By rule (late_penalty, penalty_waiver), the articles that are named beside what it did to a
    # bill.
    cited: Mapping[str, Words] = field(default_factory=dict)
    # By field of a service, more names that payroll programs of the country give it in the headings
    # of files.
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brings: tuple[Language, ...] = ()  # languages beside Arabic, English and French
    # By key of a service, more words that people of the country look for it by.
    also: Mapping[str, str] = field(default_factory=dict)
    # By language, what stands in the house's sentences and what this country says instead; Arabic
    # with vowels and without.
    terms: Terms = field(default_factory=dict)
    vowels: str = ""  # the Arabic words of the terms with their vowels, blanks between


_chosen: list[Locale] = []  # one, once the country is loaded


def settle(chosen: Locale) -> None:
    """Make a country's the one of this process; `guichet.law` does it once."""
    _chosen[:] = [chosen]


def here() -> Locale:
    """The locale of the country this installation serves.

    Raises:
        RuntimeError: it is asked for while the country is being loaded.
    """
    if not _chosen:
        import_module("guichet.law")
    if not _chosen:
        raise RuntimeError("the country is asked for while it is being loaded")
    return _chosen[0]
