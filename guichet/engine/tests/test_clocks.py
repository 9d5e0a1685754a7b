"""Rows put off by a clock that ran ahead go on, as if it never had."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from guichet.engine import periodic, resume, store
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.service import Outcome

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_in", "over"),
    [
        (timedelta(0), True),
        (timedelta(seconds=30), False),
        (timedelta(hours=1), False),
        (timedelta(hours=2), True),
        (timedelta(days=400), True),
    ],
)
def test_a_row_put_off_longer_than_any_wait_is_due(due_in: timedelta, over: bool) -> None:
    query = f"SELECT {resume._DUE_NOW} FROM (SELECT %(due)s::timestamptz AS due_at) AS w"  # noqa: SLF001
    assert store.value(query, now=NOW, due=NOW + due_in) is over


def test_the_round_that_resumes_sees_such_a_row() -> None:
    """The round's condition and the taking up agree on what is due."""
    far = NOW + timedelta(days=400)
    store.execute(
        "INSERT INTO engine_waiting (transaction, key, outcome, due_at, tries) VALUES (1, 'x', %(held)s, %(far)s, 0)",
        held=OUTCOME_CODES[Outcome.HELD],
        far=far,
    )
    assert store.value(f"SELECT {periodic.ROUNDS['identity.resume'].due}", now=NOW) is True
