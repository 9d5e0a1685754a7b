"""The state of a conversation between two texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from guichet.dialogue.draft import Draft, Stage


@dataclass(slots=True)
class State:
    """Where a conversation is. It holds no code: what was sent as one is judged and forgotten."""

    account: int  # whose it is
    draft: Draft  # what is being asked
    language: str = "ar"
    offered: list[str] = field(default_factory=list)  # keys of services that may have been meant
    lost: int = 0  # texts in a row that moved nothing
    doing: str = ""  # the text whose code was right: it may be taken up again after a crash
    rest: list[str] = field(default_factory=list)  # lines of the last answer that did not fit

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked, nor was anything proposed."""
        return self.draft.stage is Stage.REST and not self.offered

    def kept(self) -> dict[str, Any]:
        """The state as JSON can hold it."""
        return {
            "account": self.account,
            "draft": self.draft.kept(),
            "language": self.language,
            "offered": self.offered,
            "lost": self.lost,
            "doing": self.doing,
            "rest": self.rest,
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """What :meth:`kept` gave, read back."""
        return cls(**kept | {"draft": Draft.read(kept["draft"])})

    def leave(self) -> None:
        """The conversation is about nothing any more."""
        self.draft, self.offered, self.doing = self.draft.left(), [], ""
