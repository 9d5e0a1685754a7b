"""The counter in a browser: a ticket, the client, their consent, a service, the receipt, the end;
large and in a hand, both directions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.contact import commands as contact
from guichet.domain.contact.backends import handset
from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import member
from guichet.domain.reception import queue
from guichet.domain.registry.tests import seeds
from tests.journeys.conftest import PHONE, Visit, patient
from tests.journeys.test_every_page import look

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOBILE, LARGE = "+966500000001", (1920, 1080)


@pytest.fixture
def clerk(branch: Branch, settings: Any, tmp_path: Path) -> Any:
    """A clerk of a branch where two people wait; the owner has a mobile."""
    settings.HANDSETS = tmp_path / "handsets"
    settings.CODE_COURIER = f"{handset.__name__}.deliver"
    now = timezone.now()
    contact.register_mobile(branch.owner, MOBILE, now=now)
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    account = member(
        "clerk",
        staff.COUNTER,
        place=101,
        password=PASSWORD,
        name_ar="سارة العتيبي",
        name_latin="Sara Al-Otaibi",
        language="ar",
    )
    for wanted in ("registry.change_wage", ""):
        queue.issue(queue.branch_of(101), service=wanted, now=now)
    return account


@pytest.mark.parametrize("visit", [("ar", LARGE), ("en", PHONE), ("fr", PHONE)], indirect=True)
def test_a_client_is_served_from_the_ticket_to_the_end(
    visit: Visit, branch: Branch, clerk: Any
) -> None:
    page = visit.page
    visit.sign_in("clerk")
    visit.go("/counter/")
    look(visit, "counter-desk")
    visit.press("form[action='/counter/next/'] button")
    visit.press("a[href='/counter/client/']")
    look(visit, "counter-client")
    page.fill("#id_person", "1")
    visit.press(".formcard .btn")
    look(visit, "counter-client-wrong")
    page.fill("#id_person", str(seeds.OWNER))
    visit.press(".formcard .btn")
    look(visit, "counter-consent")
    visit.press("button[value='send']")
    page.fill("#id_code", (handset.newest(MOBILE) or "").partition(" ")[0])
    look(visit, "counter-code")
    visit.press("button[value='code']")
    look(visit, "counter-sitting")
    visit.press("a[href$='registry.change_wage/']")
    look(visit, "counter-service")
    page.check(f"input[name=establishment][value='{branch.establishment}']")
    page.fill("#id_worker", str(branch.worker))
    page.fill("#id_basic", "9100")
    visit.press("button[value='check']")
    look(visit, "counter-check")
    visit.press("button[value='send']")
    look(visit, "counter-receipt")
    assert page.locator("section.done.accepted").count() == 1
    visit.press(".actions a.btn")
    look(visit, "counter-done")
    visit.press("form[action='/counter/end/'] button")
    assert page.locator(".note.success").count() == 1
    visit.go("/counter/figures/")
    look(visit, "counter-figures")
    visit.go("/counter/sitting/")
    assert page.url.endswith("/counter/")


DESK = (1280, 800)


@pytest.mark.parametrize(
    "visit", [("ar", DESK), ("en", PHONE), ("en", DESK), ("ar", PHONE)], indirect=True
)
def test_a_client_gets_a_mobile_a_first_pin_and_a_card(
    visit: Visit, branch: Branch, clerk: Any
) -> None:
    page, new = visit.page, "+966512345678"
    member(
        "other",
        staff.COUNTER,
        place=101,
        password=PASSWORD,
        name_ar="زميل",
        name_latin="A colleague",
        language="ar",
    )
    visit.sign_in("clerk")
    visit.go("/counter/client/")
    page.fill("#id_person", str(seeds.OWNER))
    visit.press(".formcard .btn")
    page.fill("#id_reference", "CF-2026-00123")
    visit.press("button[value='paper']")
    visit.press("a[href='/counter/means/']")
    look(visit, "counter-means")
    page.fill("#id_number", "1")
    page.fill("#id_expires", "2030-06-30")
    visit.press("button[value='document']")
    look(visit, "counter-document-wrong")
    page.fill("#id_number", str(seeds.OWNER))
    page.fill("#id_expires", "2030-06-30")
    visit.press("button[value='document']")
    look(visit, "counter-means-colleague")
    assert page.locator("#id_mobile").count() == 0
    _look_as_colleague(visit)
    visit.go("/counter/means/")
    page.fill("#id_mobile", "0512345678")
    page.fill("#id_password", PASSWORD)
    visit.press("button[value='mobile']")
    look(visit, "counter-means-code")
    page.fill("#id_code", (handset.newest(new) or "").partition(" ")[0])
    visit.press("button[value='code']")
    look(visit, "counter-means-mobile")
    page.fill("#id_pin_password", PASSWORD)
    visit.press("button[value='pin']")
    pin = (handset.newest(new) or "").partition(" ")[0]
    assert len(pin) == 6 and pin not in page.content()
    page.fill("#id_card_password", PASSWORD)
    visit.press("button[value='card']")
    look(visit, "counter-means-card")
    assert page.locator("[data-print]").is_visible()


def _look_as_colleague(visit: Visit) -> None:
    """In another browser, as it is another desk."""
    mine, browser = visit.page, visit.page.context.browser
    assert browser is not None
    desk = patient(browser.new_context(viewport=mine.viewport_size, reduced_motion="reduce"))
    language = mine.locator("html").get_attribute("lang") or "ar"
    desk.add_cookies([{"name": "django_language", "value": language, "url": visit.base}])
    theirs = Visit(desk.new_page(), visit.base, [])
    theirs.sign_in("other")
    theirs.go("/counter/")
    look(theirs, "counter-desk-second")
    theirs.press("a[href^='/counter/second/']")
    theirs.page.fill("#id_number", str(seeds.OWNER))
    theirs.page.fill("#id_password", PASSWORD)
    look(theirs, "counter-second")
    theirs.press(".formcard .btn")
    assert theirs.page.locator(".note.success").count() == 1
    desk.close()


@pytest.mark.parametrize("visit", [("en", LARGE)], indirect=True)
def test_the_keyboard_alone_serves_a_client(visit: Visit, branch: Branch, clerk: Any) -> None:
    page = visit.page
    visit.sign_in("clerk")
    visit.go("/counter/client/")
    page.locator("#id_person").focus()
    page.keyboard.type(str(seeds.OWNER))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#id_reference").focus()
    page.keyboard.type("CF-2026-00123")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/counter/sitting/")
