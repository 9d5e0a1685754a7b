"""Reading the counter's records."""

from __future__ import annotations

from guichet.domain.reception.models import Branch, Consent, Sitting, Ticket
from guichet.engine import store

__all__ = ["Branch", "Consent", "Sitting", "Ticket", "clerk_of", "done_in", "key_of"]

# The key of an asking names its sitting, so what was done in one is on record with the asking itself.
_CLERK = """
    SELECT i.clerk_name FROM engine_submission s
    JOIN reception_sitting i
        ON i.id = CASE WHEN s.channel = 'counter' THEN split_part(s.idempotency_key, '-', 2)::bigint END
    WHERE s.id = %(submission)s
"""
_DONE = """
    SELECT t.id, t.service, t.repeats, t.content FROM engine_submission s
    JOIN engine_transaction t ON t.id >= s.id << 20 AND t.id < (s.id + 1) << 20
    WHERE s.actor = %(client)s AND s.channel = 'counter' AND s.idempotency_key LIKE %(keys)s ORDER BY t.id DESC LIMIT 100
"""


def key_of(sitting: Sitting, once: str) -> str:
    """The idempotency key of an asking within a sitting."""
    return f"counter-{sitting.pk}-{once}"


def clerk_of(submission: int) -> str:
    """The name of the clerk who did it; empty if it was not done at a counter."""
    return store.value(_CLERK, submission=submission) or ""


def done_in(sitting: Sitting) -> list[tuple[int, int, int | None, str]]:
    """What was asked in a sitting, newest first: transaction, service code, what it repeats, content."""
    return store.rows(_DONE, client=sitting.client_id, keys=f"{key_of(sitting, '')}%")  # type: ignore[return-value]
