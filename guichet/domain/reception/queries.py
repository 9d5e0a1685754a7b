"""Reading the counter's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guichet.domain.identity import queries as identity
from guichet.domain.reception.models import Branch, Consent, Sitting, Ticket
from guichet.engine import records, store
from guichet.engine.records import Record

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

# The key of an asking names its sitting, so what was done in one is on record with the asking
# itself.
_MOST = 100  # that one sitting lists
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
    sitting = _sitting_of(submission)
    if sitting is None:
        return ""
    account = identity.account_by_id(sitting.clerk_id)
    return account.shown_name if account else sitting.clerk_name


def clerk_account_of(submission: int) -> int | None:
    """The account of the clerk who did it; None if it was not done at a counter."""
    sitting = _sitting_of(submission)
    return sitting.clerk_id if sitting else None


def _sitting_of(submission: int) -> Sitting | None:
    call = records.call_of(submission)
    if call is None or call.channel != "counter" or call.key is None:
        return None
    return Sitting.objects.filter(pk=int(call.key.split("-")[1])).first()


def done_in(sitting: Sitting, now: datetime) -> list[Record]:
    """What was asked in a sitting, newest first."""
    if sitting.client_id is None:
        return []
    return records.by_keys(sitting.client_id, "counter", key_of(sitting, ""), _MOST, now)
