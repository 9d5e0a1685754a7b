"""A held row goes on by itself when its public body answers again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.engine import resume, store
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.engine.tests.toys import NOW, Oracle, PutInBox, asking
from guichet.engine.waiting import resolution_of

pytestmark = pytest.mark.django_db(transaction=True)
BOX, ALI, SALMA = 500000001, "1000000008", "2000000006"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "service_of", lambda key: PutInBox)


def thing(worker: str = ALI) -> dict[str, str]:
    return {"establishment": str(BOX), "worker": worker, "worth": "50"}


def test_a_held_row_is_settled_once_the_source_answers() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    Oracle.down = False
    assert resume.resume_held(NOW) == 0  # not due yet
    assert resume.resume_held(LATER) == 1
    assert store.value("SELECT count(*) FROM toy_box") == 1
    settled = resolution_of(held.transaction)
    assert settled and settled != held.transaction
    assert store.value("SELECT outcome FROM engine_transaction WHERE id = %(i)s", i=settled) == 1
    assert resume.resume_held(LATER + timedelta(days=1)) == 0


def test_a_row_stays_held_while_the_source_is_down_and_no_noise_is_recorded() -> None:
    Oracle.down = True
    perform_many(PutInBox, [thing(), thing(SALMA)], asking(BOX))
    before = store.value("SELECT count(*) FROM engine_transaction")
    assert resume.resume_held(LATER) == 0
    assert store.value("SELECT count(*) FROM engine_transaction") == before
    assert resume.resume_held(LATER) == 0  # pushed back
    Oracle.down = False
    assert resume.resume_held(LATER + timedelta(hours=1)) == 2


def test_a_held_fact_that_came_true_otherwise_is_a_repetition() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    Oracle.down = False
    direct = perform(PutInBox, thing(), asking(BOX))
    assert direct.outcome is Outcome.ACCEPTED and not direct.repeated
    assert resume.resume_held(LATER) == 1
    settled = resolution_of(held.transaction)
    found = store.value("SELECT repeats FROM engine_transaction WHERE id = %(i)s", i=settled)
    assert found == direct.transaction
    assert store.value("SELECT count(*) FROM toy_box") == 1
