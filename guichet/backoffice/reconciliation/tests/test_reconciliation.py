"""The bank's balances on the daily page, and the page of a statement: for staff, and with the way
to what differs.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from guichet.backoffice.tests.browsers import signed_in
from guichet.config.cli import reconcile as command
from guichet.domain.payments.bank.account_reconciliation import holding
from guichet.domain.payments.bank.opening_balance import bring_forward
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import ACCOUNT, Line
from guichet.domain.payments.tests.camt053 import stated
from guichet.engine.actor import Segment
from guichet.engine.context import HOME
from guichet.lib.display import show_amount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_wrong_balance_leads_to_its_statement_and_the_line(language: str) -> None:
    now = timezone.now()
    day = now.astimezone(HOME).date() - timedelta(days=3)
    bring_forward(ACCOUNT, day - timedelta(days=1), 50_000, now)
    line = Line("B-7", 30_000, free="SETTLEMENT of &lt;b&gt;all", day=day)
    book(stated(day, 50_000, [line], number=4), now)
    staff = signed_in(Segment.STAFF, language)
    whole = staff.get("/office/reconciliation/").content.decode()
    assert show_amount(80_000, language) in whole and "/office/reconciliation/statements/" in whole
    later = f"{day + timedelta(days=1)}T09:00:00+03:00"
    book(stated(day, 50_000, [Line("B-7", 20_000, day=day)], number=4, made=later), now)
    number = int(holding()["statement"][0])
    text = staff.get("/office/reconciliation/").content.decode()
    assert (
        text.count(f'href="/office/reconciliation/statements/{number}/"') == 3
    )  # the balance, the line, the list
    page = staff.get(f"/office/reconciliation/statements/{number}/").content.decode()
    assert "B-7" in page and show_amount(70_000, language) in page and "&lt;b&gt;all" in page
    first = staff.get(f"/office/reconciliation/statements/{number - 1}/").content.decode()
    assert f'href="/office/reconciliation/statements/{number}/"' in first
    for missing in (0, 1 << 62, 1 << 64):
        assert staff.get(f"/office/reconciliation/statements/{missing}/").status_code == 404


def test_only_staff_see_a_statement() -> None:
    now = timezone.now()
    book(stated(now.astimezone(HOME).date(), 0), now)
    number = int(holding()["statement"][0])
    stranger = signed_in(Segment.EMPLOYER)
    assert stranger.get(f"/office/reconciliation/statements/{number}/").status_code == 403


def test_the_command_says_what_differs_and_since_when() -> None:
    now = timezone.now()
    day = now.astimezone(HOME).date() - timedelta(days=2)
    book(stated(day, 700), now)
    done = CliRunner().invoke(command, ["--alone"])
    assert done.exit_code == 1
    assert f"open 2 days: bank-balance {ACCOUNT} S-{day}: here 0.00, there 7.00" in done.output
    assert "bank-balance                   0.00                 7.00  DIFFERS" in done.output
