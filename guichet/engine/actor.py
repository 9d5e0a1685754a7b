"""Who asks, how surely known, and for whom.

The engine only knows this shape; `domain/identity` builds it and decides what a mandate covers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Protocol


class Segment(StrEnum):
    """The kinds of client the institution serves."""

    EMPLOYER = "employer"
    CONTRIBUTOR = "contributor"
    BENEFICIARY = "beneficiary"
    HOSPITAL = "hospital"
    PUBLIC_BODY = "public_body"
    STAFF = "staff"


class Assurance(IntEnum):
    """How surely an actor is known; a service asks for at least one of these."""

    NONE = 0
    PIN = 1  # a telephone PIN or a registered mobile
    PASSWORD = 2
    SECOND_FACTOR = 3


class PartyKind(StrEnum):
    """Whom an actor may stand for."""

    ESTABLISHMENT = "establishment"
    PERSON = "person"
    NOBODY = "nobody"  # a service open to anybody signed in: registering a first establishment


class Mandates(Protocol):
    """What `domain/identity` answers: may this actor do this for these parties?"""

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """The party numbers among ``numbers`` that ``right`` covers on that day."""
        ...


class NoMandates:
    """Nobody may do anything: the safe default."""

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """Always empty."""
        return set()


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who of the institution did it, at a counter, for the client who asks."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. ``id`` is stable and opaque; ``name`` is for showing only."""

    id: int
    name: str = ""
    segments: frozenset[Segment] = frozenset()
    assurance: Assurance = Assurance.NONE
    mandates: Mandates = field(default_factory=NoMandates, compare=False)
    person_number: int | None = None  # the actor's own national number, if known
    services: frozenset[str] | None = (
        None  # a machine's token is for these services only; None: for any
    )
    clerk: Clerk | None = None  # who did it for the actor; None: the actor themselves
