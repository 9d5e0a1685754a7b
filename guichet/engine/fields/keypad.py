"""How a value is keyed where there are digits and no letters: on a telephone, at a kiosk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guichet.lib.locale import here


@dataclass(frozen=True, slots=True)
class Keying:
    """So many digits, and what they stand for.

    ``exact`` digits end by themselves; at most ``most`` are ended by a key; with ``point`` a key
    parts the minor units.
    """

    exact: int = 0
    most: int = 0
    point: bool = False
    text: Callable[[str], str] = (
        str  # from what was keyed to the text a client would write elsewhere
    )
    keys: Callable[[str], str] = str  # and back


def _day(keyed: str) -> str:
    return f"{keyed[4:]}-{keyed[2:4]}-{keyed[:2]}" if len(keyed) == 8 else keyed


def _keyed_day(text: str) -> str:
    return f"{text[8:]}{text[5:7]}{text[:4]}" if len(text) == 10 else text


def _month(keyed: str) -> str:
    return f"{keyed[2:]}-{keyed[:2]}" if len(keyed) == 6 else keyed


def _keyed_month(text: str) -> str:
    return f"{text[5:]}{text[:4]}" if len(text) == 7 else text


# More digits than any amount has, so that a slip is told as one.
AMOUNT = Keying(most=15, point=True, text=lambda keyed: keyed.replace("*", "."))
COUNT = Keying(most=9)
DAY = Keying(exact=8, text=_day, keys=_keyed_day)
MONTH = Keying(exact=6, text=_month, keys=_keyed_month)
_ACCOUNT = here().accounts
IBAN = Keying(
    exact=_ACCOUNT.digits,
    text=f"{_ACCOUNT.prefix}{{}}".format,
    keys=lambda text: text.removeprefix(_ACCOUNT.prefix),
)
MOBILE = Keying(exact=here().mobiles.digits)
