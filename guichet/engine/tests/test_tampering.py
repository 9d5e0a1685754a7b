"""Somebody has the database in hand and switches every guard off: what they change, remove or cut
is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guichet.engine import audit, bulk_run, seal_copies, store
from guichet.engine.perform import perform
from guichet.engine.service import Ask
from guichet.engine.tests.toys import NOW, PutInBox, asking

from guichet.engine.tests.test_bulk_run import CONTEXT, file_of, opened, worked  # isort: skip

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def guards_off() -> Iterator[None]:
    store.execute("SET session_replication_role = replica")
    yield
    store.execute("RESET session_replication_role")


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log with a click, a file in several chunks and a note, all sealed."""
    from guichet.engine import audit_check, registry

    PutInBox.key = PutInBox.key or "toys.put_in_box"
    known = registry.Catalogue([PutInBox])
    monkeypatch.setattr(audit_check, "services", lambda: known)
    monkeypatch.setattr(registry, "services", lambda: known)
    given = {"establishment": "500000001", "worker": "1000000008", "worth": "1.00"}
    perform(PutInBox, {n: v for n, v in given.items() if n in PutInBox.inputs}, asking(500_000_001))
    worked(opened(file_of(40)))
    with store.atomic():
        audit.note("sign-in", {"who": "somebody"})
    assert audit.seal(NOW) > 0
    assert audit.verify() == []


ATTACKS = {
    "one byte of a transaction": "UPDATE engine_transaction SET content = overlay(content placing '9' from 30 for 1) WHERE row = 7",
    "whose transaction it is": "UPDATE engine_transaction SET party = 599999999 WHERE row = 7",
    "hiding it from its party": "UPDATE engine_transaction SET party = NULL WHERE row = 7",
    "how it ended": "UPDATE engine_transaction SET outcome = 2 WHERE row = 7",
    "which service it was": "UPDATE engine_transaction SET service = service + 1 WHERE row = 7",
    "that it repeats another": "UPDATE engine_transaction SET repeats = id WHERE row = 7",
    "a transaction gone": "DELETE FROM engine_transaction WHERE row = 9",
    "a transaction made up": "INSERT INTO engine_transaction (id, row, service, outcome, content) VALUES (9::bigint << 40, 1, 1, 1, '{}')",
    "who asked": "UPDATE engine_submission SET actor = actor + 1",
    "under which name": "UPDATE engine_submission SET actor_name = 'somebody else'",
    "when it was asked": "UPDATE engine_submission SET asked_at = asked_at + interval '1 microsecond'",
    "by which channel": "UPDATE engine_submission SET channel = 'web'",
    "its signature": "UPDATE engine_submission SET signature = overlay(signature placing '\\x00'::bytea from 5 for 1)",
    "its root": "UPDATE engine_submission SET root = sha256(root)",
    "a submission gone": "DELETE FROM engine_submission WHERE id = (SELECT min(id) FROM engine_submission)",
    "a leaf's text": "UPDATE engine_auditleaf SET body = replace(body, 'somebody', 'nobody')",
    "a leaf's text with its hash": "UPDATE engine_auditleaf SET body = replace(body, 'somebody', 'nobody'),"
    " digest = sha256('\\x00'::bytea || convert_to(replace(body, 'somebody', 'nobody'), 'UTF8')) WHERE kind = 'sign-in'",
    "a leaf's kind": "UPDATE engine_auditleaf SET kind = 'other' WHERE kind = 'sign-in'",
    "a leaf gone": "DELETE FROM engine_auditleaf WHERE kind = 'sign-in'",
    "a leaf put in later": "INSERT INTO engine_auditleaf (kind, body, digest, xid)"
    " SELECT kind, body, digest, xid FROM engine_auditleaf WHERE kind = 'sign-in'",
    "a seal's count": "UPDATE engine_auditseal SET leaves = leaves + 1",
    "a seal's day": "UPDATE engine_auditseal SET sealed_at = sealed_at - interval '1 day'",
    "a seal's key": "UPDATE engine_auditseal SET key_id = 'another'",
}


@pytest.mark.parametrize("what", ATTACKS)
def test_a_change_is_found(what: str) -> None:
    with guards_off():
        assert store.execute(ATTACKS[what]) > 0
    assert audit.verify() != []


def test_a_tail_cut_with_its_seals_is_found_by_what_was_exported(tmp_path: Path) -> None:
    with store.atomic():
        audit.note("sign-in", {"who": "the burglar"})
    audit.seal(NOW)
    assert seal_copies.export(tmp_path) == 2
    kept, faults = seal_copies.kept_in(tmp_path)
    assert faults == [] and audit.verify(outside=kept) == []
    with guards_off():
        store.execute("DELETE FROM engine_auditleaf WHERE body LIKE '%%burglar%%'")
        store.execute(
            "DELETE FROM engine_auditseal WHERE id = (SELECT max(id) FROM engine_auditseal)"
        )
    assert audit.verify() == []  # nothing inside shows it
    assert any("the tail was cut" in fault for fault in audit.verify(outside=kept))
    with pytest.raises(seal_copies.Contradicted):
        seal_copies.export(tmp_path)
    # A new log grown over the cut does not hide it either.
    with store.atomic():
        audit.note("sign-in", {"who": "somebody innocent"})
    audit.seal(NOW)
    assert audit.verify() == [] and audit.verify(outside=kept) != []


def test_exporting_again_adds_only_what_is_new(tmp_path: Path) -> None:
    assert seal_copies.export(tmp_path) == 1
    before = (tmp_path / "seals.jsonl").read_text()
    assert seal_copies.export(tmp_path) == 0
    with store.atomic():
        audit.note("sign-in", {"who": "another"})
    audit.seal(NOW)
    assert seal_copies.export(tmp_path) == 1
    assert (tmp_path / "seals.jsonl").read_text().startswith(before)


@pytest.mark.parametrize(
    "change", ["digest", "root", "sealed_at", "leaves", "signature", "nonsense"]
)
def test_an_export_that_was_bent_is_no_witness(tmp_path: Path, change: str) -> None:
    seal_copies.export(tmp_path)
    path = tmp_path / "seals.jsonl"
    line = json.loads(path.read_text())
    bent = {"leaves": 9, "sealed_at": "2020-01-01T00:00:00+00:00"}.get(change, "00" * 32)
    path.write_text(
        "nonsense\n" if change == "nonsense" else json.dumps(line | {change: bent}) + "\n"
    )
    assert seal_copies.kept_in(tmp_path)[1] != []


def test_a_bulk_run_cut_short_is_no_fault() -> None:
    opened(Ask(PutInBox, file_of(40, start=300_000_000).rows))
    number = bulk_run.open_submission(
        [file_of(9, start=400_000_000)], CONTEXT, b"k" * 32, chunk_rows=3
    )
    bulk_run.work_next(number, CONTEXT)
    assert audit.verify() == []
