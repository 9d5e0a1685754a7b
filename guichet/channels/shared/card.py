"""A kiosk card as a picture for paper, by whichever channel it is issued."""

from __future__ import annotations

import segno


def picture_of(secret: str) -> str:
    """What is printed on a card as a QR code, large and with a quarter to spare: cards are
    scratched. A data URI.
    """
    drawn = segno.make(secret, error="q", micro=False, boost_error=False)
    return str(drawn.svg_data_uri(scale=8, border=4))
