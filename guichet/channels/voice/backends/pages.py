"""Fetches VoiceXML documents from the web processes: one pool of connections for all calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp

from guichet.channels.voice.browser import Fetch

_TIMEOUT = aiohttp.ClientTimeout(total=25)
_BIGGEST = 200_000


class Unreachable(Exception):
    """The web processes do not answer as they should."""


@asynccontextmanager
async def fetching(connections: int = 64) -> AsyncIterator[Fetch]:
    """A function that fetches a page: with a form it posts."""
    connector = aiohttp.TCPConnector(limit=connections)
    # No cookies: a call is named in its own forms.
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(
        connector=connector, timeout=_TIMEOUT, cookie_jar=jar
    ) as session:

        async def fetch(address: str, given: Mapping[str, str] | None) -> bytes:
            method, form = ("GET", None) if given is None else ("POST", dict(given))
            try:
                async with session.request(
                    method, address, data=form, allow_redirects=False
                ) as answer:
                    if answer.status not in (200, 204):
                        raise Unreachable(f"status {answer.status}")
                    return await answer.content.read(_BIGGEST)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Unreachable(type(error).__name__) from error

        yield fetch
