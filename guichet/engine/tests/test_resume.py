"""A held row goes on by itself when its public body answers again."""

from __future__ import annotations

import json
from datetime import timedelta

import polars as pl
import pytest

from guichet.engine import resume, store
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.pending import LONG, as_it_ended, resolution_of, tell_of_waits
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.engine.tests.toys import NOW, Oracle, PutInBox, asking, someone
from guichet.lib.locale import here

pytestmark = pytest.mark.django_db(transaction=True)
BOX, ALI, SALMA = 500000001, "1000000008", "2000000006"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "service_of_code", lambda code: PutInBox)


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


def test_what_is_held_is_not_held_twice_when_its_service_has_moved_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    monkeypatch.setattr(PutInBox, "formerly", (PutInBox.key,))
    monkeypatch.setattr(PutInBox, "key", "boxes.put")
    again = perform(PutInBox, thing(), asking(BOX))
    assert again.repeated and again.transaction == held.transaction
    Oracle.down = False
    assert resume.resume_held(LATER, still) == 1
    assert store.value("SELECT count(*) FROM toy_box") == 1


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


def many(count: int) -> list[dict[str, str]]:
    """The things of as many people; nobody says anything in the optional note."""
    people = pl.select(
        here().persons.made(pl.lit(0), pl.int_range(count, dtype=pl.Int64)).cast(pl.String)
    ).to_series()
    return [thing(str(person)) | {"worth": "1"} for person in people]


@pytest.mark.parametrize("rows", [63, 64, 65, 5_000])
def test_a_call_of_any_size_goes_on_and_another_with_it(rows: int) -> None:
    """An optional field that is empty in every row is a column of text, however many rows there
    are.
    """
    Oracle.down = True
    perform_many(PutInBox, many(rows), asking(actor=someone(BOX, id=1)))
    perform(PutInBox, thing("2000000006") | {"worth": "2"}, asking(actor=someone(BOX, id=2)))
    Oracle.down = False
    assert resume.resume_held(LATER, still) == rows + 1
    assert store.value("SELECT count(*) FROM toy_box") == rows + 1
    assert store.value("SELECT count(*) FROM engine_waiting") == 0


def test_rows_go_on_soon_after_a_long_outage() -> None:
    Oracle.down = True
    perform_many(PutInBox, many(100), asking(BOX))
    moment = LATER
    for _ in range(200):  # hours of silence
        resume.resume_held(moment, still)
        moment += timedelta(minutes=1)
    Oracle.down = False
    assert resume.resume_held(moment, still) == 100


def test_a_silent_body_costs_a_few_rows_of_each_call() -> None:
    Oracle.down = True
    perform_many(PutInBox, many(200), asking(BOX))
    assert resume.resume_held(LATER, still) == 0
    assert store.value("SELECT count(*) FROM engine_waiting WHERE tries > 0") < 100
    assert resume.resume_held(LATER + timedelta(seconds=20), still) == 0
    assert store.value("SELECT max(tries) FROM engine_waiting") == 1  # all of them wait meanwhile


class Silent(Oracle):
    """Another body, which gives no answer."""

    name = "silent"

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        raise SourceDown


class PutElsewhere(PutInBox):
    """The same, held against the other body."""

    code, checks = 9902, (Silent(),)


PutElsewhere.key = "toys.put_elsewhere"


def test_a_service_whose_body_is_silent_does_not_stop_another_of_the_same_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services = {one.code: one for one in (PutInBox, PutElsewhere)}
    monkeypatch.setattr(resume, "service_of_code", services.get)
    Oracle.down = True
    perform_many(PutInBox, many(100), asking(BOX))
    with store.atomic():  # the first of them are of the other service, more than are asked to feel
        store.execute(
            "SET LOCAL session_replication_role = replica"
        )  # what is recorded never changes
        store.execute(
            "UPDATE engine_transaction SET service = 9902,"
            " content = replace(content, 'toys.put_in_box', 'toys.put_elsewhere') WHERE row <= 80"
        )
    Oracle.down = False
    assert resume.resume_held(LATER, still) == 20
    assert resume.resume_held(LATER + timedelta(seconds=20), still) == 0  # the rest waits, whole
    assert store.value("SELECT count(*) FROM engine_waiting") == 80


def test_a_row_that_cannot_be_asked_again_waits_alone_and_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Oracle.down = True
    rows = many(100)
    perform_many(PutInBox, rows, asking(BOX))
    Oracle.down = False
    bad = int(rows[70]["worker"])

    def decide(batch: object, then: object = PutInBox.decide) -> None:
        if bad in batch.frame["worker"].to_list():  # type: ignore[attr-defined]
            raise RuntimeError("a fault of ours")
        then(batch)  # type: ignore[operator]

    monkeypatch.setattr(PutInBox, "decide", staticmethod(decide))
    assert resume.resume_held(LATER, still) == 99
    moment, waits = LATER, []
    for _ in range(3):
        due = store.value("SELECT due_at FROM engine_waiting")
        waits.append(due - moment)
        moment = due
        assert resume.resume_held(moment, still) == 0
    assert waits == [timedelta(seconds=s) for s in (30, 60, 120)]
    monkeypatch.undo()
    monkeypatch.setattr(resume, "service_of_code", lambda code: PutInBox)
    assert resume.resume_held(moment + timedelta(hours=1), still) == 1


def test_what_goes_wrong_with_one_client_holds_up_nobody_else() -> None:
    Oracle.down = True
    perform_many(PutInBox, many(10), asking(actor=someone(BOX, id=1)))
    perform(PutInBox, thing(SALMA), asking(actor=someone(BOX, id=2)))
    Oracle.down = False

    def known(number: int, name: str) -> Actor:
        if number == 1:
            raise RuntimeError("an account that cannot be read")
        return someone(BOX, id=number)

    assert resume.resume_held(LATER, known) == 1
    assert resume.resume_held(LATER + timedelta(hours=1), still) == 10


def test_whoever_waits_long_is_told_once_a_call() -> None:
    Oracle.down = True
    held = perform_many(PutInBox, many(3), asking(BOX))
    assert tell_of_waits(NOW + LONG - timedelta(seconds=1)) == 0
    assert tell_of_waits(NOW + LONG) == 1
    assert tell_of_waits(NOW + 2 * LONG) == 0
    ((body,),) = store.rows("SELECT body FROM engine_event WHERE name = 'rows-wait-long'")
    said = body if isinstance(body, dict) else json.loads(body)
    assert (said["rows"], said["actor"], said["transaction"]) == (3, 7, held[0].transaction)


def test_the_first_reference_becomes_the_answer() -> None:
    Oracle.down = True
    held = perform(PutInBox, thing(), asking(BOX))
    assert as_it_ended(held) == held
    Oracle.down = False
    assert resume.resume_held(LATER, lambda number, name: someone(id=number)) == 1
    ended = as_it_ended(held)
    assert ended.outcome is Outcome.REFUSED and ended.errors
    assert (ended.reference, ended.transaction, ended.input) == (
        held.reference,
        held.transaction,
        held.input,
    )
