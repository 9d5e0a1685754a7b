"""Whose data an answer shows, told before it is handed out: an enquiry, a preview, a file's check,
a refusal.

What changes data is a transaction and recorded as one. Whoever keeps the log of readings takes a
place in ``RECORDERS``; if one of them cannot write, nothing is answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.fields import Lines, NationalId
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome, Service

_PARTIES = 100
_DIGITS = 18  # at most, of a number of anybody in any country; it is kept in 64 bits
# Refused before anything was looked up.
NOT_SHOWN = {"not-covered-by-mandate", "assurance-too-low", "service-out-of-scope"}


@dataclass(frozen=True, slots=True)
class DisclosedCall:
    """What one call showed: of which party, on whose behalf, and which persons."""

    service: type[Service]
    party: int | None
    persons: frozenset[int]

    @property
    def party_kind(self) -> str:
        """Of the party, as the log names it."""
        return self.service.party_kind.value if self.party is not None else ""


RECORDERS: list[Callable[[Context, DisclosedCall], None]] = []


def tell(context: Context, service: type[Service], answers: Sequence[Answer]) -> None:
    """Say what these answers show."""
    if context.told_by_page:
        return
    reading = context.dry_run or service.enquiry
    seen = [
        answer
        for answer in answers
        if (reading or answer.outcome is Outcome.REFUSED)
        and not any(fault.code in NOT_SHOWN for fault in answer.errors)
    ]
    about: dict[int | None, set[int]] = {}
    for answer in seen:
        party, persons = number_of(answer, service.party), persons_of(answer, service)
        if party is not None or persons:
            about.setdefault(party, set()).update(persons)
    _tell(context, service, about)


def tell_checked(context: Context, batch: Batch) -> None:
    """Say whom the check of many rows shows: those something is said of. Of the others it says only
    how many they are, to the one who named them; and those put aside were not looked up.
    """
    service = batch.service
    named = batch.frame.columns
    if not batch.findings:
        return
    said = pl.concat(batch.findings).filter(~pl.col("code").is_in(list(NOT_SHOWN)))
    if service.party not in named or (service.subject and service.subject not in named):
        return
    party = pl.col(service.party)
    whom = service.subject or (service.party if service.party_kind is PartyKind.PERSON else None)
    person = pl.col(whom) if whom else pl.lit(None, pl.Int64)
    told = batch.frame.join(said.select("position").unique(), on="position", how="semi")
    rows = told.select(party=party, person=person).filter(
        pl.col("party").is_not_null() | pl.col("person").is_not_null()
    )
    about = rows.group_by("party").agg(pl.col("person").drop_nulls().unique())
    _tell(context, service, {number: set(persons) for number, persons in about.iter_rows()})


def _tell(context: Context, service: type[Service], about: dict[int | None, set[int]]) -> None:
    # A bureau's file concerns hundreds of establishments: its persons still read who looked.
    if len(about) > _PARTIES:
        about = {None: set().union(*about.values())}
    for party, persons in about.items():
        if service.party_kind is PartyKind.PERSON and party is not None:
            persons.add(party)
        for recorder in RECORDERS:
            recorder(context, DisclosedCall(service, party, frozenset(persons)))


def persons_of(answer: Answer, service: type[Service]) -> set[int]:
    """The persons that an answer shows: whom it is about, and everybody whose number stands in one
    of its tables.
    """
    about = number_of(answer, service.subject)
    named = {
        int(line[column])
        for name, table in service.outputs.items()
        if isinstance(table, Lines) and answer.output.get(name)
        for column in [n for n, field in table.columns.items() if isinstance(field, NationalId)]
        for line in json.loads(answer.output[name] or "[]")
        if line.get(column)
    }
    return named | ({about} if about is not None else set())


def number_of(answer: Answer, name: str | None) -> int | None:
    """The number an answer's input has under a field's name; None if it is none."""
    text = answer.input.get(name or "") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
