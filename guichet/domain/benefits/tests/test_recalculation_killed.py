"""A recalculation that is killed, asked for twice, or tampered with."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest
from django.db import connection

from guichet.domain.benefits import recalculation
from guichet.domain.benefits.recalculation import recalculations_are_whole
from guichet.domain.benefits.tests.retired import (
    AFTER,
    AT,
    DECEMBER,
    LATER,
    MONTHLY,
    ONE,
    THREE,
    TWO,
    award,
    corrected,
    paid,
    place,
    whole,
    worked,
)
from guichet.domain.contributions.tests.test_crash import (
    in_another_process,
    wait_for_the_server_to_notice,
)
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import audit, store
from guichet.engine.refusal import Refused

# Of 12,000.00 in the last 24 months: 12,000 x (75/600 + 308/480).
RAISED, TWO_YEARS_BEFORE = 920_000, date(2024, 11, 1)


@pytest.fixture
def two(db: None) -> list[int]:
    """Two with an award of the same amount; their engagements."""
    at = place()
    engagements = [worked(person, at) for person in (ONE, TWO)]
    award(ONE, TWO)
    return engagements


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE benefits_succession SET supersedes = supersedes || 'x'", "were changed"),
        ("DELETE FROM benefits_succession", "1 were decided, 0 are there"),
        ("UPDATE benefits_recalculatedbatch SET last_id = last_id + 1", "were changed"),
        ("UPDATE benefits_recalculation SET upto = upto + 1", "were changed"),
        ("UPDATE benefits_recalculationcase SET why = 'died'", "were changed"),
        (
            "UPDATE benefits_pension SET paid_till = '2099-01-01' WHERE paid_till IS NOT NULL",
            "paid beside the one that took its place",
        ),
    ],
)
def test_what_was_decided_anew_is_held_against_the_log(
    two: list[int], change: str, fault: str
) -> None:
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    ends = {
        "engagement_id": [two[1]],
        "field": ["ended_on"],
        "old": [date(2026, 11, 20)],
        "new": [date(2026, 12, 31)],
        "transaction": [seeds.BEFORE],
    }
    register.correct_engagements(corrections=pl.DataFrame(ends), today=LATER)
    recalculation.recalculate(AFTER)
    assert whole()
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (
        "succession",
        "recalculation",
        "recalculatedbatch",
        "recalculationcase",
        "pension",
    ):
        store.execute(f"ALTER TABLE benefits_{table} DISABLE TRIGGER USER")
    store.execute(change)
    assert any(fault in told for told in recalculations_are_whole())


_DIES = """
import os, signal
import django; django.setup()
from datetime import datetime
from guichet.domain.benefits import recalculation
from guichet.engine import store
recalculation.BATCH = 1
put, done = store.insert, []
def insert(table, frame):
    put(table, frame)
    if table == "benefits_recalculatedbatch":
        done.append(table)
        if len(done) == 2: os.kill(os.getpid(), signal.SIGKILL)
store.insert = insert
recalculation.recalculate(datetime.fromisoformat("2027-03-10T09:00:00+00:00"))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_and_doubles_nothing() -> None:
    at = place()
    engagements = [worked(person, at) for person in (ONE, TWO, THREE)]
    award(ONE, TWO, THREE)
    for engagement in engagements:
        corrected(engagement, TWO_YEARS_BEFORE, 1_200_000)
    killed = in_another_process(_DIES)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    wait_for_the_server_to_notice()
    # The first batch stands, the second is undone though all of it was written.
    assert store.value("SELECT count(*) FROM benefits_succession") == 1
    done = recalculation.recalculate(AFTER)
    assert (done.looked, done.raised) == (2, 2)
    assert store.value("SELECT count(*) FROM benefits_recalculation") == 1
    for person in (ONE, TWO, THREE):
        assert paid(person) == [(MONTHLY, DECEMBER, date(2026, 11, 1)), (RAISED, DECEMBER, None)]
    assert whole()
    # The registry of this test was brought over, as its lines say.
    assert [fault for fault in audit.verify() if not fault.startswith("registry_")] == []
    told = store.value("SELECT count(*) FROM engine_event WHERE name = 'pension-recalculated'")
    assert told == 3


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time() -> None:
    def other() -> str:
        try:
            recalculation.recalculate(AT)
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()
        return ""

    store.value("SELECT pg_try_advisory_lock(%(lock)s)", lock=recalculation._LOCK)
    try:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(other).result() == "benefits-recalculation-in-progress"
    finally:
        store.value("SELECT pg_advisory_unlock(%(lock)s)", lock=recalculation._LOCK)
