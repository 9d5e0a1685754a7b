"""A large asking is worked in chunks, resumes after any death and doubles nothing."""

from __future__ import annotations

import polars as pl
import pytest

from guichet.engine import audit, bulk_run, keys, receipt, store
from guichet.engine.refusal import Refused
from guichet.engine.service import Ask
from guichet.engine.tests.toys import NOW, PutInBox, asking
from guichet.lib.locale import here

pytestmark = pytest.mark.django_db(transaction=True)
BOX = 500000001


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_run, "service_of", lambda key: PutInBox)


def file_of(rows: int, start: int = 100_000_000, worth: str = "1") -> Ask:
    serial = pl.int_range(start - 100_000_000, start - 100_000_000 + rows, dtype=pl.Int64)
    worker = pl.select(n=here().persons.made(pl.lit(0), serial).cast(pl.String))["n"]
    frame = pl.DataFrame(
        {"establishment": [str(BOX + i % 5) for i in range(rows)], "worker": worker}
    )
    frame = frame.with_columns(worth=pl.lit(worth), row=pl.int_range(2, rows + 2, dtype=pl.Int64))
    return Ask(PutInBox, frame.sample(fraction=1.0, shuffle=True, seed=1))


CONTEXT = asking(*range(BOX, BOX + 5))


def opened(ask: Ask, chunk_rows: int = 30, **more: object) -> int:
    return bulk_run.open_submission(
        [ask], asking(*range(BOX, BOX + 5), **more), b"h" * 32, chunk_rows=chunk_rows
    )


def worked(number: int) -> int:
    turns = 0
    while bulk_run.work_next(number, CONTEXT):
        turns += 1
    return turns


def test_every_row_is_worked_and_signed_once() -> None:
    number = opened(file_of(100))
    assert worked(number) == 4
    progress = bulk_run.progress(number)
    assert progress.finished and progress.done == 100 and progress.counts == {"accepted": 100}
    assert store.value("SELECT count(*), sum(worth) FROM toy_box") == 100
    rows = store.fetch("SELECT id, row FROM engine_transaction", {"id": pl.Int64, "row": pl.Int64})
    assert sorted(rows["row"]) == list(range(2, 102))
    for transaction in (rows["id"].min(), rows["id"].max()):
        assert receipt.fault_of(receipt.document(int(transaction)), keys.public_keys()) is None


def test_a_chunk_that_fails_leaves_nothing_and_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = opened(file_of(60))
    bulk_run.work_next(number, CONTEXT)
    apply, calls = PutInBox.apply, []

    def dies(batch: object) -> None:
        apply(batch)  # type: ignore[arg-type]
        calls.append(1)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PutInBox, "apply", staticmethod(dies))
        with pytest.raises(KeyboardInterrupt):
            bulk_run.work_next(number, CONTEXT)
    assert calls and bulk_run.progress(number).done == 30
    assert store.value("SELECT count(*) FROM toy_box") == 30
    assert worked(number) == 1
    assert bulk_run.progress(number).finished


def test_the_same_key_opens_the_same_bulk_run() -> None:
    first = opened(file_of(10), idempotency_key="file")
    assert opened(file_of(10), idempotency_key="file") == first
    with pytest.raises(Refused, match="idempotency-key-reused"):
        bulk_run.open_submission(
            [file_of(10)], asking(BOX, idempotency_key="file"), b"x" * 32, chunk_rows=30
        )


def test_the_same_rows_in_another_file_change_nothing() -> None:
    worked(opened(file_of(50)))
    second = opened(file_of(50))
    worked(second)
    assert bulk_run.progress(second).counts == {"repeated": 50}
    assert store.value("SELECT count(*) FROM toy_box") == 50


def test_a_persons_rows_are_never_parted() -> None:
    ask = file_of(20)
    doubled = Ask(PutInBox, pl.concat([ask.rows, ask.rows.with_columns(pl.col("row") + 100)]))
    number = bulk_run.open_submission([doubled], CONTEXT, b"h" * 32, chunk_rows=3)
    worked(number)
    assert bulk_run.progress(number).counts == {"accepted": 20, "repeated": 20}


def test_services_go_in_the_order_asked_within_every_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        type("First", (PutInBox,), {"code": 1}),
        type("Second", (PutInBox,), {"code": 2}),
    )
    first.key, second.key = "toys.first", "toys.second"
    monkeypatch.setattr(bulk_run, "service_of", {"toys.first": first, "toys.second": second}.get)
    rows = file_of(6).rows.sort("establishment", "worker")
    # The second service has the chunk's first rows; it must still be worked after the first.
    number = bulk_run.open_submission(
        [Ask(first, rows[3:]), Ask(second, rows[:3])], CONTEXT, b"h" * 32, chunk_rows=100
    )
    assert [ask.service.key for ask in bulk_run._load(number, 0)] == ["toys.first", "toys.second"]


def test_a_bulk_run_whose_signer_was_killed_is_signed_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = opened(file_of(10))
    with monkeypatch.context() as patch:
        patch.setattr(bulk_run, "_finish", lambda submission: None)
        assert worked(number) == 1
    assert not bulk_run.progress(number).finished
    assert not bulk_run.work_next(number, CONTEXT)
    assert bulk_run.progress(number).finished


def test_the_audit_finds_one_changed_byte_a_removed_row_and_a_cut_tail() -> None:
    worked(opened(file_of(40)))
    assert audit.seal(NOW) > 0 and audit.verify() == []
    worked(opened(file_of(10, start=200_000_000)))
    assert audit.seal(NOW) > 0
    anchor = audit.head()
    assert audit.verify(anchor) == [] and audit.seal(NOW) == 0
    with tampering():
        store.execute(
            "UPDATE engine_transaction SET content = replace(content, '1.00', '1.01') WHERE row = 7"
        )
    assert any("content was changed" in fault for fault in audit.verify())
    with tampering():
        store.execute(
            "UPDATE engine_transaction SET content = replace(content, '1.01', '1.00') WHERE row = 7"
        )
    assert audit.verify(anchor) == []
    with tampering():
        store.execute("DELETE FROM engine_transaction WHERE row = 9")
    assert any("are there" in fault for fault in audit.verify())


def test_the_audit_finds_cut_seals_by_the_anchor_and_rewritten_leaves() -> None:
    worked(opened(file_of(5)))
    audit.seal(NOW)
    audit.note("sign-in", {"who": "somebody"})
    audit.seal(NOW)
    anchor = audit.head()
    with tampering():
        store.execute("UPDATE engine_auditleaf SET body = replace(body, 'somebody', 'nobody')")
    assert any("text was changed" in fault for fault in audit.verify())
    with tampering():
        store.execute("DELETE FROM engine_auditleaf WHERE kind = 'sign-in'")
        store.execute(
            "DELETE FROM engine_auditseal WHERE id = (SELECT max(id) FROM engine_auditseal)"
        )
    assert audit.verify() == [] and "tail was cut" in audit.verify(anchor)[0]


def test_the_register_refuses_changes() -> None:
    from django.db import DatabaseError

    worked(opened(file_of(1)))
    for statement in ("UPDATE engine_transaction SET row = 1", "DELETE FROM engine_auditleaf"):
        with pytest.raises(DatabaseError, match="append-only"):
            store.execute(statement)


class tampering:  # noqa: N801 - reads as a sentence
    """What somebody with the database in hand can do."""

    def __enter__(self) -> None:
        store.execute("SET session_replication_role = replica")

    def __exit__(self, *_: object) -> None:
        store.execute("RESET session_replication_role")
