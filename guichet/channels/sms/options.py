"""The options of a field as a text names them: by the place in the list that was sent, else as they
are.
"""

from __future__ import annotations

from guichet.engine.fields import Choice, Field
from guichet.lib.text import plain_digits

_PLACE_DIGITS = 2
EMPTY = ("-", "–", "—")  # leaves a field empty


def place_of(text: str) -> int:
    """The place in a list that a text names; 0 if it names none."""
    digits = plain_digits(text).strip().rstrip(".")
    fits = digits.isascii() and digits.isdigit() and len(digits) <= _PLACE_DIGITS
    return int(digits) if fits else 0


def option_of(field: Field, text: str) -> str:
    """The option whose place was given; nothing for a dash; else the text as it is."""
    if text.strip() in EMPTY:
        return ""
    place = place_of(text)
    if isinstance(field, Choice) and 1 <= place <= len(field.options):
        return list(field.options)[place - 1]
    return text
