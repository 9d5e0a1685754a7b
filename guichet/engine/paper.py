"""What a service's accepted asking looks like on paper, when the institution attests something by
it.

A service that declares one has ``code`` among its outputs (what the public check of the paper asks
for) and its
``apply`` issues the document. Every other transaction can be had on paper too, as a plain receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guichet.lib.text import Words


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of a document; its heading is the service's title."""

    attests: Words  # the sentence the institution signs; places are filled from the fields shown
    shows: tuple[str, ...]  # inputs and outputs, in the order they stand; tables stand below
    remark: Words | None = None
    # Whether the asking decides something as well, so that it is shown before it is done; a mere
    # attestation is had at once where nothing is left to ask.
    decides: bool = False
    until: str | None = None  # the output that says how long it is good
    # Fields that come in Arabic and in Latin script; a reader gets the one of the language.
    latin: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> set[str]:
        """Every field it speaks of."""
        told = {*self.shows, *self.latin, *self.latin.values(), "code"}
        return told | {self.until} if self.until else told
