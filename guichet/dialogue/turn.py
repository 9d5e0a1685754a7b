"""What comes in, and what a channel must show next. A channel is ``event(request) -> Event`` and
``render(turn)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused


class Means(StrEnum):
    """By what a client proves who they are."""

    CODE = "code"  # sent to the registered mobile
    APP = "app"  # the national identity app
    ELSEWHERE = "elsewhere"  # the channel has pages for it


# --- events


@dataclass(frozen=True, slots=True)
class Chosen:
    """A service, with what was said along with it."""

    service: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """The field that was asked; empty leaves it empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A whole page of fields at once: the engine tells every fault of it together."""

    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A field is to be another: the text that it becomes, or None to be asked for it."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Yes. With the ``code`` that was sent; with ``means`` to prove it so, or to have another code;
    else the usual way.
    """

    code: str = ""
    means: Means | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """One step back."""


@dataclass(frozen=True, slots=True)
class Left:
    """No more of it."""


Event = Chosen | Answered | Filled | Changed | Confirmed | Back | Left

# --- turns


@dataclass(frozen=True, slots=True)
class Choose:
    """Nothing is being asked: the client chooses."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A field; some of the client's own ``parties`` are offered to be picked. ``fault``: what is
    wrong with the last answer.
    """

    name: str
    parties: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What would be done: a rehearsal, accepted, held or referred."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Mend:
    """It was refused, row or whole; every answer can be changed."""

    answer: Answer | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Prove:
    """A code was sent, or must be proved elsewhere. ``wrong``: the last code was not right."""

    means: Means = Means.CODE
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """A telephone rings: these two digits are picked in the app. ``again``: it was looked, and not
    picked yet.
    """

    number: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unproved:
    """No proof came about, and nothing was done; what was read back waits. Why, where there is more
    to say.
    """

    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """How it ended, which is on record."""

    answer: Answer

    def __post_init__(self) -> None:
        if not self.answer.kept:
            raise ValueError("a rehearsal is told as if it were done")


Turn = Choose | Ask | Review | Mend | Prove | Waits | Unproved | Told
