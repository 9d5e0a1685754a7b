"""Serve an assistant's tools over stdin and stdout."""

from __future__ import annotations

import anyio
import click
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from mcp.server.stdio import stdio_server

from guichet.channels.assistant.capabilities import ASSISTANT, PATH
from guichet.channels.assistant.server import server_of
from guichet.channels.shared.failures import TOKEN_MISSING
from guichet.dialogue.by_token import TokenDesk, desk_of
from guichet.engine.refusal import Refused
from guichet.lib import env
from guichet.lib.text import LANGUAGES

# A variable's name; with _FILE, of the file that holds it.
TOKEN = "GUICHET_ASSISTANT_TOKEN"  # noqa: S105


def _desk(language: str) -> TokenDesk:
    """For whom the token stands for; it is read at each call, so that whoever renews it in its file
    need not start anew.
    """
    close_old_connections()
    issuer, now = settings.ISSUER or settings.PUBLIC_ADDRESS, timezone.now()
    desk = desk_of(env.text(TOKEN), issuer, None, now, language, can=ASSISTANT, path=PATH)
    if desk is None:
        raise Refused(TOKEN_MISSING)
    return desk


@click.command()
@click.option("--language", type=click.Choice(LANGUAGES), help="Of answers; else the account's.")
def command(language: str | None) -> None:
    """Serve an assistant's tools over stdin and stdout, for whom GUICHET_ASSISTANT_TOKEN (or _FILE)
    stands for.
    """

    async def serve() -> None:
        server = server_of(_desk, language or "")
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    try:
        _desk(language or "")
    except Refused as refused:
        raise click.ClickException(f"{TOKEN}: {refused.sentence(language or 'en')}") from refused
    anyio.run(serve)
