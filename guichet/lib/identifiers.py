"""Numbers of persons, accounts and mobiles, by the rules of the country this installation serves
(`guichet.lib.locale`).
"""

from __future__ import annotations

import polars as pl

from guichet.lib.locale import here


def mobile_of_text(text: str) -> str | None:
    """``+`` and digits however the number was typed or signalled; None if it is no mobile of the
    country.
    """
    return here().mobiles.of_text(text)


def person_valid(text: str) -> bool:
    """Whether a text is the number of a citizen or resident with right check digits."""
    return here().persons.valid(text)


def iban_valid(text: str) -> bool:
    """Whether a text is the number of a bank account of the country."""
    return here().accounts.valid(text)


def iban_ok(text: pl.Expr) -> pl.Expr:
    """The same for a column of texts."""
    return here().accounts.ok(text)
