"""Reading the counter's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guichet.domain.identity import queries as identity
from guichet.domain.reception.models import Branch, Consent, Sitting, Ticket
from guichet.engine import store

__all__ = [
    "Branch",
    "Consent",
    "Sitting",
    "Ticket",
    "clerk_account_of",
    "clerk_of",
    "done_in",
    "key_of",
    "signed_papers",
]

# The key of an asking names its sitting, so what was done in one is on record with the asking itself.
_CLERK = """
    SELECT i.clerk_name, i.clerk_id FROM engine_submission s
    JOIN reception_sitting i
        ON i.id = CASE WHEN s.channel = 'counter' THEN split_part(s.idempotency_key, '-', 2)::bigint END
    WHERE s.id = %(submission)s
"""
_DONE = """
    SELECT t.id, t.service, t.repeats, t.content FROM engine_submission s
    JOIN engine_transaction t ON t.id >= s.id << 20 AND t.id < (s.id + 1) << 20
    WHERE s.actor = %(client)s AND s.channel = 'counter' AND s.idempotency_key LIKE %(keys)s ORDER BY t.id DESC LIMIT 100
"""
_PAPERS = """
    SELECT c.recorded_at, s.branch_id, s.clerk_name, s.person, c.reference FROM reception_consent c
    JOIN reception_sitting s ON s.id = c.sitting_id
    WHERE c.kind = 'paper' AND c.recorded_at >= %(since)s ORDER BY c.recorded_at
"""


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A form that a clerk says the client has signed."""

    recorded_at: datetime
    branch: int
    clerk: str
    person: int | None
    reference: str


def signed_papers(since: datetime) -> list[SignedPaper]:
    """The forms named since a moment, oldest first."""
    return [SignedPaper(*row) for row in store.rows(_PAPERS, since=since)]


def key_of(sitting: Sitting, once: str) -> str:
    """The idempotency key of an asking within a sitting."""
    return f"counter-{sitting.pk}-{once}"


def clerk_of(submission: int) -> str:
    """The clerk who did it, named in the reader's script; empty if it was not done at a counter."""
    found = store.rows(_CLERK, submission=submission)
    if not found:
        return ""
    account = identity.account_by_id(found[0][1])
    return account.shown_name if account else str(found[0][0])


def clerk_account_of(submission: int) -> int | None:
    """The account of the clerk who did it; None if it was not done at a counter."""
    found = store.rows(_CLERK, submission=submission)
    return found[0][1] if found else None


def done_in(sitting: Sitting) -> list[tuple[int, int, int | None, str]]:
    """What was asked in a sitting, newest first: transaction, service code, what it repeats, content."""
    return store.rows(_DONE, client=sitting.client_id, keys=f"{key_of(sitting, '')}%")  # type: ignore[return-value]
