"""Two people release exactly what was gathered, and it leaves as one valid file, once."""

from __future__ import annotations

import signal
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from lxml import etree

from demo.public_bodies.bank import iban_of
from guichet.domain.contributions.tests.test_crash import (
    in_another_process,
    wait_for_the_server_to_notice,
)
from guichet.domain.identity.staff import GATHER, RELEASE, Staff
from guichet.domain.identity.tests.staffing import acts
from guichet.domain.iso20022.standard import SCHEMAS
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import audit_check, batches, dispatch
from guichet.domain.payouts.tests.world import NOW, PENSIONER, firm, order, pensioner, wanted
from guichet.domain.registry import bank_accounts
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
ANA = acts(GATHER, RELEASE, account=1, person=1_000_000_032)
BASIM = acts(GATHER, RELEASE, account=2, person=1_000_000_040)
NS = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


@pytest.fixture
def two(db: None) -> list[int]:
    """Two orders that wait."""
    one, somebody = firm(500), pensioner(900)
    return order(wanted(one, 300), wanted(None, 900, "pension <&> ١", person=somebody))


def record(iban: str, person: int = PENSIONER) -> None:
    """The person has that account from now on."""
    before = bank_accounts.in_force(PartyKind.PERSON, pl.Series([person], dtype=pl.Int64))
    seen = before["account_before"].to_list() or [None]
    change = pl.DataFrame(
        {
            "party": [person],
            "iban": [iban],
            "transaction": [1],
            "account_before": pl.Series(seen, dtype=pl.Int64),
        }
    )
    bank_accounts.change(PartyKind.PERSON, changes=change, today=date(2026, 11, 22))


def states() -> list[str]:
    return [row[0] for row in store.rows("SELECT state FROM payouts_order ORDER BY id")]


def unguarded(table: str) -> None:
    """As somebody who owns the database may do."""
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    store.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def refusal(code: str) -> Any:
    return pytest.raises(Refused, match=code)


def released(by: Staff = ANA, other: Staff = BASIM) -> int:
    batch = batches.gather(by, NOW)
    batches.release(batch, other, NOW)
    return batch


def test_two_people_let_what_waits_go_and_it_leaves_once(two: list[int], outbox: Path) -> None:
    batch = batches.gather(ANA, NOW)
    assert states() == ["batched", "batched"]
    assert dispatch.send(NOW) == 0
    batches.release(batch, BASIM, NOW)
    assert dispatch.send(NOW) == 1
    (file,) = outbox.iterdir()
    tree = etree.parse(file)
    etree.XMLSchema(etree.parse(SCHEMAS / "pain.001.001.09.xsd")).assertValid(tree)
    assert tree.findtext(f".//{NS}CtrlSum") == "12.00"
    assert [e.text for e in tree.iter(f"{NS}InstdAmt")] == ["3.00", "9.00"]
    assert tree.findall(f".//{NS}Ustrd")[1].text == "معاش pension <&> ١"
    was = file.read_bytes()
    assert dispatch.send(NOW) == 0 and file.read_bytes() == was
    with refusal("payouts-nothing-waits"):
        batches.gather(ANA, NOW)


def test_nobody_releases_what_they_gathered(two: list[int]) -> None:
    batch = batches.gather(ANA, NOW)
    with refusal("payouts-same-person"):
        batches.release(batch, ANA, NOW)
    with refusal("payouts-same-person"):  # another account of the same person
        batches.release(batch, replace(ANA, account=9), NOW)
    for values in (
        "released_by = gathered_by",
        "released_by = 9, released_person = gathered_person",
    ):
        with pytest.raises(IntegrityError, match="released_by_another"), transaction.atomic():
            store.execute(f"UPDATE payouts_batch SET released_at = now(), pay_on = now(), {values}")
    assert dispatch.send(NOW) == 0


def test_a_batch_is_released_or_discarded_once(two: list[int]) -> None:
    batch = released()
    for act in (batches.release, batches.discard):
        with refusal("payouts-batch-over"):
            act(batch, BASIM, NOW)
    with refusal("payouts-batch-over"):
        batches.release(batch + 1, BASIM, NOW)


def test_what_was_discarded_waits_again_and_can_be_gathered_again(two: list[int]) -> None:
    first = batches.gather(ANA, NOW)
    batches.discard(first, ANA, NOW)
    assert states() == ["waiting", "waiting"]
    with refusal("payouts-batch-over"):
        batches.release(first, BASIM, NOW)
    again = batches.gather(ANA, NOW)
    batches.release(again, BASIM, NOW)
    assert dispatch.send(NOW) == 1


def test_an_account_changed_after_gathering_stops_the_release_and_is_paid_to_after_gathering_again(
    two: list[int], outbox: Path
) -> None:
    batch = batches.gather(ANA, NOW)
    new = iban_of(PENSIONER, bank="45")
    record(new)
    with refusal("payouts-account-changed"):
        batches.release(batch, BASIM, NOW)
    batches.discard(batch, BASIM, NOW)
    batches.release(batches.gather(ANA, NOW), BASIM, NOW)
    dispatch.send(NOW)
    (file,) = outbox.iterdir()
    assert new in file.read_text("utf-8")


@pytest.mark.parametrize(
    "column", ["iban = 'SA0380000000608010167519'", "amount = amount + 1", "name = 'Mallory'"]
)
@pytest.mark.parametrize("when", ["before release", "before sending"])
def test_whoever_alters_the_database_itself_stops_it(
    two: list[int], outbox: Path, column: str, when: str
) -> None:
    batch = batches.gather(ANA, NOW)
    if when == "before sending":
        batches.release(batch, BASIM, NOW)
    unguarded("payouts_transfer")
    store.execute(f"UPDATE payouts_transfer SET {column} WHERE order_id = %(order)s", order=two[0])
    if when == "before release":
        with refusal("payouts-batch-changed"):
            batches.release(batch, BASIM, NOW)
    assert dispatch.send(NOW) == 0
    assert not outbox.exists() or not [f for f in outbox.iterdir() if not f.name.startswith(".")]


def test_without_an_account_of_ours_nothing_is_gathered(two: list[int], settings: Any) -> None:
    settings.PAYOUT_ACCOUNT = "SA00"
    with refusal("payouts-no-account"):
        batches.gather(ANA, NOW)


def test_an_order_is_in_one_batch_only(two: list[int]) -> None:
    batch = batches.gather(ANA, NOW)
    with pytest.raises(IntegrityError, match="one_live_transfer"), transaction.atomic():
        store.execute(
            "INSERT INTO payouts_transfer (batch_id, order_id, name, iban, amount, live)"
            " SELECT batch_id, order_id, name, iban, amount, true FROM payouts_transfer WHERE batch_id = %(b)s",
            b=batch,
        )


_DIES = """
import os, signal
import django; django.setup()
from django.utils import timezone
from guichet.domain.payouts import dispatch
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
if "MOMENT" == "before":
    dispatch.give_its_name = die
elif "MOMENT" == "while":
    dispatch.standard.check = die
else:
    put = dispatch.give_its_name
    dispatch.give_its_name = lambda *given: (put(*given), die())
dispatch.send(timezone.now())
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["while", "before", "after", "after, and the bank was quick"])
def test_a_worker_killed_on_the_way_sends_the_same_bytes_or_nothing(
    moment: str, outbox: Path, monkeypatch: Any
) -> None:
    order(wanted(firm(500), 300))
    released()
    monkeypatch.setenv("GUICHET_PAYOUT_OUTBOX", str(outbox))
    killed = in_another_process(_DIES.replace("MOMENT", moment.split(",")[0]))
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    wait_for_the_server_to_notice()
    names = [f for f in outbox.iterdir() if not f.name.startswith(".")] if outbox.exists() else []
    assert len(names) == (1 if moment.startswith("after") else 0)
    was = names[0].read_bytes() if names else None
    if moment.endswith("quick"):
        names[0].unlink()
    assert dispatch.send(NOW) == 1
    (file,) = outbox.iterdir()
    assert was is None or file.read_bytes() == was
    assert dispatch.send(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_other_bytes_than_the_first_time_never_leave(
    outbox: Path, monkeypatch: Any, caplog: Any
) -> None:
    order(wanted(firm(500), 300))
    released()
    with monkeypatch.context() as patched:
        patched.setattr(
            dispatch, "give_its_name", lambda *_: (_ for _ in ()).throw(OSError("the disk is full"))
        )
        assert dispatch.send(NOW) == 0
    monkeypatch.setitem(dispatch._CATEGORIES, "credit-refund", "OTHR")
    assert dispatch.send(NOW) == 0
    assert "would not be what was written before" in caplog.text


def test_names_that_no_file_may_have_are_written_as_the_standard_takes_them(outbox: Path) -> None:
    order(wanted(firm(500), 300))
    unguarded("payouts_order")
    store.execute("UPDATE payouts_order SET name = %(name)s", name="\x01\x0b" + "&<>\"'" * 60)
    released()
    assert dispatch.send(NOW) == 1
    (file,) = outbox.iterdir()
    name = etree.parse(file).findtext(f".//{NS}Cdtr/{NS}Nm")
    assert name is not None and len(name) == 140 and name.startswith("&<>")


def test_an_arabic_name_reaches_the_bank_letter_by_letter(outbox: Path) -> None:
    order(wanted(firm(500), 300))
    unguarded("payouts_order")
    store.execute("UPDATE payouts_order SET name = %(name)s", name="نورة السالم")
    released()
    assert dispatch.send(NOW) == 1
    (file,) = outbox.iterdir()
    assert etree.parse(file).findtext(f".//{NS}Cdtr/{NS}Nm") == "نورة السالم"


def test_the_audit_finds_batches_that_are_not_what_was_said(two: list[int]) -> None:
    first = batches.gather(ANA, NOW)
    batches.discard(first, ANA, NOW)
    batch = released()
    assert audit_check.batches_are_whole() == []
    unguarded("payouts_transfer")
    store.execute(
        "UPDATE payouts_transfer SET iban = 'SA0380000000608010167519' WHERE batch_id = %(b)s",
        b=batch,
    )
    assert audit_check.batches_are_whole() == [f"payout batch {batch}: its transfers were changed"]
    unguarded("payouts_batch")
    store.execute("UPDATE payouts_batch SET released_by = 77 WHERE id = %(b)s", b=batch)
    assert audit_check.batches_are_whole() == [f"payout batch {batch}: it is not what was released"]
    store.execute(
        "UPDATE payouts_batch SET discarded_at = NULL, discarded_by = NULL WHERE id = %(b)s",
        b=first,
    )
    assert (
        audit_check.batches_are_whole()[0]
        == f"payout batch {first}: it was not discarded as was said"
    )


def test_what_came_back_before_we_could_say_that_it_left_does_not_hold_the_file_up(
    two: list[int], outbox: Path
) -> None:
    batch = released()
    dispatch.send(NOW)
    (file,) = outbox.iterdir()
    was = file.read_bytes()
    unguarded("payouts_batch")
    store.execute("UPDATE payouts_batch SET sent_at = NULL")
    transfer = store.value("SELECT min(id) FROM payouts_transfer WHERE batch_id = %(b)s", b=batch)
    line = Line("R1", 300, end_to_end=f"GUICHET-T{transfer}", returned="AC04")
    assert book(written([line]), NOW).payouts == 1
    assert dispatch.send(NOW) == 1 and file.read_bytes() == was
