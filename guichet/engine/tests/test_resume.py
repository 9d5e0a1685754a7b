"""A held row goes on by itself when its public body answers again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.engine import resume, store
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.engine.tests.toys import NOW, Oracle, PutInBox, asking, someone
from guichet.engine.waiting import resolution_of

pytestmark = pytest.mark.django_db(transaction=True)
BOX, ALI, SALMA = 500000001, "1000000008", "2000000006"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "service_of", lambda key: PutInBox)


def still(number: int, name: str) -> Actor:
    """Whoever asked may still do it."""
    return someone(BOX, id=number)


def thing(worker: str = ALI) -> dict[str, str]:
    return {"establishment": str(BOX), "worker": worker, "worth": "50"}


def test_a_held_row_is_settled_once_the_source_answers() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    Oracle.down = False
    assert resume.resume_held(NOW, still) == 0  # not due yet
    assert resume.resume_held(LATER, still) == 1
    assert store.value("SELECT count(*) FROM toy_box") == 1
    settled = resolution_of(held.transaction)
    assert settled and settled != held.transaction
    assert store.value("SELECT outcome FROM engine_transaction WHERE id = %(i)s", i=settled) == 1
    assert resume.resume_held(LATER + timedelta(days=1), still) == 0


def test_a_row_stays_held_while_the_source_is_down_and_no_noise_is_recorded() -> None:
    Oracle.down = True
    perform_many(PutInBox, [thing(), thing(SALMA)], asking(BOX))
    before = store.value("SELECT count(*) FROM engine_transaction")
    assert resume.resume_held(LATER, still) == 0
    assert store.value("SELECT count(*) FROM engine_transaction") == before
    assert resume.resume_held(LATER, still) == 0  # pushed back
    Oracle.down = False
    assert resume.resume_held(LATER + timedelta(hours=1), still) == 2


def test_a_held_fact_that_came_true_otherwise_is_a_repetition() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    Oracle.down = False
    direct = perform(PutInBox, thing(), asking(BOX))
    assert direct.outcome is Outcome.ACCEPTED and not direct.repeated
    assert resume.resume_held(LATER, still) == 1
    settled = resolution_of(held.transaction)
    found = store.value("SELECT repeats FROM engine_transaction WHERE id = %(i)s", i=settled)
    assert found == direct.transaction
    assert store.value("SELECT count(*) FROM toy_box") == 1


def test_a_mandate_that_ended_while_the_row_was_held_does_not_come_to_life() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    Oracle.down = False
    assert resume.resume_held(LATER, lambda number, name: someone(id=number)) == 1
    settled = resolution_of(held.transaction)
    found = store.value("SELECT outcome FROM engine_transaction WHERE id = %(i)s", i=settled)
    assert found == 2 and store.value("SELECT count(*) FROM toy_box") == 0


def test_a_held_asking_for_oneself_is_not_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PutInBox, "party_kind", PartyKind.NOBODY)
    Oracle.down = True
    first = perform(PutInBox, thing(), asking(actor=someone(id=1)))
    other = perform(PutInBox, thing(), asking(actor=someone(id=2)))
    assert not other.repeated and other.reference != first.reference
