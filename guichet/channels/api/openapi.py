"""The OpenAPI 3.1 document, written from the catalogue: one operation a service, with examples and
every refusal.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import polars as pl

from guichet.channels.api import common, event_messages, problems, refusals
from guichet.channels.api.description_words import EVERY_REFUSAL, MEANING, NOTES, TITLE
from guichet.channels.shared.schemas import field_schema, input_schema, object_schema
from guichet.engine.fields import Field, tidy
from guichet.engine.perform import MOST_ROWS
from guichet.engine.refusal import Refusal, Severity
from guichet.engine.registry import services
from guichet.engine.service import Example, Service
from guichet.lib.text import LANGUAGES

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_JSON = "application/json"


@lru_cache(maxsize=len(LANGUAGES))
def text(language: str) -> str:
    """The document as JSON text; made once a process and language."""
    return json.dumps(document(language), ensure_ascii=False)


def document(language: str) -> dict[str, Any]:
    """The whole description, with titles and sentences in ``language``."""
    paths = {
        f"/services/{key}": {"post": _operation(service, language, key)}
        for key, service in services().names().items()
    }
    components = common.components(language)
    for service in services().values():
        name = _name(service)
        components["schemas"] |= {
            f"{name}_input": input_schema(service.inputs, language),
            f"{name}_output": _output(service, language),
            f"{name}_answer": _answer(service),
        }
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": SCHEMA,
        "info": {
            "title": TITLE.at(language),
            "version": "1",
            "description": NOTES.at(language, most=f"{MOST_ROWS:,}"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"system": []}],
        "tags": [{"name": group} for group in sorted({_group(s) for s in services().values()})],
        "paths": common.paths(language) | paths,
        "webhooks": event_messages.webhooks(language),
        "components": components,
    }


def summary(service: type[Service], language: str) -> dict[str, Any]:
    """One service in the list."""
    return {
        "key": service.key,
        "code": service.code,
        "title": service.title.at(language),
        "summary": service.summary.at(language),
        "audience": sorted(segment.value for segment in service.audience),
        "right": service.right,
        "party": service.party_kind.value,
        "enquiry": service.enquiry,
        "identified_by": list(service.business_key),
        "input": input_schema(service.inputs, language),
        "output": object_schema(service.outputs, language),
        "href": f"/api/v1/services/{service.key}",
    }


def page(language: str) -> dict[str, Any]:
    """What the reference page for people shows."""
    shown = []
    for service in services().values():
        fields = [
            {
                "name": name,
                "label": field.label.at(language),
                "required": not field.optional,
                "hint": field.hint.at(language) if field.hint else "",
                "sample": field.sample,
                "schema": json.dumps(field_schema(field), ensure_ascii=False),
            }
            for name, field in service.inputs.items()
        ]
        refusing = [
            (r.code, problems.status_of(r.code), r.words.at(language))
            for r in refusals.of_service(service)
        ]
        example = next(iter(service.examples), None)
        body = json.dumps({"input": given(service, example)}, ensure_ascii=False, indent=2)
        shown.append({"service": service, "fields": fields, "refusals": refusing, "example": body})
    words = {"title": TITLE, "notes": NOTES, "meaning": MEANING, "every_refusal": EVERY_REFUSAL}
    said = {name: text.at(language, most=f"{MOST_ROWS:,}") for name, text in words.items()}
    return {"services": shown} | said


def given(service: type[Service], example: Example | None) -> dict[str, str]:
    """An example's input, spelled as answers spell it; facts of the demonstration are shown as the
    field's sample.
    """
    values = (
        example.given if example else {n: f.sample for n, f in service.inputs.items() if f.sample}
    )
    return {
        name: _plain(service.inputs[name], text) if name in service.inputs else text
        for name, text in values.items()
    }


def _plain(field: Field, text: str) -> str:
    if "{" in text and field.sample:
        return field.sample
    value = field.parse(tidy(pl.Series([text], dtype=pl.String)))
    plain = pl.select(field.plain(pl.lit(value))).item()
    return text if plain is None else str(plain)


def _output(service: type[Service], language: str) -> dict[str, Any]:
    """What is answered; all of it null for a row that is not accepted."""
    schema = object_schema(service.outputs, language)
    for described in schema["properties"].values():
        kinds = described["type"] if isinstance(described["type"], list) else [described["type"]]
        described["type"] = list(dict.fromkeys([*kinds, "null"]))
        if "enum" in described and None not in described["enum"]:
            described["enum"] = [*described["enum"], None]
    return schema


def _answer(service: type[Service]) -> dict[str, Any]:
    own = {
        "input": {"type": "object"},
        "output": {"$ref": f"#/components/schemas/{_name(service)}_output"},
    }
    if service.stages:
        own |= _state(service)
    return {
        "allOf": [{"$ref": "#/components/schemas/Answer"}, {"type": "object", "properties": own}]
    }


def _state(service: type[Service]) -> dict[str, Any]:
    """How far it has come after its acceptance, and the page on which a person goes on."""
    status = {"type": "string", "enum": list(service.stages)}
    said = {
        "status": status,
        "finished": {"type": "boolean"},
        "good": {"type": "boolean"},
        "since": {"type": ["string", "null"], "format": "date-time"},
        "sentence": {"type": "string"},
    }
    state = {"type": ["object", "null"], "properties": said, "required": list(said)}
    return {"state": state, "next_url": {"type": ["string", "null"], "format": "uri"}}


def _name(service: type[Service]) -> str:
    return service.key.replace(".", "_")


def _group(service: type[Service]) -> str:
    return service.key.partition(".")[0]


def _operation(service: type[Service], language: str, key: str) -> dict[str, Any]:
    """The operation at one of the service's keys; at a former one it is the same, and says that
    there is a newer.
    """
    name = _name(service)
    former = {"deprecated": True} if key != service.key else {}
    row = {"$ref": f"#/components/schemas/{name}_input"}
    single = {"type": "object", "properties": {"input": row}, "required": ["input"]}
    rows = {"type": "array", "items": row, "minItems": 1, "maxItems": MOST_ROWS}
    batch = {"type": "object", "properties": {"rows": rows}, "required": ["rows"]}
    return {
        "operationId": key.replace(".", "_"),
        "summary": service.title.at(language),
        "description": service.summary.at(language),
        "tags": [_group(service)],
        "parameters": [
            {"$ref": f"#/components/parameters/{p}"}
            for p in ("IdempotencyKey", "Signature", "DryRun", "Language")
        ],
        "requestBody": {
            "required": True,
            "content": {
                _JSON: {
                    "schema": {
                        "oneOf": [
                            closed | {"additionalProperties": False} for closed in (single, batch)
                        ]
                    },
                    "examples": _examples(service),
                }
            },
        },
        "responses": _responses(service, language),
        "security": [{"token": []}, {"system": [key]}],
    } | former


def _examples(service: type[Service]) -> dict[str, Any]:
    found = {
        f"example-{place}": {
            "summary": f"{e.name} - {e.then}",
            "value": {"input": given(service, e)},
        }
        for place, e in enumerate(service.examples, start=1)
    }
    return found or {"example": {"value": {"input": given(service, None)}}}


def _responses(service: type[Service], language: str) -> dict[str, Any]:
    answer = f"#/components/schemas/{_name(service)}_answer"
    rows = {"type": "array", "items": {"$ref": answer}}
    batch = {"allOf": [{"$ref": "#/components/schemas/Batch"}, {"properties": {"rows": rows}}]}
    responses: dict[str, Any] = {
        "200": {
            "description": "accepted, now or before; or a batch, whose rows each have their outcome",
            "headers": {"Idempotent-Replay": {"$ref": "#/components/headers/IdempotentReplay"}},
            "content": {_JSON: {"schema": {"anyOf": [{"$ref": answer}, batch]}}},
        },
        "202": {
            "description": "held until a check can be asked, or referred to a person; ask /transactions/{reference}",
            "content": {_JSON: {"schema": {"$ref": answer}}},
        },
    }
    by_status: dict[int, list[Refusal]] = {}
    for refusal in refusals.of_service(service):
        if refusal.severity is Severity.ERROR:
            by_status.setdefault(problems.status_of(refusal.code), []).append(refusal)
    for status in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503):
        said = by_status.get(status, [])
        responses[str(status)] = common.problem_response(status, language, said)
    return responses
