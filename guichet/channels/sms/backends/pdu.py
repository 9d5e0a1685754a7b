"""SMPP 3.4 in bytes: what we send, and what we read of whatever comes. Nothing here waits or
connects.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

HEADER = 16
LONGEST = 65_536
BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x06, 0x15
GENERIC_NACK, RESPONSE = 0x80000000, 0x80000000
OK, BAD_LENGTH, BAD_COMMAND, SYSTEM_ERROR, BAD_DESTINATION = 0x00, 0x02, 0x03, 0x08, 0x0B
TEMPORARY_APP_ERROR = 0x64
_RECEIPT, _HEADERS = 0x04, 0x40  # bits of esm_class
_RECEIPTED_ID, _STATE, _PAYLOAD, _SAR_REF, _SAR_TOTAL, _SAR_AT = (
    0x001E,
    0x0427,
    0x0424,
    0x020C,
    0x020E,
    0x020F,
)
_FINAL = {
    "DELIVRD": "delivered",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
}
_STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
_SAID = re.compile(r"\b(id|stat):(\S+)")


class BadPdu(Exception):
    """The bytes are no PDU, or not the one they claim to be."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery receipt; ``state`` is empty while it is not final."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """A text, or one part of it: ``of`` so many parts with the same ``reference``."""

    sender: str
    to: str
    coding: int
    body: bytes
    reference: int = 0
    at: int = 1
    of: int = 1


def head(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    """A whole PDU."""
    return struct.pack("!IIII", HEADER + len(body), command, status, sequence) + body


def read_head(data: bytes) -> tuple[int, int, int, int]:
    """Length of the body, command, status, sequence.

    Raises:
        BadPdu: the length cannot be.
    """
    length, command, status, sequence = struct.unpack("!IIII", data)
    if not HEADER <= length <= LONGEST:
        raise BadPdu(f"a PDU of {length} bytes")
    return length - HEADER, command, status, sequence


def string(text: str) -> bytes:
    """A C string."""
    return text.encode("ascii", "replace").replace(b"\0", b"") + b"\0"


def bind(user: str, secret: str) -> bytes:
    """The body of a bind_transceiver."""
    return string(user) + string(secret) + string("") + bytes([0x34, 0, 0]) + string("")


def address(number: str) -> bytes:
    """Type, plan and digits of an address: international, a short code, or a name."""
    if number.startswith("+"):
        return b"\x01\x01" + string(number[1:])
    return (b"\x03\x00" if number.isdigit() else b"\x05\x00") + string(number)


def submit(sender: str, to: str, coding: int, body: bytes, *, headers: bool) -> bytes:
    """The body of a submit_sm that asks for a receipt of its final state."""
    front = (
        b"\0" + address(sender) + address(to) + bytes([_HEADERS if headers else 0, 0, 0]) + b"\0\0"
    )
    return front + bytes([1, 0, coding, 0, len(body)]) + body


def submitted_id(body: bytes) -> str:
    """The message id of a submit_sm_resp.

    Raises:
        BadPdu: there is none in it.
    """
    text, _ = _string(body, 0, 65)
    if not text:
        raise BadPdu("no message id")
    return text


def delivered(body: bytes) -> Receipt | TextPart:
    """What a deliver_sm brings.

    Raises:
        BadPdu: it cannot be read.
    """
    try:
        return _delivered(body)
    except (IndexError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise BadPdu(type(error).__name__) from error


def _delivered(body: bytes) -> Receipt | TextPart:
    _, at = _string(body, 0, 6)
    sender, at = _string(body, at + 2, 21)
    to, at = _string(body, at + 2, 21)
    esm = body[at]
    _, at = _string(body, at + 3, 17)
    _, at = _string(body, at, 17)
    coding, size = body[at + 2], body[at + 4]
    at += 5
    message = body[at : at + size]
    if len(message) != size:
        raise BadPdu("shorter than it says")
    options = _options(body, at + size)
    message = options.get(_PAYLOAD, message)
    if esm & 0x3C == _RECEIPT:
        return _receipt(message, options)
    if esm & _HEADERS:
        return _with_headers(sender, to, coding, message)
    if _SAR_REF in options:
        total, place = options[_SAR_TOTAL][0], options[_SAR_AT][0]
        return _checked(
            TextPart(sender, to, coding, message, int.from_bytes(options[_SAR_REF]), place, total)
        )
    return TextPart(sender, to, coding, message)


def _receipt(message: bytes, options: dict[int, bytes]) -> Receipt:
    # What follows "text:" is the client's own words, and must not pass for the centre's.
    said = dict(_SAID.findall(message.decode("latin-1").partition(" text:")[0]))
    known = options.get(_RECEIPTED_ID, b"").rstrip(b"\0").decode("ascii", "replace")
    state = _STATES.get(options[_STATE][0], "") if options.get(_STATE) else said.get("stat", "")
    number = known or said.get("id", "")
    if not number:
        raise BadPdu("a receipt of nothing")
    return Receipt(number[:65], _FINAL.get(state, ""))


def _with_headers(sender: str, to: str, coding: int, message: bytes) -> TextPart:
    """A text with headers of the handset: those that join parts are read, others passed over."""
    size = message[0]
    headers, rest = message[1 : 1 + size], message[1 + size :]
    if len(headers) != size:
        raise BadPdu("headers longer than the message")
    while headers:
        kind, length = headers[0], headers[1]
        value = headers[2 : 2 + length]
        if len(value) != length:
            raise BadPdu("a header longer than all of them")
        if kind == 0 and length == 3:
            return _checked(TextPart(sender, to, coding, rest, value[0], value[2], value[1]))
        if kind == 8 and length == 4:
            return _checked(
                TextPart(sender, to, coding, rest, int.from_bytes(value[:2]), value[3], value[2])
            )
        headers = headers[2 + length :]
    return TextPart(sender, to, coding, rest)


def _checked(part: TextPart) -> TextPart:
    if not 1 <= part.at <= part.of:
        raise BadPdu(f"part {part.at} of {part.of}")
    return part


def _string(data: bytes, at: int, longest: int) -> tuple[str, int]:
    """A C string and where it ends."""
    end = data.find(b"\0", at, at + longest)
    if end < 0:
        raise BadPdu("a string without an end")
    return data[at:end].decode("latin-1"), end + 1


def _options(data: bytes, at: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < len(data):
        tag, size = struct.unpack_from("!HH", data, at)
        value = data[at + 4 : at + 4 + size]
        if len(value) != size:
            raise BadPdu("an option shorter than it says")
        found.setdefault(tag, value)
        at += 4 + size
    return found
