"""Collections over HTTP: a page, a cursor that goes on from it, and faults that name the
parameter.
"""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from guichet.channels.api import signin
from guichet.channels.api.problems import NOT_FOUND, Problem
from guichet.channels.shared import disclosures
from guichet.channels.shared.collections import Asked, Collection, Filter, known
from guichet.channels.shared.language import page_language
from guichet.engine.actor import PartyKind
from guichet.engine.authorise import NOT_COVERED, OUT_OF_SCOPE
from guichet.engine.context import Context
from guichet.engine.refusal import Refusal
from guichet.engine.registry import today
from guichet.lib.text import Words, plain_digits

USUAL, MOST = 50, 200  # items of a page
_LONGEST = 200  # characters of a parameter
_ESTABLISHMENT = Words(ar="رقم من 9 خانات", en="a number of 9 digits", fr="un numéro de 9 chiffres")
_DAY = Words(ar="يوم مثل 2026-11-22", en="a day like 2026-11-22", fr="un jour comme 2026-11-22")
_MONTH = Words(ar="شهر مثل 2026-11", en="a month like 2026-11", fr="un mois comme 2026-11")
_LIMIT = Words(
    ar="عدد من 1 إلى {most}", en="a number from 1 to {most}", fr="un nombre de 1 à {most}"
)
_CURSOR = Words(
    ar="قيمة «next» من الجواب السابق كما هي",
    en="“next” of the answer before, as it is",
    fr="« next » de la réponse précédente, telle quelle",
)
_NEEDED = Words(
    ar="هذه القيمة مطلوبة: {what}", en="it is needed: {what}", fr="elle est requise : {what}"
)
PARAMETER = Refusal(
    "parameter-invalid",
    ar="القيمة «{value}» غير صالحة للمعامل {name}. المقبول: {what}.",
    en="“{value}” is not valid for the parameter {name}. Accepted: {what}.",
    fr="« {value} » n’est pas valable pour le paramètre {name}. Accepté : {what}.",
)
UNKNOWN = Refusal(
    "parameter-unknown",
    ar="لا يوجد معامل باسم {name} لهذه القائمة. المعاملات: {what}.",
    en="This list has no parameter {name}. It has: {what}.",
    fr="Cette liste n’a pas de paramètre {name}. Elle a : {what}.",
)


def listed(request: HttpRequest, name: str) -> dict[str, Any]:
    """A page of the collection ``name``: ``data``, and ``next``, the address of the page after it
    or null.

    Raises:
        Problem: there is no such collection, a parameter is wrong, or it is not the caller's to
            see.
    """
    collection = known().get(name)
    if collection is None:
        raise Problem(NOT_FOUND)
    context = signin.context_of(request)
    _in_scope(collection, context)
    asked = _asked(request, collection, context)
    establishment = next(
        (asked.given.get(f.name) for f in collection.filters if f.kind == "establishment"), None
    )
    if establishment is not None:
        _covered(collection, establishment, context)
    page = collection.read(asked)
    kind = PartyKind.ESTABLISHMENT.value if establishment is not None else ""
    if establishment is not None or page.subjects:
        disclosures.note(
            request, "api", kind=kind, party=establishment, subjects=page.subjects, place=name
        )
    return {"data": page.items, "next": _next(request, collection, page.after)}


def _in_scope(collection: Collection, context: Context) -> None:
    allowed = context.actor.services
    if allowed is not None and collection.services and not allowed & today(collection.services):
        raise Problem(OUT_OF_SCOPE, scope=", ".join(collection.services))


def _covered(collection: Collection, number: int, context: Context) -> None:
    covers = context.actor.mandates.covers
    for right in dict.fromkeys(("view", collection.right)):
        if covers(right, PartyKind.ESTABLISHMENT, [number], context.today):
            return
    raise Problem(NOT_COVERED, field="establishment", value=number)


def _asked(request: HttpRequest, collection: Collection, context: Context) -> Asked:
    names = [f.name for f in collection.filters] + ["limit", "cursor"]
    for name in request.GET:
        if name not in names:
            raise Problem(UNKNOWN, field=name[:40], name=name[:40], what=", ".join(names))
    given = {f.name: _value(f, request, context.language) for f in collection.filters}
    return Asked(
        actor=context.actor,
        today=context.today,
        language=context.language,
        given={name: value for name, value in given.items() if value is not None},
        after=_after(request, collection),
        size=_size(request),
    )


def _value(asked: Filter, request: HttpRequest, language: str) -> Any:
    text = plain_digits(request.GET.get(asked.name, "")).strip()[:_LONGEST]
    what = _accepted(asked)
    if not text:
        if asked.needed:
            needed = _NEEDED.at(language, what=what.at(language))
            raise Problem(PARAMETER, field=asked.name, name=asked.name, value="", what=needed)
        return None
    value = _read(asked, text)
    if value is None:
        raise Problem(PARAMETER, field=asked.name, name=asked.name, value=text, what=what)
    return value


def _accepted(asked: Filter) -> Words:
    if asked.options:
        options = ", ".join(asked.options)
        return Words(ar=options, en=options, fr=options)
    return {"establishment": _ESTABLISHMENT, "day": _DAY, "month": _MONTH}.get(
        asked.kind, asked.words
    )


def _read(asked: Filter, text: str) -> Any:
    if asked.options:
        return text if text in asked.options else None
    if asked.kind == "establishment":
        return int(text) if text.isascii() and text.isdigit() and len(text) == 9 else None
    if asked.kind in ("day", "month"):
        try:
            return date.fromisoformat(text if asked.kind == "day" else f"{text}-01")
        except ValueError:
            return None
    return text


def _size(request: HttpRequest) -> int:
    text = plain_digits(request.GET.get("limit", "")).strip() or str(USUAL)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST):
        language = page_language()
        raise Problem(
            PARAMETER,
            field="limit",
            name="limit",
            value=text[:20],
            what=_LIMIT.at(language, most=MOST),
        )
    return int(text)


def _after(request: HttpRequest, collection: Collection) -> Any:
    text = request.GET.get("cursor", "")
    if not text:
        return None
    try:
        name, key = json.loads(base64.urlsafe_b64decode(text[:_LONGEST].encode() + b"=="))
        if name == collection.name:
            return collection.key(key)
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise Problem(PARAMETER, field="cursor", name="cursor", value=text[:20], what=_CURSOR)


def _next(request: HttpRequest, collection: Collection, after: int | str | None) -> str | None:
    if after is None:
        return None
    key = json.dumps([collection.name, after], separators=(",", ":")).encode()
    cursor = base64.urlsafe_b64encode(key).decode().rstrip("=")
    same = [(name, value) for name, value in request.GET.items() if name != "cursor"]
    return f"/api/v1/{collection.name}?{urlencode([*same, ('cursor', cursor)])}"


def paths(language: str, described: Any) -> dict[str, Any]:
    """The operations of the OpenAPI document; ``described`` makes one from name, words, schema and
    statuses.
    """
    found = {}
    for name, collection in known().items():
        item = {
            "type": "object",
            "properties": dict(collection.item),
            "required": list(collection.item),
        }
        schema = {
            "type": "object",
            "properties": {
                "data": {"type": "array", "items": item},
                "next": {"type": ["string", "null"]},
            },
            "required": ["data", "next"],
        }
        operation = described(
            f"list_{name}", collection.words.at(language), schema, language, 400, 401, 403, 429
        )
        found[f"/{name}"] = {"get": operation | {"parameters": _parameters(collection, language)}}
    return found


def _parameters(collection: Collection, language: str) -> list[dict[str, Any]]:
    own = [
        {
            "name": f.name,
            "in": "query",
            "required": f.needed,
            "description": f.words.at(language),
            "schema": {"type": "string"} | ({"enum": list(f.options)} if f.options else {}),
        }
        for f in collection.filters
    ]
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    return [
        *own,
        {
            "name": "limit",
            "in": "query",
            "required": False,
            "schema": limit,
            "description": _LIMIT.at(language, most=MOST),
        },
        {
            "name": "cursor",
            "in": "query",
            "required": False,
            "schema": {"type": "string"},
            "description": _CURSOR.at(language),
        },
    ]
