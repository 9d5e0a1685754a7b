"""An employer asks that a penalty be waived, a member of staff approves it, the employer reads why;
then pays in parts.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.identity.tests.staffing import every_case, member
from guichet.domain.payments.queries import to_pay
from guichet.domain.payments.tests.world import owe
from guichet.engine.context import HOME
from guichet.lib.months import add_months, first_day
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit, show_an_app

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get(
    "GUICHET_PICTURES"
)  # where pictures go, to be looked at; nowhere by default
DEBT = 250_000


def picture(visit: Visit, name: str) -> None:
    """Look the page over, and keep a picture if wanted."""
    if PICTURES:
        visit.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    visit.look_over()


@pytest.fixture
def late(branch: Branch) -> int:
    """Months late with one bill, penalties charged."""
    now = datetime.now(UTC)
    month = add_months(first_day(now.astimezone(HOME).date()), -5)
    owe(
        branch.establishment, month, DEBT, at=now.replace(year=month.year, month=month.month, day=1)
    )
    charge_penalties(now, pl.Series([branch.establishment]))
    member(
        "clerk", *every_case(), password=PASSWORD, name_ar="موظف", name_latin="Clerk", language="ar"
    )
    return branch.establishment


def penalties(number: int) -> int:
    return int(to_pay(pl.Series([number]))["penalties"][0])


def ask(visit: Visit, number: int, service: str, **radios: str) -> None:
    """Fill the form in, check it and sign."""
    visit.go(f"/services/{service}/?establishment={number}")
    for name, value in radios.items():
        if visit.page.locator(f"select[name={name}]").count():
            visit.page.select_option(f"select[name={name}]", value)
        else:
            visit.page.locator(f"label:has(input[name={name}][value={value}])").click()
    visit.press("button[value=check]")
    picture(visit, f"check-{service}")
    visit.press("button[value=send]")


@pytest.mark.parametrize(
    "visit", [("ar", PHONE), ("en", DESKTOP), ("fr", NARROW)], indirect=True, ids=["ar", "en", "fr"]
)
def test_a_waiver_is_asked_for_approved_and_read(
    visit: Visit, branch: Branch, late: int, request: pytest.FixtureRequest
) -> None:
    tongue = request.node.callspec.id
    charged = penalties(late)
    visit.sign_in()
    ask(visit, late, "payments.waive_penalties", reason="bank")
    receipt = visit.page.url
    picture(visit, f"referred-{tongue}")
    visit.page.context.clear_cookies(name="sessionid")
    visit.sign_in("clerk")
    visit.go("/office/cases/")
    picture(visit, f"cases-{tongue}")
    visit.press("tbody a")
    picture(visit, f"case-{tongue}")
    visit.page.fill("#reason", "Hospital papers seen")
    visit.press("button[value=approve]")
    assert "/prove/" in visit.page.url and penalties(late) == charged
    show_an_app(visit)
    assert visit.page.input_value("#reason") == "Hospital papers seen"
    picture(visit, f"proved-{tongue}")
    visit.press("button[value=approve]")
    picture(visit, f"decided-{tongue}")
    assert penalties(late) == charged - charged // 2
    visit.page.context.clear_cookies(name="sessionid")
    visit.sign_in()
    visit.page.goto(receipt)
    assert "Hospital papers seen" in visit.page.locator("main").inner_text()
    picture(visit, f"settled-{tongue}")


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP)], indirect=True, ids=["ar", "en"])
def test_a_debt_is_paid_in_parts_and_the_account_shows_the_plan(
    visit: Visit, branch: Branch, late: int, request: pytest.FixtureRequest
) -> None:
    tongue = request.node.callspec.id
    visit.sign_in()
    ask(visit, late, "payments.pay_in_instalments", parts="months-3", guarantee="none")
    picture(visit, f"plan-{tongue}")
    visit.go("/party/")
    visit.press(f"button[value='{late}']")
    visit.go("/account/")
    picture(visit, f"account-{tongue}")
    assert visit.page.locator(".tiles a[href*='instalment_plan']").count() == 1
