"""Contributions are given back once, however many claim, and in time; what was written stays so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from guichet.catalogue.benefits.tests.test_claim_lump_sum import (
    Client,
    client,
    entered,
    orders,
    sound,
)
from guichet.domain.benefits import paid_out
from guichet.engine import store
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome

__all__ = ["client"]
pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_who_claims_twice_at_once_is_paid_once(db: None) -> None:
    client = entered()
    client.worked(date(2018, 1, 1), date(2019, 12, 31))

    def ask(_: int) -> Answer:
        try:
            return client.claims()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert {a.outcome for a in answers} == {Outcome.ACCEPTED}
    assert len({a.transaction for a in answers}) == 1
    assert [amount for _, amount, _ in orders()] == [2_400_000] and sound()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("amount = amount + 1", "they were changed"),
        ("until = until + 1, decided_on = decided_on + 1", "they were changed"),
        ("amount = amount + 1", "not granted as it was decided"),
        ("amount = amount + 1", "not what its steps come to"),
    ],
)
def test_the_audit_finds_what_was_changed(client: Client, change: str, said: str) -> None:
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    store.execute("ALTER TABLE benefits_lumpsum DISABLE TRIGGER USER")
    store.execute(f"UPDATE benefits_lumpsum SET {change}")
    assert any(said in fault for fault in paid_out.lump_sums_are_whole())


def test_it_is_kept_as_it_was_written(client: Client) -> None:
    client.worked(date(2018, 1, 1), date(2019, 12, 31))
    client.claims()
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute("DELETE FROM benefits_lumpsum")


@pytest.mark.parametrize(
    ("until", "waits"), [(date(2021, 9, 30), True), (date(2021, 10, 31), False)]
)
def test_what_is_claimed_after_five_years_waits_for_a_person(
    db: None, until: date, waits: bool
) -> None:
    """AN40: past sixty since May 2020, left in September 2021, so there is a right from October on,
    until 1 October 2026; left in October, until 1 November.
    """
    client = entered(date(1962, 3, 1))
    client.worked(date(2019, 10, 1), until)
    answer = client.claims(datetime(2026, 10, 20, 9, 0, tzinfo=UTC))
    assert answer.outcome is (Outcome.REFERRED if waits else Outcome.ACCEPTED)
    assert ("lump-sum-claimed-late" in {f.code for f in answer.findings}) == waits
