"""Reading transactions back, only for those whom they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from guichet.channels.shared.concern import concerns
from guichet.domain.identity import queries
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store
from guichet.engine.context import HOME
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.records import OF_SUBMISSION
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import Reached, reached_by_many
from guichet.engine.waiting import resolution_of
from guichet.lib import reference

_SELECTED = """
    SELECT t.id, t.service, t.party, t.subject, t.repeats, t.content,
           s.asked_at, s.channel, s.actor, s.actor_name, s.signature IS NOT NULL
"""
_COLUMNS = f"{_SELECTED} FROM engine_transaction t JOIN engine_submission s ON s.id = t.id >> 20"
_ONE = f"{_COLUMNS} WHERE t.id = %(id)s"
_OF_PARTY = (
    f"{_COLUMNS} WHERE t.party = %(party)s AND t.id < %(before)s ORDER BY t.id DESC LIMIT %(limit)s"
)
_OF_ACTOR = f"""{_SELECTED} FROM engine_submission s {OF_SUBMISSION.format(which="t.id < %(before)s")}
    WHERE s.actor = %(actor)s ORDER BY t.id DESC LIMIT %(limit)s"""
_ABOUT = f"""{_COLUMNS}
    WHERE t.party = %(party)s AND t.subject = %(subject)s AND t.repeats IS NULL
    ORDER BY t.id DESC LIMIT %(limit)s"""
_LAST = 1 << 62


@dataclass(frozen=True)
class Record:
    """One recorded asking with its circumstances."""

    id: int
    service: type[Service]
    party: int | None
    subject: int | None
    repeats: int | None
    content: str
    asked_at: datetime
    channel: str
    actor: int
    actor_name: str
    signed: bool
    reached: Reached | None = None  # how far it has come, of a service that has stages

    @cached_property
    def answer(self) -> Answer:
        """What was said."""
        return answer_from(self.service, self.id, self.content)

    @property
    def first_reference(self) -> str:
        """The reference of the transaction it repeats, if it repeats one."""
        return reference.encode(self.repeats) if self.repeats else ""


def _records(rows: Iterable[tuple[Any, ...]]) -> Iterator[Record]:
    by_code = {service.code: service for service in services().values()}
    for number, code, *rest in rows:
        if code in by_code:  # a service may have been withdrawn since
            yield Record(number, by_code[code], *rest)


def _fetch(query: str, **params: int) -> list[Record]:
    found = list(_records(store.rows(query, **params)))
    begun = {r.id: (r.service, r.repeats or r.id) for r in found if r.service.stages and r.answer.accepted}
    stages = reached_by_many(begun.values(), timezone.now())
    return [replace(r, reached=stages[begun[r.id][1]]) if r.id in begun else r for r in found]


def find(text: str) -> Record | None:
    """The record of a reference however it is typed; None when mistyped or unknown."""
    number = reference.decode(text)
    if number is None:
        return None
    found = _fetch(_ONE, id=number)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Outline:
    """What anybody may know of a receipt they hold: that it is ours, for which service, when and how it ended."""

    service: type[Service]
    outcome: Outcome
    asked_at: datetime
    reference: str
    reached: Reached | None  # an order that was only placed proves no payment


def outline(text: str) -> Outline | None:
    """The outline of a reference however it is typed; None when mistyped or unknown."""
    number = reference.decode(text)
    if number is None:
        return None
    found = store.rows("SELECT service, outcome, asked_at FROM engine_outline(%(id)s)", id=number)
    row = found[0] if found else None
    service = next((s for s in services().values() if row and s.code == row[0]), None)
    if row is None or service is None:
        return None
    outcomes = {code: outcome for outcome, code in OUTCOME_CODES.items()}
    outcome, stages = outcomes[row[1]], {}
    if outcome is Outcome.ACCEPTED:
        with scope.counter():  # whoever holds the reference may know how far it has come, and nothing else
            stages = reached_by_many([(service, number)], timezone.now())
    return Outline(service, outcome, row[2], reference.encode(number), stages.get(number))


def settled_by(record: Record) -> Record | None:
    """What became of a held or referred asking in the end; None while it waits."""
    number = resolution_of(record.id)
    found = _fetch(_ONE, id=number) if number else []
    return found[0] if found else None


def may_see(account: Account, record: Record) -> bool:
    """Whoever asked may see it, and whoever may view its party today."""
    return concerns(
        account.pk,
        queries.mandates_of(account),
        asker=record.actor,
        service=record.service,
        party=record.party,
        today=timezone.now().astimezone(HOME).date(),
        told=record.answer.output,
    )


def of_party(party: int, before: int | None, limit: int) -> list[Record]:
    """The party's transactions, newest first. The caller has checked the mandate."""
    return _fetch(_OF_PARTY, party=party, before=before or _LAST, limit=limit)


def of_actor(actor: int, before: int | None, limit: int) -> list[Record]:
    """What an account has asked itself, newest first."""
    return _fetch(_OF_ACTOR, actor=actor, before=before or _LAST, limit=limit)


def about(party: int, subject: int, limit: int) -> list[Record]:
    """What a party has asked about one person, newest first; repetitions left out. The caller has checked the mandate."""
    return _fetch(_ABOUT, party=party, subject=subject, limit=limit)
