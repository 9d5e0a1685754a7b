"""Sends messages over HTTPS: to public addresses only, without redirects, within seconds; many at
once.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiodns
import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings

from guichet.domain.systems import addresses
from guichet.engine.refusal import Refused
from guichet.lib.retry_after import seconds_of

PATIENCE_S = 5.0  # for everything: name, connection, TLS, answer
_LOOK_UP_S = 3.0  # of it, for the name
_AT_ONCE = 100  # as many as are taken up together: none waits for another's silence


@dataclass(frozen=True, slots=True)
class Message:
    """One message, signed and ready."""

    url: str
    headers: dict[str, str]
    body: bytes


class Answer(str):
    """What became of a message: its status, or a word for what went wrong; and when the receiver
    wants the next.
    """

    after_s: float

    def __new__(cls, word: str, after_s: float = 0.0) -> Answer:
        made = super().__new__(cls, word)
        made.after_s = after_s
        return made


class _NotPublic(OSError):
    """A name that leads inside."""


class _PublicOnly(AbstractResolver):
    """Looks names up and lets only public addresses through; the connection goes to what it
    returns.

    c-ares asks name servers from the loop itself: a name whose server is silent takes no thread
    that others wait for.
    """

    def __init__(self, *, anywhere: bool) -> None:
        self.anywhere = anywhere
        self._names = aiodns.DNSResolver(
            nameservers=settings.WEBHOOKS_NAME_SERVERS or None, timeout=_LOOK_UP_S / 2, tries=2
        )

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name."""
        places = await self.look_up(host, port, family)
        # One inner address among outer ones is a trick, not a mistake: then none is taken.
        if not self.anywhere and not all(
            addresses.is_public(address.partition("%")[0]) for _, address in places
        ):
            raise _NotPublic(f"{host} is not of the public network")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=kind,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, address in places
        ]

    async def look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[tuple[int, str]]:
        """The families and addresses of a name, within seconds.

        Raises:
            OSError: it has none, or its name server does not answer.
        """
        try:
            async with asyncio.timeout(_LOOK_UP_S):
                found = await self._names.getaddrinfo(
                    host, port=port, family=family, type=socket.SOCK_STREAM
                )
        except (aiodns.error.DNSError, TimeoutError) as error:
            raise OSError(f"{host} has no address") from error
        return [(node.family, node.addr[0].decode()) for node in found.nodes]

    async def close(self) -> None:
        """Nothing is asked any more."""
        await self._names.close()


def send_all(messages: Sequence[Message], *, anywhere: bool) -> list[Answer]:
    """Send each; what became of it, in the same order: the status, or a word for what went
    wrong.
    """
    return asyncio.run(_send_all(messages, anywhere=anywhere))


async def _send_all(messages: Sequence[Message], *, anywhere: bool) -> list[Answer]:
    names = _PublicOnly(anywhere=anywhere)
    connector = aiohttp.TCPConnector(
        resolver=names,
        use_dns_cache=False,
        force_close=True,
        limit=_AT_ONCE,
    )
    places = asyncio.Semaphore(_AT_ONCE)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=PATIENCE_S),
    ) as session:
        answers = await asyncio.gather(
            *(_send(session, places, m, anywhere=anywhere) for m in messages)
        )
    await names.close()
    return answers


async def _send(
    session: aiohttp.ClientSession, places: asyncio.Semaphore, message: Message, *, anywhere: bool
) -> Answer:
    try:
        addresses.check(
            message.url, anywhere=anywhere
        )  # an IP address is never looked up, so it is looked at here
    except Refused:
        return Answer("not-public")
    async with places:
        try:
            async with session.post(
                message.url, data=message.body, headers=message.headers, allow_redirects=False
            ) as response:
                wait = seconds_of(response.headers.get("Retry-After"), time.time())
                return Answer(str(response.status), 0.0 if response.ok else wait)
        except TimeoutError:
            return Answer("time-out")
        except aiohttp.ClientSSLError:
            return Answer("tls")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer("not-public" if _led_inside(error) else "unreachable")


def _led_inside(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, _NotPublic):
            return True
        error = getattr(error, "os_error", None) or error.__cause__
    return False
