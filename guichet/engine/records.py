"""What was recorded, read back for those whom it concerns: one asking with its circumstances, and
outlines page by page.

The caller has checked who may see them (:meth:`Record.concerns` is the rule); the rules of rows
guard it once more. Many at once, by columns, are read in `engine.results`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from guichet.engine import scope, store
from guichet.engine.actor import Mandates, PartyKind
from guichet.engine.ids import sql_submission_of, sql_within
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.pending import resolution_of
from guichet.engine.registry import services
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import Reached, reached_by_many
from guichet.lib import reference

JOINED = f"FROM engine_transaction t JOIN engine_submission s ON s.id = {sql_submission_of('t.id')}"
# SQL that joins ``t``, the newest transactions of a submission ``s``, to it. They lie together by
# their numbers: looked for so, what an account has asked is found without going through what
# everybody has.
OF_SUBMISSION = f"""
    CROSS JOIN LATERAL (
        SELECT * FROM engine_transaction t WHERE {sql_within("t.id", "s.id")} AND {{which}}
        ORDER BY t.id DESC LIMIT %(limit)s
    ) t
"""
_SELECTED = """
    SELECT t.id, t.service, t.party, t.subject, t.repeats, t.content,
           s.asked_at, s.channel, s.actor, s.actor_name, s.signature IS NOT NULL
"""
_COLUMNS = f"{_SELECTED} {JOINED}"
_ONE = f"{_COLUMNS} WHERE t.id = %(id)s"
_WHOLE_OF_PARTY = (
    f"{_COLUMNS} WHERE t.party = %(party)s AND t.id < %(before)s ORDER BY t.id DESC LIMIT %(limit)s"
)
_WHOLE_OF_ACTOR = f"""{_SELECTED}
    FROM engine_submission s {OF_SUBMISSION.format(which="t.id < %(before)s")}
    WHERE s.actor = %(actor)s ORDER BY t.id DESC LIMIT %(limit)s"""
_ABOUT = f"""{_COLUMNS}
    WHERE t.party = %(party)s AND t.subject = %(subject)s AND t.repeats IS NULL
    ORDER BY t.id DESC LIMIT %(limit)s"""
_BY_KEYS = f"""{_SELECTED} FROM engine_submission s
    JOIN engine_transaction t ON {sql_within("t.id", "s.id")}
    WHERE s.actor = %(actor)s AND s.channel = %(channel)s AND s.idempotency_key LIKE %(keys)s
    ORDER BY t.id DESC LIMIT %(limit)s"""
_CALL = "SELECT actor, channel, idempotency_key FROM engine_submission WHERE id = %(id)s"
LAST = 1 << 62
OUTCOMES = {code: outcome for outcome, code in OUTCOME_CODES.items()}


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

    def concerns(self, reader: int, mandates: Mandates, today: date) -> bool:
        """Whoever asked may read it, and whoever today holds the right it needed, or to view, for
        each party it tells of.

        Args:
            reader: the account that wants to read.
            mandates: what it may do for whom.
        """
        if reader == self.actor:
            return True
        if self.party is None or self.service.party_kind is PartyKind.NOBODY:
            return False
        parties = {self.party, *self.service.beside(self.answer.output)}
        return any(
            mandates.covers(right, self.service.party_kind, parties, today) == parties
            for right in dict.fromkeys(("view", self.service.right))
        )


def find(text: str, now: datetime) -> Record | None:
    """The record of a reference however it is typed; None when mistyped or unknown."""
    number = reference.decode(text)
    return None if number is None else by_id(number, now)


def by_id(transaction: int, now: datetime) -> Record | None:
    """The record of a transaction; None when there is none for this session."""
    found = _fetch(_ONE, now, id=transaction)
    return found[0] if found else None


def settled_by(record: Record, now: datetime) -> Record | None:
    """What became of a held or referred asking in the end; None while it waits."""
    number = resolution_of(record.id)
    return by_id(number, now) if number else None


def of_party(party: int, before: int | None, limit: int, now: datetime) -> list[Record]:
    """The party's transactions, newest first. The caller has checked the mandate."""
    return _fetch(_WHOLE_OF_PARTY, now, party=party, before=before or LAST, limit=limit)


def of_actor(actor: int, before: int | None, limit: int, now: datetime) -> list[Record]:
    """What an account has asked itself, newest first."""
    return _fetch(_WHOLE_OF_ACTOR, now, actor=actor, before=before or LAST, limit=limit)


def about(party: int, subject: int, limit: int, now: datetime) -> list[Record]:
    """What a party has asked about one person, newest first; repetitions left out. The caller has
    checked the mandate.
    """
    return _fetch(_ABOUT, now, party=party, subject=subject, limit=limit)


def by_keys(actor: int, channel: str, keys: str, limit: int, now: datetime) -> list[Record]:
    """What an account asked by a channel under idempotency keys that begin with ``keys``, newest
    first.
    """
    pattern = keys.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return _fetch(_BY_KEYS, now, actor=actor, channel=channel, keys=pattern, limit=limit)


def _fetch(query: str, now: datetime, **params: Any) -> list[Record]:
    found = list(_records(store.rows(query, **params)))
    begun = {
        r.id: (r.service, r.repeats or r.id)
        for r in found
        if r.service.stages and r.answer.accepted
    }
    stages = reached_by_many(begun.values(), now)
    return [replace(r, reached=stages[begun[r.id][1]]) if r.id in begun else r for r in found]


def _records(rows: Iterable[tuple[Any, ...]]) -> Iterator[Record]:
    by_code = {service.code: service for service in services().values()}
    for number, code, *rest in rows:
        if code in by_code:  # a service may have been withdrawn since
            yield Record(number, by_code[code], *rest)


@dataclass(frozen=True, slots=True)
class Call:
    """Under which name a call came: the account that asked, the channel and its idempotency key."""

    actor: int
    channel: str
    key: str | None


def call_of(submission: int) -> Call | None:
    """The call of a submission; None when there is none for this session."""
    found = store.rows(_CALL, id=submission)
    return Call(*found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Attested:
    """What anybody may know of a receipt they hold: that it is ours, for which service, when and
    how it ended.
    """

    service: type[Service]
    outcome: Outcome
    asked_at: datetime
    reference: str
    reached: Reached | None  # an order that was only placed proves no payment


def attested(text: str, now: datetime) -> Attested | None:
    """What anybody may know of a reference however it is typed; None when mistyped or unknown."""
    number = reference.decode(text)
    if number is None:
        return None
    found = store.rows("SELECT service, outcome, asked_at FROM engine_outline(%(id)s)", id=number)
    row = found[0] if found else None
    service = next((s for s in services().values() if row and s.code == row[0]), None)
    if row is None or service is None:
        return None
    outcome, stages = OUTCOMES[row[1]], {}
    if outcome is Outcome.ACCEPTED:
        with (
            scope.as_institution()
        ):  # whoever holds the reference may know how far it has come, and nothing else
            stages = reached_by_many([(service, number)], now)
    return Attested(service, outcome, row[2], reference.encode(number), stages.get(number))
