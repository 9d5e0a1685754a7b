"""A text cut into the values somebody wrote one after another: a comma inside an amount parts
nothing.
"""

from __future__ import annotations

import re

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from guichet.lib.locale import here
from guichet.lib.text import plain_digits

# ``12,500``, ``8,500.00``, ``12500,50``, ``8.500,00``, ``12 500,50``; the Arabic marks ٬ ٫ ، stand
# for the same. Nothing of a longer number, of a date, or of a list of numbers without blanks
# between its commas.
_AMOUNT = re.compile(
    r"(?<![\w.,٬٫،/-])(?:"
    r"\d{1,3}(?:[,٬،]\d{3})+(?:[.٫]\d{1,2})?"
    r"|\d{1,3}(?:\.\d{3})+[,٫]\d{1,2}"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+[,٫]\d{1,2}"
    r"|\d{1,3}(?:[\u00a0\u202f]\d{3})+"
    r"|\d+[,٫،]\d{1,2}"
    r")(?![\w/-]|[.,٬٫،]\d)"
)
# An account number in the groups of four in which banks print it.
_GROUPED = re.compile(
    r"(?<!\w)[A-Za-z]{2}\d{2}(?: [0-9A-Za-z]{4}){3,7}(?: [0-9A-Za-z]{1,3})?(?!\w)"
)
_SEPARATOR = re.compile(r"[\s,،;#]+")
_IN_AMOUNT = str.maketrans(
    {" ": None, "\u00a0": None, "\u202f": None, ",": "\ue000", "،": "\ue000"}
)
_COMMA = "\ue000"  # of a private use: nobody writes it


def tokens(text: str) -> list[str]:
    """The words and values of a text in their order, digits as ASCII."""
    plain = plain_digits(text).replace(_COMMA, "")
    kept = _AMOUNT.sub(lambda found: found[0].translate(_IN_AMOUNT), plain)
    kept = _GROUPED.sub(_account_number, kept)
    return [token.replace(_COMMA, ",") for token in _SEPARATOR.split(kept) if token]


def _length_of(group: str) -> int:
    """How long an account number is that begins so, by the country's rule or by the registry of
    others'; 0 where there is none.
    """
    ours = here().accounts
    if group[:2].upper() == ours.prefix:
        return len(ours.prefix) + ours.digits
    try:
        return int(IBAN(group, allow_invalid=True).spec.iban_length)
    except SchwiftyException:  # no country
        return 0


def _account_number(found: re.Match[str]) -> str:
    """As many groups as an account number of that country has, joined; what follows is another
    value.
    """
    groups = found[0].split(" ")
    length = _length_of(groups[0])
    for count in range(len(groups), 3, -1):
        joined = "".join(groups[:count])
        if len(joined) == length:
            return " ".join([joined, *groups[count:]])
    return found[0]
