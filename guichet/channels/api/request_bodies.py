"""Takes a request's JSON apart, strictly: what is not understood is refused, never guessed.

Amounts keep the digits they were written with, because JSON numbers read as floats would lose them.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest

from guichet.channels.api import faults
from guichet.channels.api.problems import KEY_MALFORMED, NOT_JSON, TOO_LARGE, UNREADABLE, Problem
from guichet.engine.fields import Attachment
from guichet.engine.perform import MOST_ROWS, TOO_MANY_ROWS
from guichet.engine.service import Service
from guichet.lib.text import Words

MOST_BYTES = 32 * 1024 * 1024
MOST_STRANGE_NAMES = 20  # fields a service does not have: named back, but not by the thousand
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
# Names the engine carries beside the client's words; nobody may set them from outside.
_RESERVED = ("row", "ordinal")

Row = dict[str, str | None]


class _Number(str):
    """A JSON number, as it was written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of a call; ``single`` when it was ``input`` and not ``rows``.

    ``files`` are those that came inside it, each with the row and the field that wait for its name.
    """

    rows: list[Row]
    single: bool
    body: bytes  # as it came: what a client's signature is over
    files: list[tuple[Row, str, bytes]]


def asked(request: HttpRequest, service: type[Service]) -> Asked:
    """What a call to a service asks.

    Raises:
        Problem: too large, not JSON, or not of the shape described.
    """
    body = _body(request, MOST_BYTES)
    given = _document(body)
    files: list[tuple[Row, str, bytes]] = []
    if set(given) == {"input"}:
        rows, single = [_row(given["input"], "#/input", service, files)], True
    elif set(given) == {"rows"}:
        rows, single = _rows(given["rows"], service, files), False
    else:
        _unreadable("#", faults.ONE_MEMBER)
    strange = {name for row in rows for name in row} - set(service.inputs)
    if len(strange) > MOST_STRANGE_NAMES:
        _unreadable("#", faults.NAMES_UNKNOWN)
    return Asked(rows, single, body, files)


def document(request: HttpRequest, most: int | None = None) -> dict[str, Any]:
    """The JSON object a request carries, with numbers as written; at most ``most`` bytes
    (``MOST_BYTES`` if not said).

    Raises:
        Problem: as for :func:`asked`.
    """
    return _document(_body(request, most or MOST_BYTES))


def _body(request: HttpRequest, limit: int) -> bytes:
    if request.content_type != "application/json":
        raise Problem(NOT_JSON, given=(request.content_type or "")[:80])
    # Not request.body: its limit is for forms, and it would hold the bytes twice.
    data = request.read(limit + 1)
    if len(data) > limit:
        raise Problem(TOO_LARGE, most=limit // 2**10)
    return data


def _document(data: bytes) -> dict[str, Any]:
    try:
        given = json.loads(
            data.decode(
                "utf-8-sig"
            ),  # some write a mark before their JSON, which readers may pass over
            object_pairs_hook=_object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_constant,
        )
    except RecursionError:
        _unreadable("#", faults.TOO_DEEP)
    except UnicodeDecodeError:
        _unreadable("#", faults.NOT_UTF8)
    except json.JSONDecodeError as error:
        _unreadable(f"{error.lineno}:{error.colno}", faults.NOT_JSON)
    if not isinstance(given, dict):
        _unreadable("#", faults.NO_OBJECT)
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


def _rows(given: object, service: type[Service], files: list[tuple[Row, str, bytes]]) -> list[Row]:
    if not isinstance(given, list):
        _unreadable("#/rows", faults.NO_ARRAY)
    if len(given) > MOST_ROWS:  # before each is looked at
        raise Problem(TOO_MANY_ROWS, count=len(given), most=MOST_ROWS)
    return [_row(row, f"#/rows/{place}", service, files) for place, row in enumerate(given)]


def _row(
    given: object, place: str, service: type[Service], files: list[tuple[Row, str, bytes]]
) -> Row:
    if not isinstance(given, Mapping):
        _unreadable(place, faults.NO_FIELDS)
    row: Row = {}
    for name, value in given.items():
        if isinstance(value, Mapping) and isinstance(service.inputs.get(name), Attachment):
            files.append((row, name, _content(value, f"{place}/{name}")))
        else:
            row[name] = _text(name, value, f"{place}/{name}", service)
    return row


def _content(given: Mapping[str, object], place: str) -> bytes:
    """The bytes of a file inside the call."""
    text = given.get("base64")
    if set(given) != {"base64"} or type(text) is not str:
        _unreadable(place, faults.NO_FILE)
    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError:
        _unreadable(place, faults.NO_FILE)


def _text(name: str, value: object, place: str, service: type[Service]) -> str | None:
    if name in _RESERVED and name not in service.inputs:
        _unreadable(place, faults.RESERVED)
    if value is None:
        return None
    if isinstance(value, bool):
        field = service.inputs.get(name)
        if field is not None and field.kind != "yes_no":
            _unreadable(place, faults.NO_TEXT)
        return "yes" if value else "no"
    if not isinstance(value, str):
        _unreadable(place, faults.NO_TEXT)
    if isinstance(value, _Number) and ("e" in value or "E" in value):
        _unreadable(place, faults.EXPONENT)
    return _sound(str(value), place)


def _sound(text: str, place: str) -> str:
    if len(text) > faults.MOST_CHARACTERS:
        _unreadable(place, faults.TOO_LONG)
    try:
        text.encode()
    except UnicodeEncodeError:
        _unreadable(place, faults.HALF_PAIR)
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            _unreadable(f"#/…/{_shown(name)}", faults.TWICE)
        if len(name) > 100 or not name.isprintable():
            _unreadable("#", faults.BAD_NAME)
        members[name] = value
    return members


def _constant(name: str) -> NoReturn:
    _unreadable(name, faults.NO_NUMBER)


def _shown(name: str) -> str:
    return name[:40].encode("utf-8", "replace").decode()


def _unreadable(place: str, fault: Words) -> NoReturn:
    raise Problem(UNREADABLE, place=place, fault=fault)
