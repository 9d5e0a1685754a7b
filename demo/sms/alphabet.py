"""The 7-bit alphabet and the joining headers, written apart from the product's, so that each checks
the other.
"""

from __future__ import annotations

# GSM 03.38 by code, in rows of sixteen; the escape is the blank at 1B.
_ROWS = (
    "@ £ $ ¥ è é ù ì ò Ç \n Ø ø \r Å å",
    "Δ _ Φ Γ Λ Ω Π Ψ Σ Θ Ξ \x1b Æ æ ß É",
)
_TABLE = [
    *(mark for row in _ROWS for mark in row.split(" ")),
    *" !\"#¤%&'()*+,-./0123456789:;<=>?",
    *"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§",
    *"¿abcdefghijklmnopqrstuvwxyzäöñüà",
]
_EXTENDED = {
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}


def decode(coding: int, body: bytes) -> str:
    """The text of a part."""
    if coding == 8:
        return body.decode("utf-16-be")
    marks, escaped = "", False
    for code in body:
        if escaped:
            marks, escaped = marks + _EXTENDED[code], False
        elif code == 0x1B:
            escaped = True
        else:
            marks += _TABLE[code]
    if escaped:
        raise ValueError("an escape that escapes nothing")
    return marks


def encode(text: str) -> tuple[int, list[bytes]]:
    """Data coding and units that belong together."""
    back = {mark: bytes([code]) for code, mark in enumerate(_TABLE) if code != 0x1B}
    back |= {mark: bytes([0x1B, code]) for code, mark in _EXTENDED.items()}
    if all(mark in back for mark in text):
        return 0, [back[mark] for mark in text]
    return 8, [mark.encode("utf-16-be") for mark in text]


def in_parts(text: str, reference: int) -> tuple[int, list[tuple[bool, bytes]]]:
    """Data coding, and for each part whether it has a header, and its bytes."""
    coding, units = encode(text)
    whole = b"".join(units)
    if len(whole) <= (160 if coding == 0 else 140):
        return coding, [(False, whole)]
    size = 153 if coding == 0 else 134
    bodies = [b""]
    for unit in units:
        if len(bodies[-1]) + len(unit) > size:
            bodies.append(b"")
        bodies[-1] += unit
    count = len(bodies)
    return coding, [
        (True, bytes((5, 0, 3, reference % 256, count, at + 1)) + body)
        for at, body in enumerate(bodies)
    ]
