"""What a keypad can answer: how many digits a field takes, and the text those digits stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from guichet.channels.voice import words
from guichet.engine.fields import Choice, Choices, Digits, Field
from guichet.lib.locale import here
from guichet.lib.text import Words

MOST_OPTIONS = 9  # of a choice: one key each
_HERE = here()
_PART = rf"([*][0-9]{{0,{_HERE.currency.scale}}})?"
_MONEY_DIGITS = 15  # more than any amount has, so that a slip is told as one


@dataclass(frozen=True, slots=True)
class Keys:
    """What may be pressed at a turn.

    ``single`` keys stand alone. ``exact`` digits end by themselves, fewer with ``#``; at most ``most`` digits end with ``#``;
    with ``point`` a star parts the minor units. With ``code`` so many digits follow a ``#``.
    """

    single: str = ""
    exact: int = 0
    most: int = 0
    point: bool = False
    code: int = 0


def accepts(keys: Keys, pressed: str) -> bool:
    """Whether this may be pressed, whatever a gateway let through."""
    forms = [f"[{re.escape(keys.single)}]"] if keys.single else []
    if keys.exact:
        forms += [f"[0-9]{{{keys.exact}}}", f"[0-9]{{1,{keys.exact - 1}}}#"]
    if keys.most:
        forms.append(f"[0-9]{{1,{keys.most}}}{_PART if keys.point else ''}#?")
    if keys.code:
        forms.append(f"#[0-9]{{{keys.code}}}")
    return re.fullmatch("|".join(forms), pressed, re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """How one field is entered."""

    exact: int = 0
    most: int = 0
    point: bool = False
    how: Words | None = None
    text: Callable[[str], str] = str  # from digits to text as a client would write it


def _day(typed: str) -> str:
    return f"{typed[4:]}-{typed[2:4]}-{typed[:2]}" if len(typed) == 8 else typed


def _month(typed: str) -> str:
    return f"{typed[2:]}-{typed[:2]}" if len(typed) == 6 else typed


_ENTRIES = {
    "money": Entry(
        most=_MONEY_DIGITS, point=True, how=words.HOW_MONEY, text=lambda t: t.replace("*", ".")
    ),
    "day": Entry(exact=8, how=words.HOW_DAY, text=_day),
    "month": Entry(exact=6, how=words.HOW_MONTH, text=_month),
    "iban": Entry(exact=_HERE.accounts.digits, how=words.HOW_IBAN, text=f"{_HERE.accounts.prefix}{{}}".format),
    "mobile": Entry(exact=_HERE.mobiles.digits),
}


def entry_of(field: Field) -> Entry | None:
    """How a field is entered with digits; None where a keypad cannot."""
    if isinstance(field, Digits):
        return Entry(exact=field.digits)
    return _ENTRIES.get(field.kind)


def can_enter(field: Field) -> bool:
    """Whether a keypad can answer the field at all."""
    if isinstance(field, Choices):
        return False
    if isinstance(field, Choice):
        return len(field.options) <= MOST_OPTIONS
    return entry_of(field) is not None


def keys_of(field: Field) -> Keys:
    """What may be pressed to answer a field; ``#`` alone is for the usual or nothing, ``*`` alone goes back."""
    if isinstance(field, Choice):
        return Keys(single="123456789#*")
    entry = entry_of(field)
    if entry is None:
        raise ValueError(f"{field.kind} cannot be entered on a keypad")
    return Keys(single="#*", exact=entry.exact, most=entry.most, point=entry.point)


def text_of(field: Field, pressed: str) -> str:
    """What was pressed as the text a client would write elsewhere; a key that is no option stays that key."""
    typed = pressed.removesuffix("#")
    if isinstance(field, Choice):
        options = list(field.options)
        return options[int(typed) - 1] if 1 <= int(typed) <= len(options) else typed
    entry = entry_of(field)
    return entry.text(typed) if entry else typed
