"""An owner appoints a clerk in a browser, the clerk acts and is ended, and both read who looked."""

from __future__ import annotations

import pytest

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.identity import commands as identity
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit, shown_a_second_factor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]

APPOINT = "/services/mandates.appoint_delegate/"


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP), ("fr", NARROW)], indirect=True)
def test_an_owner_appoints_a_clerk_who_acts_until_ended(visit: Visit, branch: Branch) -> None:
    identity.open_account(
        username="clerk",
        password=PASSWORD,
        name_ar="كاتب",
        name_latin="Clerk",
        person_number=branch.newcomer,
    )
    page = visit.page
    visit.sign_in()
    shown_a_second_factor(visit)
    visit.go("/delegates/")
    visit.look_over()
    visit.press(".pagehead .btn")
    visit.look_over()
    visit.press("form .actions .btn")  # nobody named, no right ticked
    assert page.locator(".errsum li").count() >= 2
    visit.look_over()
    page.fill("#id_delegate", str(branch.newcomer))
    page.check("input[name=rights][value=view]")
    page.check("input[name=rights][value=wages]")
    visit.press("form .actions .btn")
    visit.look_over()
    visit.press(".sign .btn")
    assert page.locator(".done.accepted").count() == 1
    _as_clerk_who_looks(visit, branch)
    visit.sign_in()
    visit.go("/looked/")
    assert page.locator("tbody tr").count() >= 1
    visit.look_over()
    visit.go("/delegates/")
    visit.press("a[href*=end_delegate]")
    visit.press("form .actions .btn")
    visit.press(".sign .btn")
    visit.go("/delegates/")
    assert page.locator("a[href*=end_delegate]").count() == 0
    visit.look_over()


def _as_clerk_who_looks(visit: Visit, branch: Branch) -> None:
    """The clerk signs in elsewhere, finds the establishment to act for, and looks at its
    workers.
    """
    visit.page.context.clear_cookies(name="sessionid")
    visit.sign_in("clerk")
    visit.go("/party/")
    visit.look_over()
    visit.go("/workers/")
    assert visit.page.get_by_text(str(branch.worker)).count() == 1
    visit.page.context.clear_cookies(name="sessionid")
