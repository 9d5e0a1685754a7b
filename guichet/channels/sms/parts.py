"""A text as the telephone network carries it: GSM 7-bit or UCS-2, in one part or several.

What must stay together stays together: an emoji's two halves, a euro sign with its escape. The
bytes are unpacked (one a character in the 7-bit alphabet), as SMPP carries them.
"""

from __future__ import annotations

from dataclasses import dataclass

GSM, LATIN1, UCS2 = 0, 3, 8  # the data codings of SMPP 3.4
ESCAPE = 0x1B
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTRA = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
_TO_GSM = {mark: bytes([at]) for at, mark in enumerate(_BASIC) if at != ESCAPE} | {
    mark: bytes([ESCAPE, at]) for mark, at in _EXTRA.items()
}
_FROM_GSM = {code: mark for mark, code in _TO_GSM.items()}
_ONE = {GSM: 160, UCS2: 140}  # bytes of a text of one part
_EACH = {GSM: 153, UCS2: 134}  # bytes of each of several, beside the header that joins them
MOST_PARTS = 255
# What French and typographers write that the 7-bit alphabet lacks, and what reads the same: a third
# of the price.
_PLAINER = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "•": "*",
        "ê": "e",
        "ë": "e",
        "â": "a",
        "î": "i",
        "ï": "i",
        "ô": "o",
        "û": "u",
        "ç": "c",
        "À": "A",
        "È": "E",
        "Ê": "E",
        "Î": "I",
        "Ô": "O",
        "œ": "oe",
        "\u2066": "",
        "\u2067": "",
        "\u2068": "",
        "\u2069": "",
    }
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A text cut for the network: its coding, and the bytes of each part without the joining
    header.
    """

    coding: int
    bodies: tuple[bytes, ...]

    def with_headers(self, reference: int) -> tuple[bytes, ...]:
        """The bytes of each part; of several parts each with the header by which a handset joins
        them.
        """
        count = len(self.bodies)
        if count == 1:
            return self.bodies
        return tuple(
            bytes([5, 0, 3, reference & 255, count, at]) + body
            for at, body in enumerate(self.bodies, start=1)
        )


def plainer(text: str) -> str:
    """The text in the 7-bit alphabet where that loses nothing a reader would miss; else as
    it is.
    """
    plain = text.translate(_PLAINER)
    return plain if all(mark in _TO_GSM for mark in plain) else text


def cut(text: str) -> Parts:
    """Cut a text into parts.

    Raises:
        ValueError: it is too long for any handset.
    """
    coding, units = _units(text)
    if sum(map(len, units)) <= _ONE[coding]:
        return Parts(coding, (b"".join(units),))
    bodies, body = [], bytearray()
    for unit in units:
        if len(body) + len(unit) > _EACH[coding]:
            bodies.append(bytes(body))
            body.clear()
        body += unit
    bodies.append(bytes(body))
    if len(bodies) > MOST_PARTS:
        raise ValueError("a text of more than 255 parts")
    return Parts(coding, tuple(bodies))


def count(text: str) -> int:
    """How many parts a text has: what it costs."""
    return len(cut(text).bodies)


def _units(text: str) -> tuple[int, list[bytes]]:
    """The coding, and what must not be cut."""
    try:
        return GSM, [_TO_GSM[mark] for mark in text]
    except KeyError:
        return UCS2, [mark.encode("utf-16-be", "replace") for mark in text]


def read(coding: int, body: bytes) -> str:
    """The text of a received part; whatever is no text reads as marks of doubt, never as an
    error.
    """
    if coding == UCS2:
        return body.decode("utf-16-be", "replace")
    if coding == LATIN1:
        return body.decode("latin-1")
    marks, at = [], 0
    while at < len(body):
        size = 2 if body[at] == ESCAPE and at + 1 < len(body) else 1
        code = body[at : at + size]
        marks.append(_FROM_GSM.get(code) or _FROM_GSM.get(code[-1:], "\ufffd"))
        at += size
    return "".join(marks)
