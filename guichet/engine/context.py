"""The circumstances of one asking: who, by which channel, when, in which language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from guichet.engine.actor import Actor
from guichet.lib.locale import here

# The institution's own days and months: a file sent at 01:00 belongs to that day.
HOME = ZoneInfo(here().zone)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person of the institution decided about a referred row, in words that the client
    reads.
    """

    approved: bool
    reason: str
    by: int  # the account of who decided
    by_name: str


@dataclass(frozen=True, slots=True)
class Context:
    """Read once at the edge and passed down; rules never read a clock themselves."""

    actor: Actor
    channel: str
    now: datetime
    language: str = "ar"
    idempotency_key: str | None = None
    # A dry run is everything but the commit; it answers what would change.
    dry_run: bool = False
    # By which means the actor came: a machine's key and token, the other body's message number. For
    # the audit log.
    via: Mapping[str, str] = field(default_factory=dict)
    # A person has decided what a service would refer to one: it is not referred again.
    ruling: Ruling | None = None
    # What nobody need wait for, done by the one who asks once the answer is out; None: done at
    # once.
    errands: list[Callable[[], None]] | None = None

    # A page of several answers says once, for all of them, whom it shows; else each answer is told
    # (`engine.disclosures`).
    told_by_page: bool = False

    @property
    def today(self) -> date:
        """The calendar day at the institution."""
        return self.now.astimezone(HOME).date()

    def rehearsal(self) -> Self:
        """The same asking, with nothing kept."""
        return replace(self, dry_run=True)
