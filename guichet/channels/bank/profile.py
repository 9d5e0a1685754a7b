"""How one acquirer writes ISO 8583: every switch has its own processing codes, fields, framing and
response codes.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import yaml
from iso8583.specs import default, default_ascii

SHIPPED = Path(__file__).parent / "profiles"
# Fields of digits alone (ISO 8583:1987, `n`), which a packed line sends two to a byte.
_DIGITS = (2, *range(3, 28), 32, 33, 49, 50, 51, *range(66, 90), 90, 97, 99, 100)


def _packed() -> dict[str, dict[str, Any]]:
    """Digits two to a byte, an odd one after a nought; lengths in packed digits too."""
    spec: dict[str, dict[str, Any]] = copy.deepcopy(default)
    spec["t"] |= {"data_enc": "b", "max_len": 2}
    for number in map(str, _DIGITS):
        if spec[number]["data_enc"] == "ascii":
            spec[number] |= {"data_enc": "b", "len_count": "nibbles", "left_pad": "0"}
    for one in spec.values():
        if one["len_type"]:
            one |= {"len_enc": "bcd", "len_type": (one["len_type"] + 1) // 2}
    return spec


_SPECS = {"ascii": default_ascii, "binary": default, "packed": _packed()}
YEAR = "year"  # in a key: of the day of the transaction
DEFAULT_KEY = ("32", "41", "11", "37", YEAR)
_FORMS = ("binary", "ascii")
# Field 39, by what it means here; a profile may say otherwise.
ANSWERS = {
    "accepted": "00",
    "malformed": "30",
    "unsupported": "12",
    "amount_refused": "13",
    "currency_refused": "12",
    "bill_unknown": "76",
    "contradiction": "94",  # the same key with another amount or bill
    "cancelled": "21",  # its reversal was here first
    "not_signed_on": "58",
    "unavailable": "91",  # nothing is known: the acquirer reverses or repeats
    "failure": "96",
}


class ProfileError(ValueError):
    """A profile is wrongly written; nothing starts with it."""


@dataclass(frozen=True, slots=True)
class Length:
    """The length before each message."""

    bytes: int = 2
    form: str = "binary"  # or ascii digits
    counts_itself: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a field the payment reference stands."""

    field: str = "48"
    start: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """One acquirer or switch. The defaults are ISO 8583:1987 in ASCII."""

    name: str  # the scheme of its payments: never change it
    acquirers: tuple[str, ...]  # field 32 that it may send
    port: int
    peers: tuple[str, ...]  # networks it may call from
    length: Length = Length()
    encoding: str = "ascii"  # or binary (bitmaps), or packed (bitmaps and digits)
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # departures
    version: str = "0"  # the first digit of message types: 0 is 1987, 2 is 2003
    inquiry: tuple[str, ...] = ("380000",)
    payment: tuple[str, ...] = ("500000",)
    # What names a payment for ever, also when it is sent again at another time: where there is no
    # 37, its local date and time do.
    key: tuple[str, ...] = DEFAULT_KEY
    reference: Place = Place()
    currency: str = "682"
    channels: Mapping[str, str] = field(default_factory=dict)  # by merchant type (field 18)
    channel: str = "atm"
    sign_on: bool = True  # asked for before anything else
    overpayment: bool = True  # more than is due becomes credit
    most: int = 99_999_999_999  # of one payment, in minor units
    largest: int = 2048  # bytes of a message
    idle_s: int = 300
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def spec(self) -> dict[str, dict[str, Any]]:
        """The fields as `iso8583` wants them."""
        spec: dict[str, dict[str, Any]] = copy.deepcopy(_SPECS[self.encoding])
        for number, changes in self.fields.items():
            spec[number].update(changes)
        return spec

    def code(self, meaning: str) -> str:
        """The response code for what happened."""
        return self.answers.get(meaning, ANSWERS[meaning])

    def admits(self, address: str) -> bool:
        """Whether it may call from there."""
        return any(ip_address(address) in ip_network(peer) for peer in self.peers)


def read(path: Path) -> Profile:
    """Read a profile strictly.

    Raises:
        ProfileError: it names what no profile has, or lacks what each must have.
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise ProfileError(f"{path.name}: {error}") from error
    known = {f.name for f in fields(Profile)}
    if not isinstance(raw, dict):
        raise ProfileError(f"{path.name}: a profile is a mapping")
    if strange := sorted(set(map(str, raw)) - known):
        raise ProfileError(f"{path.name}: unknown {', '.join(strange)}")
    try:
        made = Profile(**{name: _read(name, value) for name, value in raw.items()})
        _check(made)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ProfileError(f"{path.name}: {error}") from error
    return made


def _read(name: str, value: Any) -> Any:
    if name == "length":
        return Length(**value)
    if name == "reference":
        return Place(**value)
    return tuple(map(str, value)) if isinstance(value, list) else value


def _check(profile: Profile) -> None:
    for peer in profile.peers:
        ip_network(peer)
    strange = set(profile.answers) - set(ANSWERS)
    if strange:
        raise ValueError(f"answers has unknown {', '.join(sorted(strange))}")
    if profile.length.form not in _FORMS or profile.length.bytes not in (2, 4):
        raise ValueError("length is 2 or 4 bytes, binary or ascii")
    if any(len(code) != 2 for code in profile.answers.values()):
        raise ValueError("a response code has two characters")
    _ = profile.spec
    missing = [n for n in ("name", "acquirers", "peers", "key") if not getattr(profile, n)]
    if missing:
        raise ValueError(f"{', '.join(missing)} must not be empty")


def installed(folder: Path) -> tuple[Profile, ...]:
    """Every profile of a folder.

    Raises:
        ProfileError: one is wrong, or two share a name or a port.
    """
    found = tuple(read(path) for path in sorted(folder.glob("*.yaml")))
    for what in ("name", "port"):
        if len({getattr(p, what) for p in found}) < len(found):
            raise ProfileError(f"two profiles share a {what}")
    return found
