"""The messages systems are sent, for the description: CloudEvents, one for each kind of event."""

from __future__ import annotations

from typing import Any

from guichet.channels.api import wording
from guichet.engine.service import Outcome

_TEXT: dict[str, Any] = {"type": "string"}
_JSON = "application/cloudevents+json"


def webhooks(language: str) -> dict[str, Any]:
    """What a receiver must be ready for; see the how-to for the signature."""
    one = _object(
        reference=_TEXT,
        service=_TEXT,
        outcome={"type": "string", "enum": [o.value for o in Outcome]},
    )
    about = {"establishment": _TEXT}
    data = {
        "hello": _object(system=_TEXT),
        "transactions-recorded": _object(
            **about,
            count={"type": "integer"},
            transactions={"type": "array", "items": one, "maxItems": 100},
        ),
        "payment-received": _object(**about, payment=_TEXT),
        "bill-issued": _object(**about, month=_TEXT, due_on={"type": "string", "format": "date"}),
    }
    return {name: {"post": _operation(name, schema, language)} for name, schema in data.items()}


def _operation(name: str, data: dict[str, Any], language: str) -> dict[str, Any]:
    said = wording.MESSAGES[name].at(language)
    event = _object(
        specversion={"const": "1.0"}, id=_TEXT, source=_TEXT, type={"const": f"guichet.{name}"},
        time={"type": "string", "format": "date-time"}, datacontenttype={"const": "application/json"}, data=data,
    )  # fmt: skip
    event["properties"]["subject"] = _TEXT
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature", "webhook-key")
    return {
        "summary": said,
        "parameters": [
            {"name": h, "in": "header", "required": True, "schema": _TEXT} for h in headers
        ],
        "requestBody": {"required": True, "content": {_JSON: {"schema": event}}},
        "responses": {"2XX": {"description": wording.TAKEN.at(language)}},
        "security": [],
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
