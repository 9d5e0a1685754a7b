"""The biller's way, with the sandbox consolidator in a process of its own and our web
served to it.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import DatabaseError
from django.test import Client

from guichet.channels.bank.tests.consolidator import Sandbox, agreed, due, now, told, until
from guichet.config.cli import main as cli
from guichet.domain.identity import commands as identity
from guichet.domain.identity.staff import BOOKS
from guichet.domain.identity.tests.staffing import appoint, member
from guichet.domain.payments import queries
from guichet.domain.payments.backends.consolidator import ConsolidatorDown
from guichet.domain.payments.presenting import consolidation, presentment
from guichet.domain.payments.presenting.differences import open_differences
from guichet.domain.payments.reconciliation import reconcile
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import OCTOBER, SEPTEMBER, firm, owe
from guichet.engine import store
from guichet.engine.actor import Segment
from guichet.engine.context import HOME

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[4]
SECRET = "whsec_" + base64.b64encode(b"a secret of the tests only").decode()


@pytest.fixture
def sandbox(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Sandbox]:
    environment = os.environ | {
        "GUICHET_ADDRESS": live_server.url,
        "GUICHET_CONSOLIDATOR_SECRET": SECRET,
    }
    command = [
        sys.executable,
        "-m",
        "demo.consolidator",
        "--port",
        "0",
        "--book",
        str(tmp_path / "book.sqlite"),
    ]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = "http" + process.stdout.readline().partition("http")[2].strip()
        settings.CONSOLIDATOR_URL, settings.CONSOLIDATOR_SECRET = url, SECRET
        yield Sandbox(url)
        process.terminate()


@pytest.fixture
def debtor(transactional_db: None) -> int:
    number = firm()
    owe(number, SEPTEMBER, 30_000)
    owe(number, OCTOBER, 50_000)
    return number


def test_a_bill_is_shown_at_the_counter_paid_there_and_gone(sandbox: Sandbox, debtor: int) -> None:
    september = reference_of(debtor, SEPTEMBER)
    assert told() == consolidation.Uploaded(3, 0)
    assert told() == consolidation.Uploaded(0, 0)
    assert "300.00" in sandbox.page(bill=september)
    sandbox.pay(september, "300.00")
    until(lambda: due(debtor) == 50_000)
    assert told() == consolidation.Uploaded(2, 0)
    assert agreed().differences == 0
    found = reconcile(now().astimezone(HOME).date(), now())
    assert found.good, found
    assert found.received["amount"].to_list() == [30_000]


def test_the_reference_of_the_account_is_good_at_every_counter(
    sandbox: Sandbox, debtor: int
) -> None:
    """The one number that the account, the bill and text messages give: all that is due, the oldest
    month first.
    """
    told()
    reference = reference_of(debtor)
    assert "800.00" in sandbox.page(bill=f"{reference[:9]} {reference[9:13]} {reference[13:]}")
    sandbox.pay(reference, "500.00")
    until(lambda: due(debtor) == 30_000)
    left = queries.months_of(pl.Series([debtor]))["contributions"].to_list()
    assert left == [0, 30_000], "September is paid, October in part"
    told()
    assert "300.00" in sandbox.page(bill=reference)
    assert agreed().differences == 0
    sandbox.pay(reference, "300.00")
    until(lambda: due(debtor) == 0)
    told()
    assert agreed().differences == 0
    assert reconcile(now().astimezone(HOME).date(), now()).good


def test_lost_and_doubled_notices_and_payments_taken_back_end_at_nought(
    sandbox: Sandbox, debtor: int
) -> None:
    told()
    october = reference_of(debtor, OCTOBER)
    sandbox.pay(october, "10.00", luck=2)
    sandbox.pay(october, "20.00", luck=0)
    sandbox.pay(october, "40.00")
    until(lambda: due(debtor) == 80_000 - 5_000)
    number = store.value("SELECT scheme_key FROM payments_payment WHERE amount = 4000")
    sandbox.take_back(number)
    until(lambda: due(debtor) == 80_000 - 1_000)
    told()
    done = agreed()
    assert (done.payments, done.total, done.recovered, done.differences) == (2, 3_000, 1, 0)
    assert due(debtor) == 80_000 - 3_000
    told()
    assert reconcile(done.day, now()).good
    assert agreed().recovered == 0


def test_a_difference_is_a_case_with_an_age_until_it_is_gone(sandbox: Sandbox, debtor: int) -> None:
    told()
    early = now() - timedelta(hours=1)
    notice = {
        "id": "P-OURS-ONLY",
        "kind": "payment",
        "reference": reference_of(debtor),
        "amount": 700,
        "paid_at": early.isoformat(),
        "channel": "atm",
    }
    day = early.astimezone(HOME).date()
    assert consolidation.notice([notice], now()) == ["accepted"]
    told()
    other = consolidation.other_side(now())
    assert other is not None
    assert consolidation.end_of_day(other, day, now()).differences == 1
    case = open_differences().row(0, named=True)
    assert (case["kind"], case["key"], case["ours"], case["theirs"]) == (
        "payment",
        "P-OURS-ONLY",
        700,
        None,
    )
    later = reconcile(day, now() + timedelta(days=3))
    assert later.open["days"].to_list() == [3] and not later.good
    with pytest.raises(DatabaseError, match="closed"), store.atomic():
        store.execute("UPDATE payments_difference SET ours = 1")
    back = {"id": "P-OURS-ONLY", "kind": "reversal", "paid_at": now().isoformat()}
    assert consolidation.notice([back], now()) == ["done"]
    told()
    assert consolidation.end_of_day(other, day, now()).differences == 0
    assert open_differences().is_empty()


def test_parts_taken_back_noticed_or_not_end_at_nought(sandbox: Sandbox, debtor: int) -> None:
    told()
    october = reference_of(debtor, OCTOBER)
    for amount, luck in (("100.00", 1), ("200.00", 0)):
        sandbox.pay(october, amount, luck=luck)
    until(lambda: due(debtor) == 70_000)
    heard, lost = (one["id"] for one in _settled_today())
    sandbox.take_part(heard, "30.00")
    until(lambda: due(debtor) == 73_000)
    sandbox.take_part(lost, "50.00")
    # The lost payment and its part are the settlement's word.
    told()
    assert (agreed().recovered, due(debtor)) == (2, 58_000)
    told()
    assert agreed().differences == 0
    found = reconcile(now().astimezone(HOME).date(), now())
    assert found.good, found
    assert found.received.select("amount", "reversed").rows() == [(30_000, 8_000)]
    assert "Take a part back" in sandbox.page()


def _settled_today() -> list[dict[str, str]]:
    other = consolidation.other_side(now())
    assert other is not None
    return sorted(other.settlements(now().astimezone(HOME).date()), key=lambda one: one["amount"])  # type: ignore[no-any-return]


def test_the_command_says_it_and_its_status_tells(sandbox: Sandbox, debtor: int) -> None:
    result = CliRunner().invoke(cli, ["reconcile"])
    assert result.exit_code == 0, result.output
    assert "3 bills sent" in result.output and "Everything agrees" in result.output
    consolidation.notice(
        [
            {
                "id": "X",
                "kind": "payment",
                "reference": "nobody's",
                "amount": 5,
                "paid_at": now().isoformat(),
                "channel": "atm",
            }
        ],
        now(),
    )
    result = CliRunner().invoke(cli, ["reconcile", "--alone"])
    assert result.exit_code == 1
    assert "open 0 days: suspense consolidator X: here 0.05, there -" in result.output


def test_while_the_consolidator_is_away_nothing_is_lost(debtor: int, settings: Any) -> None:
    settings.CONSOLIDATOR_URL, settings.CONSOLIDATOR_SECRET = "http://127.0.0.1:9", SECRET
    with pytest.raises(ConsolidatorDown):
        told()
    assert presentment.untold(consolidation.SCHEME, 10).height == 3


def test_the_page_is_for_staff_only(debtor: int) -> None:
    clerk = member("clerk", password="correct horse battery")
    identity.open_account(
        username="client",
        password="correct horse battery",
        language="en",
        segments=[Segment.EMPLOYER],
    )
    browser = Client(headers={"accept-language": "en"})
    assert browser.get("/office/reconciliation/").status_code == 302
    browser.post("/sign-in/", {"username": "client", "password": "correct horse battery"})
    assert browser.get("/office/reconciliation/").status_code == 403
    browser.post("/sign-out/")
    browser.post("/sign-in/", {"username": "clerk", "password": "correct horse battery"})
    assert browser.get("/office/reconciliation/").status_code == 403
    appoint(clerk, BOOKS)
    page = browser.get("/office/reconciliation/?day=nonsense").content.decode()
    assert "Everything agrees" in page
    assert 'href="/office/reconciliation/"' in page
    stray = {
        "id": "X",
        "kind": "payment",
        "reference": "nobody's",
        "amount": 500,
        "paid_at": now().isoformat(),
        "channel": "atm",
    }
    consolidation.notice([stray], now())
    page = browser.get("/office/reconciliation/").content.decode()
    assert "There are differences" in page and "Payment of nobody known" in page
