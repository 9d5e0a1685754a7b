"""What the steps of a dialogue have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from guichet.channels.voice import speech_text, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.turns import HANG_UP, TRANSFER, State
from guichet.dialogue import port
from guichet.engine.outcome import Answer
from guichet.engine.service import Service
from guichet.engine.stages import Reached
from guichet.lib.text import Words

AGENT, BACK, HASH = "0", "*", "#"


@dataclass(frozen=True, slots=True)
class Known:
    """Who a calling number or a sign-in turned out to be: an account's id and the language it
    reads.
    """

    account: int
    language: str


@dataclass(frozen=True, slots=True)
class Entered:
    """How a PIN was judged; the account is known only if it was right."""

    account: int | None
    code_needed: bool = False
    too_many: bool = False  # from this telephone, whoever was tried


class Asking(port.Desk, Protocol):
    """What an asking wants of Guichet."""

    def reached(
        self, answer: Answer
    ) -> Reached | None: ...  # of what ends later than its acceptance


class CallDesk(Protocol):
    """What a call asks of Guichet. A test may answer by itself."""

    @property
    def agent(self) -> str: ...  # where an operator is reached; empty if nobody is
    def owner_of(self, caller: str) -> Known | None: ...
    def enter(self, state: State, pin: str) -> Entered: ...
    def send_code(self, account: int, language: str) -> None: ...  # that stands beside a PIN
    def must_choose_pin(self, account: int) -> bool: ...
    def choose_pin(self, account: int, pin: str) -> None: ...
    def likeness(self, account: int, pin: str) -> str: ...
    def redeem(self, account: int, code: str) -> bool: ...
    def app_offered(self, account: int | None) -> bool: ...  # None: a number is all that is known
    def ask_app(self, state: State) -> dict[str, Any]: ...
    def app_says(self, state: State) -> int | None: ...
    def signed_in(self, account: int, caller: str) -> None: ...
    def offered(self, account: int) -> list[type[Service]]: ...
    def asking(self, state: State) -> Asking: ...  # once somebody has signed in


class End(Exception):
    """The call is over: by a goodbye, or to an operator."""

    def __init__(self, say: list[Phrase], kind: str = HANG_UP, to: str = "") -> None:
        super().__init__(kind)
        self.say = say
        self.kind = kind
        self.to = to


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a step says, and what may be pressed then."""

    say: list[Phrase]
    keys: Keys
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A place in a dialogue: how it asks, and what becomes of an answer (it moves the state; what
    it returns is said).
    """

    prompt: Callable[[State, CallDesk], Prompt]
    take: Callable[[State, CallDesk, str], list[Phrase]]
    waits: Callable[[State, CallDesk], list[Phrase]] | None = (
        None  # what silence means, where it is no slip
    )


def to_agent(state: State, desk: CallDesk) -> list[Phrase]:
    """Hand the call to an operator, or say that nobody is there.

    Raises:
        End: there is an operator; the call ends here and goes on there.
    """
    if not desk.agent:
        return [speech_text.phrase(words.NO_AGENT, state.language)]
    raise End([speech_text.phrase(words.CONNECTING, state.language)], TRANSFER, desk.agent)


def offer_agent(state: State, desk: CallDesk) -> list[Phrase]:
    """An operator is offered where one can be reached."""
    return offer(state, (words.AGENT, AGENT)) if desk.agent else []


def told(state: State) -> list[Phrase]:
    """The answer that was given, to be said (again)."""
    return [Phrase(text, language) for text, language in state.heard]


def remember(state: State, said: list[Phrase], most: int = 0) -> None:
    """Keep what was answered, so that it can be said again; what is too much to listen to at once
    is kept apart.
    """
    kept = [[phrase.text, phrase.language] for phrase in said]
    state.heard, state.details = (kept[:most], kept[most:]) if most else (kept, [])


def offer(state: State, *options: tuple[Words, str]) -> list[Phrase]:
    """Each option with its key."""
    return [
        speech_text.choice(what.at(state.language), key, state.language) for what, key in options
    ]
