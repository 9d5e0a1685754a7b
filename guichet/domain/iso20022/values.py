"""Amounts, days and moments as banks write them, and what cannot be booked of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guichet.domain.iso20022.standard import CURRENCY
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.locale import here

_MOST = 10**17  # minor units; a sum of many still fits 64 bits

WRONG_CURRENCY = Refusal(
    "bank-file-currency",
    ar="في الملف مبلغ بعملة {currency}؛ نقبل {expected} فقط. لم يُسجَّل منه شيء.",
    en="The file has an amount in {currency}; only {expected} is taken. Nothing of it was recorded.",
    fr="Le fichier contient un montant en {currency} ; seul {expected} est accepté. Rien n’en a été enregistré.",
)
NOT_HELD = Refusal(
    "bank-file-value",
    ar="في السطر {line} من الملف قيمة لا يمكن تسجيلها في {element}: «{value}». اطلب من البنك ملفًا مصححًا.",
    en="Line {line} of the file has a value in {element} that cannot be booked: “{value}”. Ask the bank for a corrected file.",
    fr="La ligne {line} du fichier contient dans {element} une valeur impossible à enregistrer : « {value} ». Rien n’en a été enregistré ; demandez un fichier corrigé à la banque.",
)


def day_of(text: str, line: int, element: str) -> date:
    """A day, from a day or a moment; the standard also allows years no calendar of ours has.

    Raises:
        Refused: it is none.
    """
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise Refused(NOT_HELD, line=line, element=element, value=text.strip()) from error


def day_at_home(text: str, line: int, element: str) -> date:
    """A day, or the day that a moment falls on at the institution; a moment without a zone is of
    the institution's.

    Raises:
        Refused: it is none.
    """
    if "T" not in text:
        return day_of(text, line, element)
    return moment_of(text, line, element).astimezone(HOME).date()


def moment_of(text: str, line: int, element: str) -> datetime:
    """A moment; one that names no zone is of the institution's.

    Raises:
        Refused: it is none.
    """
    try:
        found = datetime.fromisoformat(text.strip())
        return found if found.tzinfo else found.replace(tzinfo=HOME)
    except ValueError as error:
        raise Refused(NOT_HELD, line=line, element=element, value=text.strip()) from error


def minor_of(amount: Any) -> int:
    """An ``Amt`` in minor units.

    Raises:
        Refused: it is of another currency, or finer or larger than our ledger holds.
    """
    if amount.get("Ccy") != CURRENCY:
        raise Refused(WRONG_CURRENCY, currency=amount.get("Ccy"), expected=CURRENCY)
    minor = Decimal(amount.text.strip()) * here().currency.minor
    # The standard has five places after the point and eighteen digits; our ledger has minor units.
    if minor != int(minor) or minor >= _MOST:
        raise Refused(NOT_HELD, line=amount.sourceline, element="Amt", value=amount.text.strip())
    return int(minor)
