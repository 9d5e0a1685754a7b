"""Whose data an answer shows, told before it is handed out: an enquiry, a preview, a file's check, a refusal.

What changes data is a transaction and recorded as one. Whoever keeps the log of readings takes a place in ``WITNESSES``; if
one of them cannot write, nothing is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome, Service

# Refused before anything was looked up.
_PARTIES, _DIGITS = 100, 10
NOT_SHOWN = {"not-covered-by-mandate", "assurance-too-low", "service-out-of-scope"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one call showed: of which party, on whose behalf, and which persons."""

    service: type[Service]
    party: int | None
    persons: frozenset[int]

    @property
    def party_kind(self) -> str:
        """Of the party, as the log names it."""
        return self.service.party_kind.value if self.party is not None else ""


WITNESSES: list[Callable[[Context, Shown], None]] = []


def tell(context: Context, service: type[Service], answers: Sequence[Answer]) -> None:
    """Say what these answers show."""
    reading = context.dry_run or service.enquiry
    seen = [
        answer
        for answer in answers
        if (reading or answer.outcome is Outcome.REFUSED)
        and not any(fault.code in NOT_SHOWN for fault in answer.errors)
    ]
    _tell(
        context, service, ((_number(a, service.party), _number(a, service.subject)) for a in seen)
    )


def tell_checked(context: Context, batch: Batch) -> None:
    """Say what the check of many rows shows; those put aside were not looked up."""
    service = batch.service
    names = [service.party, *([service.subject] if service.subject else [])]
    if set(names) <= set(batch.frame.columns):
        rows = batch.frame.select(names).unique().rows()
        _tell(context, service, ((row[0], row[-1] if service.subject else None) for row in rows))


def _tell(context: Context, service: type[Service], seen: Iterable[tuple[Any, Any]]) -> None:
    about: dict[int | None, set[int]] = {}
    for party, person in seen:
        if isinstance(party, int) or isinstance(person, int):
            about.setdefault(party, set()).update({person} if isinstance(person, int) else ())
    if service.party_kind is PartyKind.PERSON:
        for party, persons in about.items():
            persons.update({party} if party is not None else ())
    if len(about) > _PARTIES:  # a bureau's file: its persons still read who looked
        about = {None: set().union(*about.values())}
    for party, persons in about.items():
        for witness in WITNESSES:
            witness(context, Shown(service, party, frozenset(persons)))


def _number(answer: Answer, name: str | None) -> int | None:
    text = answer.input.get(name or "") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
