"""One turn of a call: what is said, and what may be pressed; and the state between two turns."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.dialogue.draft import Draft

HANG_UP, TRANSFER = "hang up", "transfer"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller hears, then may press. ``secret`` keys are logged nowhere. With ``end`` the
    call is over.
    """

    say: tuple[Phrase, ...]
    keys: Keys | None = None
    secret: bool = False
    end: str = ""
    to: str = ""  # whom a transfer goes to

    def kept(self) -> dict[str, Any]:
        """The turn as JSON can hold it."""
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """What :meth:`kept` gave, read back."""
        said = tuple(Phrase(**p) for p in kept["say"])
        keys = Keys(**kept["keys"]) if kept["keys"] else None
        return cls(said, keys, kept["secret"], kept["end"], kept["to"])


@dataclass(slots=True)
class State:
    """Where a call is. It holds no secret: what was pressed as PIN or code is judged and
    forgotten.
    """

    call: str
    caller: str = ""  # the calling number, as the network says it
    language: str = "ar"
    at: str = "start"
    owner: int | None = None  # the account of the calling mobile, until somebody else signs in
    person: str = ""  # the national number entered
    account: int | None = None  # who has signed in
    waiting: int | None = None  # whose PIN was right while a code is still needed
    app: dict[str, Any] = field(default_factory=dict)  # what was asked of the identity app
    proved: float = 0.0  # when the app said who it is
    draft: Draft = field(init=False)  # what is being asked
    group: str = ""  # of services, in the menu: enquiries or changes
    page: int = 0
    silent: int = 0  # turns in a row in which nothing sensible was pressed
    denied: int = 0
    chosen: str = ""  # likeness of a PIN keyed in once, until it is keyed in again
    heard: list[list[str]] = field(
        default_factory=list
    )  # text and language of the answer, to say it again
    details: list[list[str]] = field(default_factory=list)  # of the answer: said when asked for

    def __post_init__(self) -> None:
        self.draft = Draft(self.call)

    def kept(self) -> dict[str, Any]:
        """The state as JSON can hold it."""
        return asdict(self) | {"draft": self.draft.kept()}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """What :meth:`kept` gave, read back."""
        state = cls(**{name: value for name, value in kept.items() if name != "draft"})
        state.draft = Draft.read(kept["draft"])
        return state
