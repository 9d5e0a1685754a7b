"""What every provider's gateway does, and how it says no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from guichet.channels.sms.inbox import Arrived

DELIVERED, FAILED = "delivered", "failed"
Reported = tuple[str, str, str]  # provider, its id of the part, delivered or failed
# Return when what came in is kept: only then is the provider told so.
OnText = Callable[[Arrived], Awaitable[None]]
OnReport = Callable[[Reported], Awaitable[None]]


class Unavailable(Exception):
    """Not now, or not by this provider: another one or a later try may do."""


class Rejected(Exception):
    """Never: the number does not exist, or cannot get texts."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider as it is configured. Its secrets are left out of whatever prints it."""

    name: str
    kind: str  # smpp, kannel, aggregator
    host: str
    port: int
    path: str
    user: str
    secret: str = field(repr=False)
    key: str = field(repr=False)  # what it shows when it calls us
    weight: int = 1
    sender: str = ""
    window: int = 50
    rate: int = 0  # parts a second (SMPP); 0: as many as it takes
    tls: bool = False


class Gateway(Protocol):
    """Carries texts by one provider."""

    @property
    def name(self) -> str: ...

    @property
    def ready(self) -> bool: ...

    async def start(self) -> None: ...

    async def send(self, mobile: str, words: str) -> list[str]:
        """Hand a text over; the provider's id of each part.

        Raises:
            Unavailable: not now.
            Rejected: never.
        """
        ...

    async def stop(self) -> None: ...
