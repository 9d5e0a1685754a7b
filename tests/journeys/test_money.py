"""An employer sees what is due, pays it at an ATM of the sandbox consolidator, and finds the
balance at nought; the accountant sees it agree.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from guichet.channels.bank.tests.consolidator import Sandbox, agreed, told
from guichet.channels.bank.tests.test_consolidator import sandbox
from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.contributions.commands import run_bills
from guichet.domain.identity.staff import BOOKS, RECONCILE
from guichet.domain.identity.tests.staffing import member
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import notice, receive
from guichet.engine.context import HOME
from guichet.lib.months import add_months, first_day
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit, shown_a_second_factor

__all__ = ["sandbox"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def last_month() -> date:
    return add_months(first_day(datetime.now(UTC).astimezone(HOME).date()), -1)


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP)], indirect=True)
def test_what_is_due_is_paid_at_an_atm_and_the_balance_is_nought(
    visit: Visit, branch: Branch, sandbox: Sandbox
) -> None:
    page = visit.page
    assert run_bills(last_month(), datetime.now(UTC)).bills == 1
    told()
    visit.sign_in()
    visit.go("/party/")
    visit.press(f"button[value='{branch.establishment}']")
    visit.go("/account/")
    due = page.locator(".tiles dd").first.inner_text().split()[0]
    assert due.replace(",", "").replace(".", "").isdigit() and due != "0.00"
    visit.look_over()
    page.goto(f"{sandbox.url}?lang=en&bill={reference_of(branch.establishment, last_month())}")
    assert due in page.locator("form[action='/pay']").inner_text()
    page.locator("form[action='/pay'] button").click()
    for _ in range(50):
        visit.go("/account/")
        if page.locator(".tiles dd").first.inner_text().split()[0] == "0.00":
            break
        page.wait_for_timeout(200)
    assert page.locator(".tiles dd").first.inner_text().split()[0] == "0.00"
    assert due in page.locator("table").inner_text()
    visit.look_over()
    told()
    assert agreed().differences == 0


@pytest.mark.parametrize("visit", [("ar", DESKTOP), ("en", PHONE), ("fr", NARROW)], indirect=True)
def test_the_accountant_sees_that_everything_agrees(visit: Visit, branch: Branch) -> None:
    member(
        "accountant",
        BOOKS,
        RECONCILE,
        password=PASSWORD,
        name_ar="محاسب",
        name_latin="Accountant",
        language="ar",
    )
    run_bills(last_month(), datetime.now(UTC))
    visit.sign_in("accountant")
    visit.go("/office/reconciliation/")
    assert visit.page.locator(".pagehead .tag.good").count() == 1
    visit.look_over()


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP)], indirect=True)
def test_a_payment_of_nobody_known_finds_its_owner(visit: Visit, branch: Branch) -> None:
    member(
        "accountant",
        BOOKS,
        RECONCILE,
        password=PASSWORD,
        name_ar="محاسب",
        name_latin="Accountant",
        language="ar",
    )
    assert receive(notice(None, 4_200)) == ["suspense"]
    visit.sign_in("accountant")
    visit.go("/office/suspense/")
    visit.look_over()
    visit.press("tbody a")
    visit.page.fill("#establishment", "999999999")
    visit.page.fill("#reason", "Letter of 3 November")
    visit.press(".formcard .btn")
    visit.look_over()
    visit.page.fill("#establishment", str(branch.establishment))
    visit.press(".formcard .btn")
    visit.look_over()
    shown_a_second_factor(visit)
    visit.press(".formcard .btn[name='sure']")
    assert visit.page.locator(".empty").count() == 1
    visit.look_over()
    assert to_pay(pl.Series([branch.establishment]))["credit"].to_list() == [4_200]
