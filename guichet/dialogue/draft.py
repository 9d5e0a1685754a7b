"""What is being asked, between one turn and the next: frozen, as JSON can hold it, and without
secrets.

Whoever keeps one may be restarted, may hand it to another process, and may show it: a PIN or a code
that was entered is judged and forgotten. What was asked of the identity app is its request and the
two digits that everybody reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from guichet.dialogue import policy


class Stage(StrEnum):
    """How far an asking has come."""

    REST = "rest"  # nothing is being asked
    ASKING = "asking"  # a field, for the first time
    CHANGING = "changing"  # a field, once more
    REVIEW = "review"  # what would be done was read back
    MENDING = "mending"  # it was refused, and can be corrected
    PROVING = "proving"  # a code is on its way
    WAITING = "waiting"  # a telephone rings for the identity app
    SENDING = "sending"  # it was proved, and not yet sent
    TOLD = "told"  # it was sent, and how it ended was told


@dataclass(frozen=True, slots=True)
class Draft:
    """One asking. ``key`` names it: what proves one asking proves no other, and what is sent twice
    under it is done once.
    """

    key: str
    service: str = ""
    stage: Stage = Stage.REST
    given: Mapping[str, str] = field(default_factory=dict)
    answered: tuple[str, ...] = ()  # fields in the order they were answered, to go back
    asking: str = ""  # the field
    began: float = 0.0  # when it was chosen, in seconds of the epoch
    wrong: int = 0  # codes
    app: Mapping[str, Any] = field(default_factory=dict)  # what was asked of the identity app
    reads: bool = False  # an enquiry too is read back before it is asked: which months, for whom

    def at(self, stage: Stage, **changed: Any) -> Self:
        """The same at another stage."""
        return replace(self, stage=stage, **changed)

    def with_value(self, name: str, text: str) -> Self:
        """With an answer; an empty one takes it away."""
        others = {n: t for n, t in self.given.items() if n != name}
        return replace(self, given={**others, name: text} if text else others)

    def anew(self, moment: float) -> Self:
        """Another asking with the same answers, to be changed."""
        return self.at(Stage.MENDING, key=policy.next_key(self.key), began=moment)

    def left(self) -> Self:
        """Nothing is being asked any more; what comes next is another asking."""
        return type(self)(policy.next_key(self.key)) if self.service else self

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "key": self.key,
            "service": self.service,
            "stage": self.stage.value,
            "given": dict(self.given),
            "answered": list(self.answered),
            "asking": self.asking,
            "began": self.began,
            "wrong": self.wrong,
            "app": dict(self.app),
            "reads": self.reads,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """What :meth:`kept` gave, read back."""
        return cls(**{**kept, "stage": Stage(kept["stage"]), "answered": tuple(kept["answered"])})
