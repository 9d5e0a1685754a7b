"""The staff's journey of money going out, looked over page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.identity.staff import GATHER, RELEASE
from guichet.domain.identity.tests.staffing import GATHERER, RELEASER, member
from guichet.domain.payouts import batches, dispatch
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.world import NOW, give, order, wanted
from guichet.engine import store
from tests.journeys.conftest import DESKTOP, PHONE, Visit, show_an_app, shown_a_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP)], indirect=True)
def test_what_waits_is_gathered_and_what_comes_back_is_decided(
    visit: Visit, branch: Branch, settings: Any, tmp_path: Path
) -> None:
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = "SA0380000000608010167519", str(tmp_path)
    member(
        "accountant",
        GATHER,
        password=PASSWORD,
        name_ar="محاسب",
        name_latin="Accountant",
        language="ar",
    )
    give(branch.establishment, 500_00)
    order(wanted(branch.establishment, 300_00))
    visit.sign_in("accountant")
    visit.go("/office/payouts/")
    visit.look_over()
    visit.press("main form .btn")
    assert visit.page.locator("[name='release']").count() == 0
    visit.look_over()
    batch = int(store.value("SELECT max(id) FROM payouts_batch"))
    batches.release(batch, RELEASER, NOW)
    dispatch.send(NOW)
    (file,) = tmp_path.glob("*.xml")
    transfer = store.value("SELECT max(id) FROM payouts_transfer")
    take_answer(
        answer(file.name.removesuffix(".pain.001.xml"), {f"GUICHET-T{transfer}": "AC04"}), NOW
    )
    visit.go("/office/payouts/")
    visit.look_over()
    visit.go("/office/payouts/back/")
    visit.look_over()
    visit.press("tbody a")
    visit.look_over()
    visit.page.check("[value='credit']")
    visit.page.fill("#note", "Letter of 3 November")
    shown_a_second_factor(visit)
    visit.press(".formcard .btn")
    assert visit.page.locator(".empty").count() == 1
    visit.look_over()


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP)], indirect=True)
def test_who_releases_shows_a_second_factor_and_comes_back_to_the_batch(
    visit: Visit, branch: Branch, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.PAYOUT_ACCOUNT = "SA0380000000608010167519"
    member(
        "treasurer",
        RELEASE,
        password=PASSWORD,
        name_ar="أمين",
        name_latin="Treasurer",
        language="ar",
    )
    give(branch.establishment, 500_00)
    order(wanted(branch.establishment, 300_00))
    batch = batches.gather(GATHERER, NOW)
    visit.sign_in("treasurer")
    visit.go(f"/office/payouts/{batch}/")
    visit.press("[name='release']")
    assert "/prove/" in visit.page.url and _released() is None
    visit.look_over()
    show_an_app(visit)
    assert visit.page.url.endswith(f"/office/payouts/{batch}/")
    assert visit.page.locator(".note.success[role=status]").count() == 1
    visit.look_over()
    visit.press("[name='release']")
    assert visit.page.url.endswith("/office/payouts/") and _released() is not None
    visit.look_over()


def _released() -> Any:
    return store.value("SELECT max(released_at) FROM payouts_batch")
