"""The rows that wait for a person: the list, one of them, and those whose deadline has passed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from guichet.engine import events, store
from guichet.engine.ids import sql_submission_of
from guichet.engine.levels import by_finding
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.registry import names_of, service_of, services
from guichet.engine.service import Ask, Outcome, Service
from guichet.lib import reference

# of the staff: to rule on what was asked of one service, as in ``decide:payments.refund_credit``
DECIDE = "decide"
OVERDUE = "referral-overdue"  # the event, emitted once for each row
_REFERRED = OUTCOME_CODES[Outcome.REFERRED]
_ACCEPTED = OUTCOME_CODES[Outcome.ACCEPTED]
_COLUMNS = f"""
    SELECT w.transaction, w.due_at, t.row, t.party, t.subject, t.content, s.asked_at, s.channel,
        s.actor, s.actor_name, s.language, w.level
    FROM engine_waiting w JOIN engine_transaction t ON t.id = w.transaction
    JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
    WHERE w.outcome = %(referred)s
"""
_OF = """(t.service, w.level) IN
    (SELECT * FROM unnest(%(codes)s::bigint[], %(levels)s::text[]))"""
_LATE = f"""
    UPDATE engine_waiting w SET tries = 1
    FROM engine_transaction t JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
    WHERE t.id = w.transaction AND w.outcome = %(referred)s AND w.tries = 0 AND w.due_at <= %(now)s
    RETURNING w.transaction, coalesce(t.resolves, t.id), t.service, w.due_at, s.actor
"""
_FILED = f"""
    SELECT t.id, t.content, s.asked_at, w.due_at, r.approved AND e.outcome = %(accepted)s,
        coalesce(r.reason, ''), r.at
    FROM engine_transaction t
    JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
    LEFT JOIN engine_waiting w ON w.transaction = t.id
    LEFT JOIN engine_ruling r ON r.transaction = t.id
    LEFT JOIN engine_transaction e ON e.id = r.resolution
    WHERE t.party = ANY(%(parties)s::bigint[]) AND t.service = %(service)s
        AND t.outcome = %(referred)s
        AND t.repeats IS NULL AND (w.transaction IS NOT NULL OR r.transaction IS NOT NULL)
    ORDER BY t.id DESC LIMIT %(most)s
"""
_RULED = """
    SELECT transaction, resolution, service, approved, reason, by, by_name, at FROM engine_ruling
    WHERE service = ANY(%(codes)s::bigint[])
    ORDER BY at DESC, transaction DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Case:
    """A referred transaction that waits for somebody's ruling."""

    transaction: int
    due_at: datetime
    row: int
    party: int | None
    subject: int | None
    content: str
    asked_at: datetime
    channel: str
    actor: int
    actor_name: str
    language: str
    level: str = ""  # who decides (`engine.levels`)

    @property
    def reference(self) -> str:
        """The reference of the referred transaction."""
        return reference.encode(self.transaction)

    @cached_property
    def service(self) -> type[Service]:
        """What was asked for."""
        return service_of(str(json.loads(self.content)["service"]))

    @cached_property
    def answer(self) -> Answer:
        """What was said when it was referred."""
        return answer_from(self.service, self.transaction, self.content)

    @cached_property
    def ask(self) -> Ask:
        """The same asking again, naming the transaction that it resolves."""
        said = json.loads(self.content)["input"]
        return Ask.again(self.service, [(self.row, self.transaction, said)])

    def overdue(self, now: datetime) -> bool:
        """Whether its deadline has passed."""
        return self.due_at <= now


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling of the past."""

    reference: str
    resolution: str
    service: type[Service] | None  # None: withdrawn since
    approved: bool
    reason: str
    by: int  # the account of whoever ruled
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """Something asked for that a person had to decide, and how it stands."""

    answer: Answer  # as it was referred
    asked_at: datetime
    due_at: datetime | None  # until when it is decided; None: it is
    approved: bool | None  # whether it came to pass; None: not decided yet
    reason: str  # of the ruling
    ruled_at: datetime | None = None


def filed(service: str, parties: list[int], most: int = 1000) -> list[Filed]:
    """What was referred for parties by a service, the newest first: what waits, and what was
    decided.
    """
    wanted = service_of(service)
    rows = store.rows(
        _FILED,
        parties=parties,
        service=wanted.code,
        referred=_REFERRED,
        accepted=_ACCEPTED,
        most=most,
    )
    return [Filed(answer_from(wanted, number, content), *rest) for number, content, *rest in rows]


def find(transaction: int) -> Case | None:
    """The case of a transaction; None when it does not wait for a person."""
    found = _cases(
        store.rows(f"{_COLUMNS} AND w.transaction = %(id)s", referred=_REFERRED, id=transaction)
    )
    return found[0] if found else None


def right_to_rule(service: type[Service], level: str = "") -> str:
    """The right of staff that rules on what was asked of a service: its own, or that of a higher
    level.
    """
    found = service.levels.get(level)
    right = found.right if found else service.ruled_by
    return right_names(right or f"{DECIDE}:{service.key}")[0]


def right_names(right: str) -> tuple[str, ...]:
    """Every way a right of staff may have been written down: one to decide names its service, which
    may have been called otherwise then. Today's first.
    """
    task, _, key = right.partition(":")
    return tuple(f"{task}:{name}" for name in names_of(key)) if task == DECIDE else (right,)


def decided_by(rights: Collection[str]) -> list[type[Service]]:
    """The services whose cases somebody with these rights decides."""
    return [service for service in services().values() if _levels(service, rights)]


def referring() -> list[type[Service]]:
    """The services that refer to a person at all: they have an example of it."""
    return [s for s in services().values() if any(e.then == "referred" for e in s.examples)]


def waiting(
    of: Collection[type[Service]],
    *,
    rights: Collection[str] | None = None,
    most: int = 50,
    after: int = 0,
) -> list[Case]:
    """The cases of some services, those with the earliest deadline (the expired) first.

    Args:
        rights: of who decides: only what they do; None: all that somebody rules on.
    """
    query = f"{_COLUMNS} AND {_OF} ORDER BY w.due_at, w.transaction LIMIT %(most)s OFFSET %(after)s"
    found = store.rows(
        query, referred=_REFERRED, most=most, after=after, **_codes_and_levels(of, rights)
    )
    return _cases(found)


def counts(
    now: datetime, of: Collection[type[Service]], rights: Collection[str] | None = None
) -> list[tuple[type[Service], int, int]]:
    """How many wait by service, and how many of them too long; of some services, and of those only
    what somebody with these rights decides.
    """
    found = store.rows(
        "SELECT t.service, count(*), count(*) FILTER (WHERE w.due_at <= %(now)s) FROM engine_waiting w"
        f" JOIN engine_transaction t ON t.id = w.transaction WHERE w.outcome = %(referred)s AND {_OF} GROUP BY 1 ORDER BY 1",
        referred=_REFERRED,
        **_codes_and_levels(of, rights),
        now=now,
    )
    by_code = _by_code()
    return [(by_code[code], whole, late) for code, whole, late in found if code in by_code]


def ruled(of: Collection[type[Service]], most: int = 20) -> list[Ruled]:
    """The latest rulings on some services, newest first."""
    by_code = _by_code()
    return [
        Ruled(reference.encode(first), reference.encode(then), by_code.get(code), *rest)
        for first, then, code, *rest in store.rows(_RULED, most=most, codes=_codes(of))
    ]


def go_on(transactions: Collection[int], now: datetime) -> int:
    """What these referred rows waited for has come: they are asked again by themselves, as held
    ones are, and nobody need decide. How many there were; one that was settled meanwhile stays so.
    """
    return store.execute(
        "UPDATE engine_waiting SET outcome = %(held)s, due_at = %(now)s, tries = 0, failures = 0"
        " WHERE transaction = ANY(%(ids)s::bigint[]) AND outcome = %(referred)s",
        held=OUTCOME_CODES[Outcome.HELD],
        referred=_REFERRED,
        ids=list(transactions),
        now=now,
    )


def escalate(now: datetime) -> int:
    """Say of each case whose deadline has passed that it has, once; how many there were."""
    by_code = _by_code()
    with store.atomic():
        late = store.rows(_LATE, referred=_REFERRED, now=now)
        for transaction, first, code, due_at, actor in late:
            said = {
                "transaction": transaction,
                "first": first,  # under which whoever asked knows it
                "actor": actor,
                "reference": reference.encode(transaction),
                "service": by_code[code].key if code in by_code else str(code),
                "due_at": due_at.isoformat(),
            }
            events.tell(OVERDUE, said, now)
    return len(late)


def _cases(rows: Iterable[tuple[Any, ...]]) -> list[Case]:
    known = services()
    found = (Case(*row) for row in rows)
    # A service may have been withdrawn since: then nobody can ask it again.
    return [case for case in found if json.loads(case.content)["service"] in known]


def _levels(service: type[Service], rights: Collection[str] | None) -> list[str]:
    """The levels of a service at which somebody with these rights rules; the usual one is ``""``.
    At some nobody does.
    """
    return [
        level
        for level in ("", *service.levels)
        if not by_finding(service, level)
        and (rights is None or right_to_rule(service, level) in rights)
    ]


def _codes_and_levels(
    of: Collection[type[Service]], rights: Collection[str] | None
) -> dict[str, Any]:
    pairs = [(service.code, level) for service in of for level in _levels(service, rights)]
    return {"codes": [code for code, _ in pairs], "levels": [level for _, level in pairs]}


def _codes(of: Collection[type[Service]]) -> list[int]:
    return [service.code for service in of]


def _by_code() -> dict[int, type[Service]]:
    return {service.code: service for service in services().values()}
