"""One message over HTTP, by the server of the Model Context Protocol. Who is asked first loads it
(`views.endpoint`): it is a good part of all that a web process would load, and most are never
asked.
"""

from __future__ import annotations

from dataclasses import replace

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from guichet.channels.assistant.server import server_of
from guichet.channels.shared import asgi
from guichet.dialogue.by_token import TokenDesk


def answered(request: HttpRequest, desk: TokenDesk, spoken: str) -> HttpResponse:
    """What the server answers for this desk, in the language that the call speaks."""
    host = request.get_host()  # which Django has compared with those that are ours
    origins = [f"{request.scheme}://{host}", *settings.CSRF_TRUSTED_ORIGINS]
    safety = TransportSecuritySettings(allowed_hosts=[host], allowed_origins=origins)
    server = server_of(lambda language: replace(desk, language=language or desk.language), spoken)

    async def managed() -> HttpResponse:
        manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, security_settings=safety
        )
        async with manager.run():
            return await asgi.answered(manager.handle_request, request, request.body)

    return async_to_sync(managed)()
