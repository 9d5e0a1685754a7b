"""The parts of the OpenAPI document that are the same for every service."""

from __future__ import annotations

from typing import Any

from guichet.channels.api import description_words, pagination, papers, problems, signatures
from guichet.channels.shared.changes import AMOUNTS
from guichet.domain.documents.queries import Standing
from guichet.engine.refusal import Refusal
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.lib import scans
from guichet.lib.text import LANGUAGES

_JSON = "application/json"
_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_OF_ONE = (400, 401, 403, 404, 429)
_REFERENCE = {"name": "reference", "in": "path", "required": True, "schema": _TEXT}


def components(language: str) -> dict[str, Any]:
    """Schemas, parameters, headers and the token, shared by all operations."""
    return {
        "schemas": {
            "Answer": _answer(),
            "Batch": _batch(),
            "Finding": _finding(),
            "Problem": _problem(),
            "Receipt": _receipt(),
        },
        "parameters": {
            "IdempotencyKey": _parameter(
                "Idempotency-Key", "header", description_words.KEY.at(language)
            )
            | {"schema": {"type": "string", "minLength": 1, "maxLength": 202}},
            "Signature": _parameter(
                signatures.HEADER, "header", description_words.SIGNATURE.at(language)
            )
            | {"schema": {"type": "string", "contentEncoding": "base64"}},
            "DryRun": _parameter("dry_run", "query", description_words.DRY_RUN.at(language))
            | {"schema": {"type": "boolean", "default": False}},
            "Language": _parameter(
                "Accept-Language", "header", description_words.LANGUAGE.at(language)
            )
            | {"schema": {"type": "string", "examples": list(LANGUAGES)}},
        },
        "headers": {
            "IdempotentReplay": {
                "description": description_words.REPLAY.at(language),
                "schema": {"type": "string", "enum": ["true"]},
            }
        },
        "securitySchemes": _schemes(language),
    }


def _schemes(language: str) -> dict[str, Any]:
    """A person's token, or a system's, whose scopes are the services."""
    scopes = {key: service.title.at(language) for key, service in services().names().items()}
    flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": description_words.TOKEN.at(language),
        },
        "system": {
            "type": "oauth2",
            "description": description_words.SYSTEM.at(language),
            "flows": {"clientCredentials": flow},
        },
    }


def paths(language: str) -> dict[str, Any]:
    """The operations that are not a service."""
    keys = _object(
        keys={
            "type": "array",
            "items": _object(id=_TEXT, algorithm=_TEXT, public_key=_TEXT, pem=_TEXT),
        }
    )
    listed = _object(services={"type": "array", "items": {"type": "object"}})
    receipt = {"$ref": "#/components/schemas/Receipt"}
    answer = {"$ref": "#/components/schemas/Answer"}
    problem = _object(code=_TEXT, status=_WHOLE, sentences={"type": "object"})
    code = {"name": "code", "in": "path", "required": True, "schema": _TEXT}
    return {
        "/services": {"get": _open("list_services", description_words.LIST.at(language), listed)},
        "/token": {"post": _token(language)},
        "/keys": {"get": _open("public_keys", description_words.KEYS.at(language), keys)},
        "/problems/{code}": {
            "get": _open("problem", description_words.PROBLEM.at(language), problem, language, 404)
            | {"parameters": [code]}
        },
        "/transactions/{reference}": {
            "get": _get(
                "transaction",
                description_words.TRANSACTION.at(language),
                answer,
                language,
                *_OF_ONE,
            )
            | {"parameters": [_REFERENCE]}
        },
        "/transactions/{reference}/attachments/{field}": {
            "get": _file(language) | {"parameters": [_REFERENCE, _REFERENCE | {"name": "field"}]}
        },
        "/receipts/{reference}": {
            "get": _get(
                "receipt", description_words.RECEIPT.at(language), receipt, language, *_OF_ONE, 409
            )
            | {"parameters": [_REFERENCE]}
        },
        "/transactions/{reference}/paper": {"get": _paper(language)},
        "/papers/{number}": {"get": _check(language)},
    } | pagination.paths(language, _get)


def _paper(language: str) -> dict[str, Any]:
    operation = _get("paper", papers.PAPER.at(language), {}, language, 401, 404, 409, 503)
    pdf = {"application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}}}
    operation["responses"]["200"]["content"] = pdf
    return operation | {"parameters": [_REFERENCE, {"$ref": "#/components/parameters/Language"}]}


def _check(language: str) -> dict[str, Any]:
    said = _object(
        number=_TEXT,
        standing={"type": "string", "enum": [s.value for s in Standing]},
        since={"type": ["string", "null"]},
        issued_on=_TEXT,
        service=_TEXT,
        title=_TEXT,
        shows={"type": "array", "items": _object(name=_TEXT, label=_TEXT, value=_TEXT)},
        tables={"type": "array", "items": {"type": "object"}},
    )
    number = {"name": "number", "in": "path", "required": True, "schema": _TEXT}
    code = {"name": "code", "in": "query", "required": True, "schema": _TEXT}
    operation = _open("check_paper", papers.CHECK.at(language), said, language, 404, 429)
    return operation | {"parameters": [number, code]}


def _get(
    name: str, summary: str, schema: dict[str, Any], language: str = "en", *statuses: int
) -> dict[str, Any]:
    ok = {"description": summary, "content": {_JSON: {"schema": schema}}}
    no = {str(status): problem_response(status, language, []) for status in statuses}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["institution"],
        "responses": {"200": ok, **no},
    }


def _file(language: str) -> dict[str, Any]:
    operation = _get(
        "attachment", description_words.ATTACHMENT.at(language), {}, language, 401, 404
    )
    content: dict[str, Any] = {media_type: {} for media_type in scans.MEDIA_TYPES.values()}
    ok = {"description": description_words.ATTACHMENT.at(language), "content": content}
    return operation | {"responses": operation["responses"] | {"200": ok}}


def _open(
    name: str, summary: str, schema: dict[str, Any], language: str = "en", *statuses: int
) -> dict[str, Any]:
    return _get(name, summary, schema, language, *statuses) | {"security": []}


def _token(language: str) -> dict[str, Any]:
    needed = _object(username=_TEXT, password={"type": "string", "format": "password"})
    given = _optional(needed, code=_TEXT)  # where the account has a second factor
    said = _object(access_token=_TEXT, token_type=_TEXT, expires_in=_WHOLE, expires_at=_TEXT)
    operation = _open(
        "token", description_words.TOKEN.at(language), said, language, 400, 401, 415, 429
    )
    body = {"required": True, "content": {_JSON: {"schema": given}}}
    return operation | {"requestBody": body}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _parameter(name: str, place: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "description": description}


def _optional(schema: dict[str, Any], **more: dict[str, Any]) -> dict[str, Any]:
    return schema | {"properties": schema["properties"] | more}


def _answer() -> dict[str, Any]:
    findings = {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}}
    needed = _object(
        outcome={"type": "string", "enum": [outcome.value for outcome in Outcome]},
        reference={"type": ["string", "null"], "examples": ["K7QM-4X2P-9RTWX"]},
        repeated={"type": "boolean"},
        dry_run={"type": "boolean"},
        service=_TEXT,
        input={"type": "object"},
        output={"type": "object"},
        warnings=findings,
    )
    return _optional(
        needed,
        row=_WHOLE,
        receipt=_TEXT,
        transaction=_TEXT,
        paper=_TEXT,
        signed_by={"type": "object"},
        errors=findings,
        notes=findings,
        asked_at={"type": "string", "format": "date-time"},
        channel=_TEXT,
        signed={"type": "boolean"},
        repeats=_TEXT,
        settled_by={"type": ["string", "null"]},
        settled={"type": ["object", "null"]},
        changes=_changes(),
    )


def _changes() -> dict[str, Any]:
    """Counts of what would change; amounts among them are text, as all amounts."""
    amount = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["940.02"]}
    amounts = dict.fromkeys(sorted(AMOUNTS), amount)
    return {"type": "object", "properties": amounts, "additionalProperties": _WHOLE}


def _batch() -> dict[str, Any]:
    counted = _object(**{outcome.value: _WHOLE for outcome in Outcome}, repeated=_WHOLE)
    return _optional(_object(counts=counted, rows={"type": "array"}), changes={"type": "object"})


def _finding() -> dict[str, Any]:
    return _optional(_object(code=_TEXT, type=_TEXT, detail=_TEXT), field=_TEXT, pointer=_TEXT)


def _problem() -> dict[str, Any]:
    said = _object(type=_TEXT, title=_TEXT, status=_WHOLE, detail=_TEXT, code=_TEXT)
    return _optional(
        said,
        field=_TEXT,
        outcome=_TEXT,
        reference={"type": ["string", "null"]},
        receipt=_TEXT,
        errors={"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
    )


def _receipt() -> dict[str, Any]:
    path = _object(index=_WHOLE, size=_WHOLE, path={"type": "array", "items": _TEXT})
    signed = _object(
        submission=_WHOLE,
        asked_at=_TEXT,
        rows=_WHOLE,
        root=_TEXT,
        key=_TEXT,
        algorithm=_TEXT,
        signature=_TEXT,
    )
    return _object(format=_TEXT, content=_TEXT, proof=_object(chunk=path, call=path), signed=signed)


def problem_response(status: int, language: str, said: list[Refusal]) -> dict[str, Any]:
    """A problem response with one example for each refusal that may cause it."""
    media: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if said:
        media["examples"] = {
            refusal.code: {
                "summary": refusal.code,
                "value": problems.body(refusal.code, refusal.words.at(language), language)
                | {"outcome": Outcome.REFUSED.value},
            }
            for refusal in said
        }
    description = problems.TITLES[status].at(language)
    return {"description": description, "content": {problems.MEDIA_TYPE: media}}
