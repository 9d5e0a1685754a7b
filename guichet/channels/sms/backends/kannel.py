"""Texts by a Kannel gateway's sendsms interface; Kannel calls us back with texts and reports
(``views.py``).
"""

from __future__ import annotations

import asyncio
import secrets
from urllib.parse import urlencode

import aiohttp

from guichet.channels.sms import parts
from guichet.channels.sms.backends.base import Provider, Rejected, Unavailable
from guichet.lib.retry_after import Patience

_WITHIN = aiohttp.ClientTimeout(total=10)
_REPORTS = 1 | 2 | 16  # delivered, not delivered, refused by the SMSC


class KannelGateway:
    """Carries texts by Kannel."""

    def __init__(self, provider: Provider, callback: str) -> None:
        self.provider, self.name = provider, provider.name
        self._callback = callback
        self._address = f"http{'s' if provider.tls else ''}://{provider.host}:{provider.port}{provider.path or '/cgi-bin/sendsms'}"
        self._patience = Patience()
        self._window = asyncio.Semaphore(provider.window)
        self._session: aiohttp.ClientSession | None = None

    @property
    def ready(self) -> bool:
        """What it cannot take it says at once, unless it said when to come again."""
        return not self._patience.left(self._address)

    async def start(self) -> None:
        """Open connections when they are needed."""
        self._session = aiohttp.ClientSession(timeout=_WITHIN)

    async def stop(self) -> None:
        """Close them."""
        if self._session:
            await self._session.close()

    async def send(self, mobile: str, words: str) -> list[str]:
        """Hand a text over; the id is ours, since Kannel gives one report for all parts.

        Raises:
            Rejected: Kannel knows no such receiver.
            Unavailable: it takes no texts at the moment.
        """
        if self._session is None:
            raise Unavailable("not started")
        known = secrets.token_hex(10)
        own = self.provider
        back = urlencode({"provider": own.name, "key": own.key, "reference": known})
        given = {
            "username": own.user,
            "password": own.secret,
            "to": mobile,
            "from": own.sender,
            "text": words,
            "charset": "UTF-8",
            "coding": "0" if parts.cut(words).coding == parts.GSM else "2",
            "dlr-mask": str(_REPORTS),
            "dlr-url": f"{self._callback}kannel/report?{back}&type=%d",
        }
        async with self._window:
            try:
                async with self._session.get(self._address, params=given) as response:
                    self._patience.heed(
                        self._address, response.status, response.headers.get("Retry-After")
                    )
                    if response.status == 202:
                        return [known]
                    said = (await response.text())[:80]
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Unavailable(type(error).__name__) from error
        if response.status == 400 and "receiver" in said.lower():
            raise Rejected(said)
        raise Unavailable(f"HTTP {response.status}")
