"""Orders leave for the sandbox bank and its answers are booked: the whole circle, and again after a
crash.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from demo.bank.__main__ import state, work
from demo.bank.account import ACCOUNT, OPENING, Account
from demo.bank.counter import Counter
from demo.public_bodies.bank import iban_of
from guichet.domain.iso20022.standard import SCHEMAS
from guichet.domain.ledger.kinds import BANK, PAYOUTS, UNEXPLAINED
from guichet.domain.payments.bank import account_reconciliation, inbox
from guichet.domain.payments.bank.opening_balance import bring_forward
from guichet.domain.payouts import dispatch, queries
from guichet.domain.payouts.tests.test_batches import released
from guichet.domain.payouts.tests.world import NOW, balance, firm, order, pensioner, wanted
from guichet.engine.context import HOME

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> tuple[Path, Path]:
    settings.PAYOUT_ACCOUNT = "SA0380000000608010167519"
    settings.PAYOUT_OUTBOX, settings.PAYOUT_INBOX = str(tmp_path / "to"), str(tmp_path / "from")
    return tmp_path / "to", tmp_path / "from"


def test_what_leaves_is_paid_refused_or_returned_and_all_of_it_is_booked(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    to, answers = folders
    somebody = pensioner(900)
    order(
        wanted(firm(500), 300),
        wanted(None, 900, "b-1", person=somebody, iban=iban_of(somebody, closed=True)),
    )
    released()
    dispatch.send(NOW)
    (file,) = to.iterdir()
    kept = file.read_bytes()
    counter = Counter(tmp_path / "taken", 1)
    assert work(counter, to, answers) == 1 and not list(to.iterdir())
    for kind in ("pain.002", "camt.054"):
        schema = {"pain.002": "pain.002.001.10", "camt.054": "camt.054.001.08"}[kind]
        (told,) = answers.glob(f"*.{kind}.xml")
        etree.XMLSchema(etree.parse(SCHEMAS / f"{schema}.xsd")).assertValid(etree.parse(told))
    assert inbox.take_in(NOW) == 2 and inbox.take_in(NOW) == 0
    assert sorted(queries.came_back()["kind"].to_list()) == ["rejected", "returned"]
    assert (balance(PAYOUTS), balance(BANK), balance(UNEXPLAINED)) == (-1_200, 0, 0)
    assert balance(PAYOUTS) == queries.payable()
    # The very same file once more, as after a crash: the bank refuses it, and nothing of ours
    # changes.
    file.write_bytes(kept)
    assert work(counter, to, answers) == 1
    assert inbox.take_in(NOW) == 1
    assert queries.came_back().height == 2 and balance(PAYOUTS) == -1_200


def test_what_the_bank_puts_there_and_nobody_can_read_goes_aside_with_the_reason(
    folders: tuple[Path, Path],
) -> None:
    _, answers = folders
    answers.mkdir()
    (answers / "a.xml").write_bytes(b"<html>gateway timeout</html>")
    (answers / ".b.xml.part").write_bytes(b"half")
    assert inbox.take_in(NOW) == 0
    assert "bank" in (answers / "refused" / "a.txt").read_text("utf-8")
    assert sorted(f.name for f in answers.iterdir()) == [".b.xml.part", "refused"]


def test_without_folders_nothing_is_done(settings: Any) -> None:
    settings.PAYOUT_OUTBOX = settings.PAYOUT_INBOX = ""
    assert dispatch.send(NOW) == 0 and inbox.take_in(NOW) == 0


def test_each_day_that_is_over_has_a_statement_and_the_books_agree_with_it(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    to, answers = folders
    account = Account(tmp_path / "account")
    bring_forward(ACCOUNT, NOW.date() - timedelta(days=2), int(OPENING * 100), NOW)
    order(wanted(firm(500), 300))
    released()
    dispatch.send(NOW)
    real = datetime.now(UTC)  # the bank books at its own clock's time
    assert work(Counter(tmp_path / "taken", 1, account), to, answers) == 1
    assert state(account, answers, real) == 1  # yesterday: nothing had moved
    assert state(account, answers, real) == 0
    assert state(account, answers, real + timedelta(days=2)) == 2
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "camt.053.001.08.xsd"))
    told = sorted(answers.glob("*.camt.053.xml"))
    for file in told:
        schema.assertValid(etree.parse(file))
    assert inbox.take_in(real) == 2 + len(told)
    later = real.astimezone(HOME).date() + timedelta(days=2)
    found = account_reconciliation.compare(later)
    assert found.differences.is_empty()
    assert found.ours == found.theirs == int(OPENING * 100)  # what left came back
    assert found.statements["number"].to_list() == [1, 2, 3]
