"""The messages systems are sent, for the description: CloudEvents, one for each kind of event."""

from __future__ import annotations

from typing import Any

from guichet.channels.api import description_words
from guichet.domain.systems.kinds import KINDS, TEXT, Kind

_JSON = "application/cloudevents+json"


def webhooks(language: str) -> dict[str, Any]:
    """What a receiver must be ready for; see the how-to for the signature."""
    return {kind.name: {"post": _operation(kind, language)} for kind in KINDS.values()}


def _operation(kind: Kind, language: str) -> dict[str, Any]:
    about = {"establishment": TEXT} if kind.of_establishment else {}
    event = _object(
        specversion={"const": "1.0"},
        id=TEXT,
        source=TEXT,
        type={"const": f"guichet.{kind.name}"},
        time={"type": "string", "format": "date-time"},
        datacontenttype={"const": "application/json"},
        data=_object(**about, **kind.data),
    )
    event["properties"]["subject"] = TEXT
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature", "webhook-key")
    return {
        "summary": kind.said.at(language),
        "parameters": [
            {"name": h, "in": "header", "required": True, "schema": TEXT} for h in headers
        ],
        "requestBody": {"required": True, "content": {_JSON: {"schema": event}}},
        "responses": {"2XX": {"description": description_words.TAKEN.at(language)}},
        "security": [],
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
