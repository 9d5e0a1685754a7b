"""What an asker is offered: a tool for each service that they may ask for, and the one that
confirms.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from mcp_types import Tool, ToolAnnotations

from guichet.channels.assistant.capabilities import asked, carried
from guichet.channels.assistant.render import text
from guichet.channels.shared.schemas import input_schema
from guichet.dialogue.by_token import TokenDesk
from guichet.dialogue.offered import asked_by
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES

CONFIRM, DRAFT, LANGUAGE = "confirm", "draft", "language"
_SPOKEN = {LANGUAGE: {"type": "string", "enum": list(LANGUAGES)}}
_LOOKS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ACTS = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True)


@cache
def named() -> dict[str, type[Service]]:
    """The services by the names of their tools, which have no dots everywhere; a name that one had
    is called like today's.
    """
    return {key.replace(".", "_"): service for service in carried() for key in service.names()}


def listed(desk: TokenDesk) -> list[Tool]:
    """The tools of this asker."""
    mine = set(asked_by(desk.asks, desk.asker, carried(), desk.today))
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {DRAFT: {"type": "string"}} | _SPOKEN,
        "required": [DRAFT],
    }
    confirm = Tool(
        name=CONFIRM,
        description=text("tool", desk.language, confirms=True),
        input_schema=schema,
        annotations=_ACTS,
    )
    return [
        *(_tool(service, desk) for service in carried() if service in mine),
        confirm,
    ]


def _tool(service: type[Service], desk: TokenDesk) -> Tool:
    """A service; whoever may ask it for one party only need not name it."""
    schema = input_schema({n: service.inputs[n] for n in asked(service)}, desk.language)
    parties = desk.parties(service) if service.party in schema["properties"] else []
    if 0 < len(parties) <= desk.can.parties:
        schema["properties"][service.party]["examples"] = parties
    if len(parties) == 1:
        schema["required"].remove(service.party)
    schema["properties"] |= _SPOKEN
    said, title = text("tool", desk.language, service=service), service.title.at(desk.language)
    name = service.key.replace(".", "_")
    return Tool(name=name, title=title, description=said, input_schema=schema, annotations=_LOOKS)
