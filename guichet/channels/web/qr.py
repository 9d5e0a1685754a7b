"""QR codes of addresses that differ in a few letters only, drawn for a tenth of what one costs by
itself.

A QR code of a given size and mask is its data and check bits exclusive-or'd onto a fixed pattern,
and the check bits are sums of data bits: what one letter changes is the same whatever the others
are. So each letter's change is asked of the encoder once (`_change`) and kept; a code is a known
one with the changes of its letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

_DARK = "#0F2A30"
_RUN = re.compile("1+")
_BLANK = "0"


def svg(prefix: str, letters: str, suffix: str = "") -> SafeString:
    """The code of ``prefix + letters + suffix`` as SVG; only ``letters`` are different each
    time.
    """
    blank = _BLANK * len(letters)
    size, modules = _matrix(f"{prefix}{blank}{suffix}")
    for place, letter in enumerate(letters):
        if letter != _BLANK:
            modules ^= _change(prefix, len(letters), suffix, place, letter)
    text = f"{modules:0{size * size}b}"
    rows = (text[at : at + size] for at in range(0, len(text), size))
    path = "".join(
        f"M{run.start()} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows)
        for run in _RUN.finditer(row)
    )
    drawn = f'<svg class="qr" viewBox="0 0 {size} {size}"><path stroke="{_DARK}" d="{path}"/></svg>'
    return mark_safe(drawn)  # noqa: S308 - numbers only


@lru_cache(maxsize=64)
def _matrix(text: str) -> tuple[int, int]:
    """Modules a side, and all of them as one number, row by row."""
    # Readers take any mask; trying all eight for the prettiest would break the sum, and costs more
    # than the page.
    code = segno.make(text, error="m", mode="byte", micro=False, boost_error=False, mask=2)
    rows = code.matrix
    return len(rows), int("".join("1" if module else "0" for row in rows for module in row), 2)


@lru_cache(maxsize=4096)
def _change(prefix: str, count: int, suffix: str, place: int, letter: str) -> int:
    blank = _BLANK * count
    with_letter = f"{blank[:place]}{letter}{blank[place + 1 :]}"
    return _matrix(f"{prefix}{blank}{suffix}")[1] ^ _matrix(f"{prefix}{with_letter}{suffix}")[1]
