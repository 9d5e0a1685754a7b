"""Takes a request's JSON apart, strictly: what is not understood is refused, never guessed.

Amounts keep the digits they were written with, because JSON numbers read as floats would lose them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest

from guichet.channels.api.problems import KEY_MALFORMED, NOT_JSON, TOO_LARGE, UNREADABLE, Problem
from guichet.engine.perform import MOST_ROWS, TOO_MANY_ROWS
from guichet.engine.service import Service

MOST_BYTES = 32 * 1024 * 1024
MOST_CHARACTERS = 4_000  # of one value
MOST_STRANGE_NAMES = 20  # fields a service does not have: named back, but not by the thousand
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
# Names the engine carries beside the client's words; nobody may set them from outside.
_RESERVED = ("row", "ordinal")

Row = dict[str, str | None]


class _Number(str):
    """A JSON number, as it was written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of a call; ``single`` when it was ``input`` and not ``rows``."""

    rows: list[Row]
    single: bool


def asked(request: HttpRequest, service: type[Service]) -> Asked:
    """What a call to a service asks.

    Raises:
        Problem: too large, not JSON, or not of the shape described.
    """
    given = document(request)
    if set(given) == {"input"}:
        rows, single = [_row(given["input"], "#/input", service)], True
    elif set(given) == {"rows"}:
        rows, single = _rows(given["rows"], service), False
    else:
        _unreadable("#", 'expected one member, "input" or "rows"')
    strange = {name for row in rows for name in row} - set(service.inputs)
    if len(strange) > MOST_STRANGE_NAMES:
        _unreadable("#", f"{len(strange)} field names are unknown")
    return Asked(rows, single)


def document(request: HttpRequest) -> dict[str, Any]:
    """The JSON object a request carries, with numbers as written.

    Raises:
        Problem: as for :func:`asked`.
    """
    if request.content_type != "application/json":
        raise Problem(NOT_JSON, given=(request.content_type or "")[:80])
    # Not request.body: its limit is for forms, and it would hold the bytes twice.
    data = request.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Problem(TOO_LARGE, most=MOST_BYTES // 2**20)
    try:
        given = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_constant,
        )
    except RecursionError:
        _unreadable("#", "nested too deeply")
    except UnicodeDecodeError as error:
        _unreadable(f"byte {error.start}", "not UTF-8")
    except json.JSONDecodeError as error:
        _unreadable(f"line {error.lineno} column {error.colno}", error.msg)
    if not isinstance(given, dict):
        _unreadable("#", "expected an object")
    return given


def idempotency_key(request: HttpRequest) -> str | None:
    """The caller's key, with or without the quotes of a structured header; None when there is none.

    Raises:
        Problem: it is not printable ASCII of a sensible length.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = given.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise Problem(KEY_MALFORMED)
    return key


def _rows(given: object, service: type[Service]) -> list[Row]:
    if not isinstance(given, list):
        _unreadable("#/rows", "expected an array")
    if len(given) > MOST_ROWS:  # before each is looked at
        raise Problem(TOO_MANY_ROWS, count=len(given), most=MOST_ROWS)
    return [_row(row, f"#/rows/{place}", service) for place, row in enumerate(given)]


def _row(given: object, place: str, service: type[Service]) -> Row:
    if not isinstance(given, Mapping):
        _unreadable(place, "expected an object of fields")
    return {name: _text(name, value, f"{place}/{name}", service) for name, value in given.items()}


def _text(name: str, value: object, place: str, service: type[Service]) -> str | None:
    if name in _RESERVED and name not in service.inputs:
        _unreadable(place, "this name is reserved")
    if value is None:
        return None
    if isinstance(value, bool):
        field = service.inputs.get(name)
        if field is not None and field.kind != "yes_no":
            _unreadable(place, "expected a string or a number")
        return "yes" if value else "no"
    if not isinstance(value, str):
        _unreadable(place, "expected a string or a number")
    if isinstance(value, _Number) and ("e" in value or "E" in value):
        _unreadable(place, "write the number without an exponent")
    return _sound(str(value), place)


def _sound(text: str, place: str) -> str:
    if len(text) > MOST_CHARACTERS:
        _unreadable(place, f"longer than {MOST_CHARACTERS} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        _unreadable(place, "half of a surrogate pair")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _unreadable(f"#/…/{_shown(twice)}", "the member is there twice")
    for name in members:
        if len(name) > 100 or not name.isprintable():
            _unreadable("#", "a field name is longer than 100 characters or not printable")
    return members


def _constant(name: str) -> NoReturn:
    _unreadable("#", f"{name} is not a number")


def _shown(name: str) -> str:
    return name[:40].encode("utf-8", "replace").decode()


def _unreadable(place: str, fault: str) -> NoReturn:
    raise Problem(UNREADABLE, place=place, fault=fault)
