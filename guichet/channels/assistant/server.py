"""What a call of a tool means: a service's tool is its page, filled in; ``confirm`` is a yes. Who
answers over either transport.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_REQUEST, CallToolResult, ListToolsResult

from guichet.channels.assistant import capabilities, render, tools
from guichet.channels.shared import kept_drafts
from guichet.channels.shared.failures import CALL_FAILED
from guichet.dialogue.advance import advance
from guichet.dialogue.by_token import TokenDesk
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Confirmed, Filled, Means
from guichet.engine.admission import FIELD_UNKNOWN
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES


def server_of(desk_of: Callable[[str], TokenDesk], language: str) -> Server[Any]:
    """The server for whom ``desk_of`` finds at each call, for a language; it refuses if the token
    opens nothing any more.
    """

    def listed() -> ListToolsResult:
        try:
            return ListToolsResult(tools=tools.listed(desk_of(language)))
        except Refused as refused:
            raise MCPError(INVALID_REQUEST, refused.sentence(language or "en")) from refused

    def called(name: str, given: Mapping[str, Any]) -> CallToolResult:
        wanted = given.get(tools.LANGUAGE)
        spoken = wanted if wanted in LANGUAGES else language
        try:
            desk = desk_of(spoken)
            spoken = desk.language
            return _confirmed(given, desk) if name == tools.CONFIRM else _asked(name, given, desk)
        except Refused as refused:
            return render.refused(refused, spoken or "en")
        except Exception:
            logging.getLogger("guichet.assistant").exception("a call failed")
            return render.refused(Refused(CALL_FAILED), spoken or "en")

    async def on_list(_: Any, __: Any) -> ListToolsResult:
        return await sync_to_async(listed)()

    async def on_call(_: Any, asked: Any) -> CallToolResult:
        return await sync_to_async(called)(asked.name, asked.arguments or {})

    said = render.text("tool", language or "en")
    return Server(
        "guichet", version="1", instructions=said, on_list_tools=on_list, on_call_tool=on_call
    )


def _asked(name: str, given: Mapping[str, Any], desk: TokenDesk) -> CallToolResult:
    service: type[Service] = tools.named().get(name) or service_of(name[:60])
    fields, party = capabilities.asked(service), service.party
    for unknown in given.keys() - {*fields, tools.LANGUAGE}:
        raise Refused(FIELD_UNKNOWN, unknown[:60], name=unknown[:60])
    page = {field: _text(given[field]) for field in fields if given.get(field) is not None}
    if party in fields and party not in page and len(own := desk.parties(service)) == 1:
        page[party] = own[0]
    draft = Draft(str(uuid.uuid4()), service.key, Stage.REVIEW, began=desk.moment)
    draft, turn = advance(draft, Filled(page), desk)
    return render.shown(
        turn, desk.language, "" if service.enquiry else kept_drafts.keep(draft, desk.asker.pk)
    )


def _confirmed(given: Mapping[str, Any], desk: TokenDesk) -> CallToolResult:
    handle = str(given.get(tools.DRAFT, ""))
    draft = kept_drafts.read(handle, desk.asker.pk)
    means = None if draft.stage is Stage.WAITING else Means.APP
    draft, turn = advance(draft, Confirmed(means=means), desk)
    return render.shown(turn, desk.language, kept_drafts.keep(draft, desk.asker.pk, handle))


def _text(value: Any) -> str:
    """A value as a client would write it; what is none, the engine refuses in the field's own
    words.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
