"""JSON Schema of what a service asks and answers, for every channel that speaks JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guichet.engine.fields import Field

# How JSON callers may also write a kind of value.
_ALSO = {
    "money": "number",
    "count": "integer",
    "digits": "integer",
    "national_id": "integer",
    "establishment": "integer",
    "yes_no": "boolean",
}


def field_schema(field: Field) -> dict[str, Any]:
    """JSON Schema of a value, with the JSON types that may stand for its text."""
    schema = dict(field.json_schema())
    kinds = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
    if field.kind in _ALSO:
        kinds.append(_ALSO[field.kind])
    if field.kind == "yes_no":
        schema["enum"] = [*schema["enum"], True, False]
    if field.optional:
        kinds.append("null")
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema | {"type": kinds if len(kinds) > 1 else kinds[0]}


def input_schema(fields: Mapping[str, Field], language: str) -> dict[str, Any]:
    """An object with these fields and no others, those that are not optional required; titles and
    hints in ``language``.
    """
    schema = object_schema(fields, language)
    schema["required"] = [name for name, field in fields.items() if not field.optional]
    return schema | {"additionalProperties": False}


def object_schema(fields: Mapping[str, Field], language: str) -> dict[str, Any]:
    """An object that holds these fields."""
    described = {n: f.describe(language) | field_schema(f) for n, f in fields.items()}
    return {"type": "object", "properties": described}
