"""What a dialogue asks of Guichet: the port between a step of an asking and whoever asks."""

from __future__ import annotations

from typing import Any, Protocol

from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import Capabilities
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.service import Service


class Desk(Protocol):
    """What a dialogue asks of Guichet, for one client at one moment. A test may answer by
    itself.
    """

    @property
    def can(self) -> Capabilities: ...

    @property
    def language(self) -> str: ...

    @property
    def moment(self) -> float:
        """In seconds of the epoch."""

    @property
    def known(self) -> Assurance:
        """How surely the client is known already."""

    @property
    def app_offered(self) -> bool:
        """Whether this client can prove themselves in the identity app."""

    @property
    def no_code(self) -> bool:
        """Whether the app is the usual way: they came by it, or no code can reach them."""

    def parties(self, service: type[Service]) -> list[str]:
        """Whom the client may ask it for."""

    def usual(self, default: str) -> str: ...

    def ask(self, draft: Draft, *, proved: bool, dry: bool) -> Answer: ...

    def send_code(self, draft: Draft) -> None: ...

    def redeem(self, draft: Draft, code: str) -> bool: ...

    def ring(self, draft: Draft) -> dict[str, Any]: ...

    def picked(self, draft: Draft) -> bool | None:
        """Whether it was picked in the app; None: not yet."""
