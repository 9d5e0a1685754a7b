"""Texts by an aggregator over HTTP: JSON, signed both ways; it calls us back with texts and reports
(``views.py``).

We send ``{"id", "to", "from", "text"}`` and are answered 200 or 202 with ``{"id"}``, its own id of
the text, or ours.
"""

from __future__ import annotations

import asyncio
import json
import secrets

import aiohttp
from django.utils import timezone

from guichet.channels.sms.backends.base import Provider, Rejected, Unavailable
from guichet.channels.sms.signatures import sign
from guichet.lib.retry_after import Patience

_WITHIN = aiohttp.ClientTimeout(total=10)
_NEVER = {400, 404, 410, 422}
_LONGEST = 65_536


class AggregatorGateway:
    """Carries texts by an aggregator."""

    def __init__(self, provider: Provider) -> None:
        self.provider, self.name = provider, provider.name
        self._address = (
            f"http{'s' if provider.tls else ''}://{provider.host}:{provider.port}{provider.path}"
        )
        self._patience = Patience()
        self._window = asyncio.Semaphore(provider.window)
        self._session: aiohttp.ClientSession | None = None

    @property
    def ready(self) -> bool:
        """Unless it said when to come again."""
        return not self._patience.left(self._address)

    async def start(self) -> None:
        """Open connections when they are needed."""
        self._session = aiohttp.ClientSession(timeout=_WITHIN)

    async def stop(self) -> None:
        """Close them."""
        if self._session:
            await self._session.close()

    async def send(self, mobile: str, words: str) -> list[str]:
        """Hand a text over; the aggregator's id of it.

        Raises:
            Rejected: the aggregator never takes this text.
            Unavailable: it takes none at the moment.
        """
        if self._session is None:
            raise Unavailable("not started")
        own, known = self.provider, secrets.token_hex(10)
        body = json.dumps({"id": known, "to": mobile, "from": own.sender, "text": words}).encode()
        headers = {"Content-Type": "application/json", **sign(own.key, body, timezone.now())}
        async with self._window:
            try:
                async with self._session.post(
                    self._address, data=body, headers=headers
                ) as response:
                    self._patience.heed(
                        self._address, response.status, response.headers.get("Retry-After")
                    )
                    said = await response.content.read(_LONGEST)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Unavailable(type(error).__name__) from error
        if response.status in _NEVER:
            raise Rejected(f"HTTP {response.status}")
        if response.status not in (200, 202):
            raise Unavailable(f"HTTP {response.status}")
        return [_id_of(said) or known]


def _id_of(said: bytes) -> str:
    try:
        answer = json.loads(said)
    except ValueError:
        return ""
    return str(answer.get("id", ""))[:200] if isinstance(answer, dict) else ""
