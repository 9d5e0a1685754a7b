"""Mobile numbers as they are dialled, signalled and stored."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?:\+966|00966|966|0)?(5[0-9]{8})")


def mobile_of_text(text: str) -> str | None:
    """``+9665XXXXXXXX`` however the number was typed or signalled; None if it is no Saudi mobile."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", text))
    return f"+966{found[1]}" if found else None


def masked(number: str) -> str:
    """Enough of a number for its owner to know which one it is: ``+966 5•••••678``."""
    return f"{number[:4]} {number[4:5]}{'•' * max(0, len(number) - 8)}{number[-3:]}"
