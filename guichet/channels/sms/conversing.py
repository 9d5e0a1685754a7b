"""What a conversation is made of: its state between two texts, what it asks of Guichet, what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, Self

from guichet.engine.outcome import Answer
from guichet.engine.service import Service
from guichet.lib.text import Words


@dataclass(slots=True)
class State:
    """Where a conversation is. It holds no code: what was sent as one is judged and forgotten."""

    id: str  # of this conversation: what a code confirms, it confirms in one conversation only
    account: int  # whose it is
    language: str = "ar"
    at: str = "rest"  # rest, offer, field, check, code, doing
    service: str = ""
    began: float = 0.0  # when the text that asked for it came, in seconds of the epoch
    given: dict[str, str] = field(default_factory=dict)
    asking: str = ""  # the field
    answered: list[str] = field(default_factory=list)  # fields in the order they were answered
    offered: list[str] = field(default_factory=list)  # keys of services, or numbers of parties
    wrong: int = 0  # codes
    lost: int = 0  # texts in a row that moved nothing
    doing: str = ""  # the text whose code was right: it may be taken up again after a crash
    rest: list[str] = field(default_factory=list)  # lines of the last answer that did not fit

    def kept(self) -> dict[str, Any]:
        """The state as JSON can hold it."""
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """What :meth:`kept` gave, read back."""
        return cls(**kept)

    def leave(self) -> None:
        """The conversation is about nothing any more."""
        self.at, self.service, self.asking, self.doing, self.wrong = "rest", "", "", "", 0
        self.given, self.answered, self.offered = {}, [], []


class Desk(Protocol):
    """What a conversation asks of Guichet, for one client at one moment and about one text."""

    @property
    def came(self) -> float: ...  # the text, in seconds of the epoch
    def offered(self) -> list[type[Service]]: ...
    def parties(self, service: type[Service]) -> list[str]: ...
    def usual(self, default: str) -> str: ...
    def send_code(
        self, purpose: str, about: Words, language: str, *, money: bool = False
    ) -> None: ...
    def confirmed(self, state: State, purpose: str, code: str) -> bool: ...
    def doing(self, state: State) -> bool: ...
    def ask(
        self,
        service: type[Service],
        given: Mapping[str, str],
        language: str,
        *,
        surely: bool,
        dry: bool,
        began: float = 0.0,
    ) -> Answer: ...
