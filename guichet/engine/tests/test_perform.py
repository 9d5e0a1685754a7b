"""One door: what happens to a row between being asked and being answered."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import connection

from guichet.engine import keys, receipt
from guichet.engine.actor import Assurance
from guichet.engine.perform import perform, perform_many
from guichet.engine.refusal import Refused
from guichet.engine.service import Outcome
from guichet.engine.store import value
from guichet.engine.tests.toys import Oracle, PutInBox, asking, someone

pytestmark = pytest.mark.django_db(transaction=True)
BOX, OTHER = 500000001, 500000002
ALI, SALMA = "1000000008", "2000000006"


def thing(worker: str = ALI, worth: str = "50", box: int = BOX, **more: str) -> dict[str, str]:
    return {"establishment": str(box), "worker": worker, "worth": worth, **more}


def test_a_good_row_is_accepted_and_has_its_effect() -> None:
    answer = perform(PutInBox, thing(), asking(BOX))
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.output == {"total": "50.00"}
    assert (
        value("SELECT worth FROM toy_box WHERE transaction = %(t)s", t=answer.transaction) == 5000
    )


def test_a_row_is_told_everything_that_is_wrong_with_it() -> None:
    answer = perform(PutInBox, thing("1000000000", "0.5", note="x" * 30), asking(BOX))
    assert answer.outcome is Outcome.REFUSED
    assert {f.code for f in answer.findings} == {
        "national-id-mistyped",
        "money-too-low",
        "text-too-long",
    }
    assert "1000000000" in answer.findings[0].sentence("ar")


def test_a_missing_field_is_named_in_the_readers_language() -> None:
    answer = perform(PutInBox, {"establishment": str(BOX), "worker": ALI}, asking(BOX))
    assert [f.code for f in answer.findings] == ["field-required"]
    assert "Worth" in answer.findings[0].sentence("fr")


def test_an_unknown_field_is_refused_and_not_ignored() -> None:
    answer = perform(PutInBox, thing(colour="red"), asking(BOX))
    assert [f.code for f in answer.findings] == ["field-unknown"]


@pytest.mark.parametrize(
    "name", ["row", "ordinal", "resolves", "position", "transaction", "raw_worker"]
)
def test_a_client_cannot_name_our_own_columns(name: str) -> None:
    answer = perform(PutInBox, thing(**{name: "5"}), asking(BOX))
    assert [f.code for f in answer.findings] == ["field-unknown"]
    assert answer.row == 1 and answer.transaction % 2**20 == 0


def test_a_stranger_is_refused_and_learns_nothing() -> None:
    perform(PutInBox, thing(worth="99"), asking(BOX))
    answer = perform(PutInBox, thing(worth="99"), asking(OTHER))
    assert [f.code for f in answer.findings] == ["not-covered-by-mandate"]
    assert answer.output == {"total": None}
    assert Oracle.asked == [int(ALI)]  # nobody was asked on the stranger's behalf
    assert (
        value("SELECT party FROM engine_transaction WHERE id = %(t)s", t=answer.transaction) is None
    )


def test_a_weak_sign_in_is_refused() -> None:
    actor = someone(BOX, assurance=Assurance.PIN)
    assert perform(PutInBox, thing(), asking(actor=actor)).findings[0].code == "assurance-too-low"


def test_the_same_key_and_input_give_the_first_answer_back() -> None:
    first = perform(PutInBox, thing(), asking(BOX, idempotency_key="k1"))
    second = perform(PutInBox, thing(), asking(BOX, idempotency_key="k1"))
    assert second.repeated and second.reference == first.reference
    assert value("SELECT count(*) FROM engine_transaction") == 1


def test_the_same_key_with_another_input_is_refused() -> None:
    perform(PutInBox, thing(), asking(BOX, idempotency_key="k1"))
    with pytest.raises(Refused, match="idempotency-key-reused"):
        perform(PutInBox, thing(worth="60"), asking(BOX, idempotency_key="k1"))


def test_the_same_fact_asked_again_returns_the_first_receipt() -> None:
    first = perform(PutInBox, thing(), asking(BOX))
    again = perform(PutInBox, thing(), asking(BOX))
    assert again.repeated and again.reference == first.reference
    assert value("SELECT count(*) FROM toy_box") == 1


def test_good_rows_go_on_and_bad_rows_come_back_in_order() -> None:
    rows = [thing(), thing("5"), thing(SALMA, "20"), thing(box=OTHER)]
    answers = perform_many(PutInBox, rows, asking(BOX))
    assert [a.outcome.value for a in answers] == ["accepted", "refused", "accepted", "refused"]
    assert [a.row for a in answers] == [1, 2, 3, 4]


def test_equal_rows_of_one_batch_count_once() -> None:
    first, twin = perform_many(PutInBox, [thing(), thing()], asking(BOX))
    assert twin.repeated and twin.reference == first.reference
    assert value("SELECT count(*) FROM toy_box") == 1


def test_rows_that_contradict_each_other_are_both_refused() -> None:
    answers = perform_many(
        PutInBox, [thing(worth="5"), thing(worth="6"), thing(SALMA)], asking(BOX)
    )
    assert [[f.code for f in a.findings] for a in answers] == [["conflicting-rows"]] * 2 + [[]]
    assert "rows 1 · 2" in answers[0].findings[0].sentence("en")


def test_rows_that_leave_out_an_optional_part_of_the_key_are_twins_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PutInBox, "business_key", ("establishment", "worker", "note"))
    first, twin = perform_many(PutInBox, [thing(), thing()], asking(BOX))
    assert twin.repeated and twin.reference == first.reference


def test_a_row_that_only_the_database_refuses_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PutInBox, "business_key", ())  # so that the clash reaches the primary key
    rows = [thing(worth="5"), thing(SALMA, "6"), thing(worth="7")]
    answers = perform_many(PutInBox, rows, asking(BOX))
    assert [a.outcome.value for a in answers] == ["accepted", "accepted", "refused"]
    assert [f.code for f in answers[2].findings] == ["not-recorded"]
    assert value("SELECT sum(worth)::int FROM toy_box") == 1100
    dry = perform_many(
        PutInBox, [thing("1000000016"), thing("1000000016", "9")], asking(BOX, dry_run=True)
    )
    assert [a.outcome.value for a in dry] == ["accepted", "refused"]


def test_a_dry_run_keeps_nothing() -> None:
    answer = perform(PutInBox, thing(), asking(BOX, dry_run=True))
    assert answer.outcome is Outcome.ACCEPTED and not answer.kept
    assert value("SELECT count(*) FROM toy_box") == 0
    assert value("SELECT count(*) FROM engine_submission") == 0


def test_a_row_whose_check_is_down_is_held_once() -> None:
    Oracle.down = True
    first = perform(PutInBox, thing(), asking(BOX))
    again = perform(PutInBox, thing(), asking(BOX))
    assert first.outcome is again.outcome is Outcome.HELD
    assert again.repeated and again.reference == first.reference
    assert value("SELECT count(*) FROM engine_waiting") == 1


def test_two_equal_askings_racing_give_one_effect() -> None:
    answers = []

    def ask() -> None:
        try:
            answers.append(perform(PutInBox, thing(), asking(BOX)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len({answer.reference for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 7
    assert value("SELECT count(*) FROM toy_box") == 1


def test_two_equal_keys_racing_give_one_submission() -> None:
    answers = []

    def ask() -> None:
        try:
            answers.append(perform(PutInBox, thing(), asking(BOX, idempotency_key="race")))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.reference for answer in answers}) == 1
    assert value("SELECT count(*) FROM engine_submission") == 1


def test_a_receipt_verifies_with_the_public_key_alone_and_no_byte_may_change() -> None:
    answers = perform_many(PutInBox, [thing(), thing(SALMA, "7"), thing("9")], asking(BOX))
    public = keys.public_keys()
    for answer in answers:
        document = json.loads(json.dumps(answer.receipt()))
        assert receipt.fault_of(document, public) is None
        document["content"] = document["content"].replace('"row":', '"rpw":')
        assert receipt.fault_of(document, public) == "the content is not the one that was signed"


def test_a_receipt_of_another_institution_is_not_ours(tmp_path: object) -> None:
    document = perform(PutInBox, thing(), asking(BOX)).receipt()
    assert "public keys" in (receipt.fault_of(document, {}) or "")
    document["signed"]["rows"] = 2
    assert "signature" in (receipt.fault_of(document, keys.public_keys()) or "")
