"""What other floors may join to in SQL: the engine's tables, each a subquery of the columns that
are open to them.

Only the engine's own SQL names its tables (`tests/architecture/test_tables_at_home.py`). PostgreSQL
takes such a subquery up into the query around it, so that indexes and rules of rows hold as if the
table itself stood there.
"""

from __future__ import annotations

from guichet.engine.ids import sql_submission_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.service import Outcome

# Transactions that had their effect, each fact once.
ACCEPTED = (
    "(SELECT id, party, subject, content FROM engine_transaction"
    f" WHERE outcome = {OUTCOME_CODES[Outcome.ACCEPTED]} AND repeats IS NULL)"
)
TRANSACTIONS = "(SELECT id, outcome, party, subject, repeats FROM engine_transaction)"
# Askings that wait for a person, each with the day until which one decides, what was said of it
# (``content``: JSON as text), and the account that asked (``actor``).
REFERRED = (
    "(SELECT w.transaction, t.service, t.party, t.content, w.due_at, s.actor"
    " FROM engine_waiting w JOIN engine_transaction t ON t.id = w.transaction"
    f" JOIN engine_submission s ON s.id = {sql_submission_of('t.id')}"
    f" WHERE w.outcome = {OUTCOME_CODES[Outcome.REFERRED]})"
)
# The audit log; ``body`` is the leaf's JSON as text.
LEAVES = "(SELECT id, kind, body FROM engine_auditleaf)"
# What happened, for those who tell it on; ``body`` is JSON.
EVENTS = "(SELECT id, name, body, at FROM engine_event)"


def leaves(kind: str) -> str:
    """SQL: the leaves of one kind, ``id`` and what each ``said`` (jsonb); for witnesses that
    compare their rows with it.
    """
    return f"(SELECT id, body::jsonb AS said FROM engine_auditleaf WHERE kind = '{kind}')"
