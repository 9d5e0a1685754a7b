"""Reading an acquirer's message and writing the answer to it, by its profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import iso8583

from guichet.channels.bank.profile import DEFAULT_KEY, YEAR, Profile

_ECHOED = ("2", "3", "4", "7", "11", "12", "13", "18", "32", "37", "41", "42", "49", "61", "70")
_ANSWERS_TO = {"00": "10", "01": "10", "20": "30", "21": "30"}
_STAN = slice(4, 10)  # field 90: type 4, STAN 6, date and time 10, acquirer 11, forwarder 11
_SENT = slice(10, 20)
_ORIGINAL = 42
_REFERENCE = 15
_LEFT = slice(
    0, 12
)  # field 95 of a reversal: what stands of the transaction, when not all is taken back
_CAUSE = "partial-reversal"  # where the acquirer names none in field 39
_LOCAL = len("MMDDhhmmss")
_BEFORE = ("32", "41", "11", "7")
_NEVER = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What a message asks for."""

    NETWORK = "network"  # sign-on, sign-off, echo
    INQUIRY = "inquiry"
    PAYMENT = "payment"
    ADVICE = "advice"  # a payment that the acquirer has taken already
    REVERSAL = "reversal"
    PARTIAL = "partial-reversal"  # takes a part of the payment back


class Unreadable(ValueError):
    """Not even a message: there is nothing to answer to."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was read; ``refused`` says why it cannot be worked (a meaning of `profile.ANSWERS`)."""

    profile: Profile
    fields: Mapping[str, str]
    kind: Kind
    key: str = ""
    # terminal, trace number and time of sending: what named a payment before, and still does where
    # 37 is left out
    also: str = ""
    reference: str = ""
    amount: int = 0
    paid_at: datetime = _NEVER
    channel: str = ""
    refused: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """How a message ended: a meaning of `profile.ANSWERS`, and further fields."""

    meaning: str
    fields: Mapping[str, str]


def read(profile: Profile, spec: Mapping[str, Any], raw: bytes, now: datetime) -> Message:
    """Read one message.

    Raises:
        Unreadable: no type, no bitmap, fields that do not end.
    """
    try:
        fields, _ = iso8583.decode(raw, spec)
    except (ValueError, KeyError, IndexError) as error:
        raise Unreadable(str(error)) from error
    kind, refused = _kind(profile, fields)
    if refused or kind is Kind.NETWORK:
        return Message(profile, fields, kind, refused=refused)
    try:
        return _told(profile, fields, kind, now)
    except (KeyError, ValueError):
        return Message(profile, fields, kind, refused="malformed")


def _kind(profile: Profile, fields: Mapping[str, str]) -> tuple[Kind, str]:
    version, what, how = fields["t"][0], fields["t"][1], fields["t"][2:]
    if how not in _ANSWERS_TO:
        raise Unreadable(f"{fields['t']} is no request")
    if version != profile.version:
        return Kind.NETWORK, "unsupported"
    if what == "8":
        return Kind.NETWORK, ""
    if what == "4":
        return Kind.REVERSAL, ""
    processing = fields.get("3", "")
    if what == "2" and processing in profile.payment:
        return (Kind.ADVICE if how in ("20", "21") else Kind.PAYMENT), ""
    if what == "2" and processing in profile.inquiry:
        return Kind.INQUIRY, ""
    return Kind.NETWORK, "unsupported"


def _told(profile: Profile, fields: Mapping[str, str], kind: Kind, now: datetime) -> Message:
    named = dict(fields)
    if kind is Kind.REVERSAL and len(original := fields.get("90", "")) == _ORIGINAL:
        named |= {"11": original[_STAN], "7": original[_SENT]}
    if fields["32"].lstrip("0") not in {a.lstrip("0") for a in profile.acquirers}:
        return Message(profile, fields, kind, refused="malformed")
    sent = moment(named["7"], now)
    key = "/".join(_part(n, named, sent, now) for n in profile.key)
    also = (
        "/".join(_part(n, named, sent, now) for n in _BEFORE) if profile.key == DEFAULT_KEY else ""
    )
    if kind is Kind.REVERSAL:
        told = Message(profile, fields, kind, key=key, also=also, paid_at=moment(fields["7"], now))
        return _in_part(told) if fields.get("95", "").strip("0 ") else told
    place = profile.reference
    reference = fields[place.field][place.start : place.start + _REFERENCE].strip()
    told = Message(
        profile,
        fields,
        kind,
        key=key,
        also=also,
        reference=reference,
        paid_at=sent,
        channel=profile.channels.get(fields.get("18", ""), profile.channel),
    )
    return told if kind is Kind.INQUIRY else _with_amount(told)


def _part(number: str, named: Mapping[str, str], sent: datetime, now: datetime) -> str:
    """What a message says of its key at a field; a time of sending is of another message when it is
    sent again.

    Raises:
        KeyError: it does not say it.
    """
    if number == "7":
        return f"{sent:%Y}{named['7']}"
    local = named.get("13", "") + named.get("12", "")  # of the terminal, and the same in a repeat
    if number == YEAR:
        return f"{moment(local, now) if len(local) == _LOCAL else sent:%Y}"
    if number == "37" and not named.get("37", "").strip():
        return local if len(local) == _LOCAL else f"{sent:%Y}{named['7']}"
    return named[number].strip()


def _with_amount(told: Message) -> Message:
    fields, amount, refused = told.fields, int(told.fields["4"]), ""
    if fields.get("49", told.profile.currency) != told.profile.currency:
        refused = "currency_refused"
    elif not 0 < amount <= told.profile.most:
        refused = "amount_refused"
    return replace(told, amount=amount, refused=refused)


def _in_part(told: Message) -> Message:
    """A reversal that leaves something standing: what it takes is the whole (field 4) less that
    (field 95).

    Raises:
        ValueError: one of the two is no number, or as much stands as there was.
    """
    whole, left = int(told.fields["4"]), int(told.fields["95"][_LEFT])
    if not 0 < left < whole <= told.profile.most:
        raise ValueError(f"nothing to take back: {left} of {whole}")
    cause = told.fields.get("39", "").strip() or _CAUSE
    return replace(told, kind=Kind.PARTIAL, amount=whole - left, cause=cause)


def moment(text: str, now: datetime) -> datetime:
    """Field 7 (month, day, hour, minute, second; UTC) in the year that brings it nearest to now.

    Raises:
        ValueError: it is no moment.
    """
    near = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            near.append(datetime.strptime(f"{year}{text}", "%Y%m%d%H%M%S").replace(tzinfo=UTC))
        except ValueError:
            continue
    if len(text) != len("MMDDhhmmss") or not text.isdigit() or not near:
        raise ValueError(f"no moment: {text!r}")
    return min(near, key=lambda at: abs(at - now))


def answer(message: Message, spec: Mapping[str, Any], reply: Reply) -> bytes:
    """The answer to a message, ready for the wire."""
    asked = message.fields
    told = {name: asked[name] for name in _ECHOED if name in asked}
    place = message.profile.reference.field
    if message.reference:
        told[place] = message.reference
    told["39"] = message.profile.code(reply.meaning)
    told |= reply.fields
    told["t"] = asked["t"][:2] + _ANSWERS_TO[asked["t"][2:]]
    raw, _ = iso8583.encode(told, spec)
    return bytes(raw)
