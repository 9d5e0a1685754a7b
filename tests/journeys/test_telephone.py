"""Somebody registers a mobile and a telephone PIN in Chromium, slips included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.channels.web.tests.conftest import PASSWORD
from guichet.domain.contact.backends import handset
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("visit", [("ar", PHONE), ("en", DESKTOP), ("fr", NARROW)], indirect=True)
def test_mobile_and_pin_are_registered_after_a_slip(
    visit: Visit, settings: Any, tmp_path: Path
) -> None:
    settings.HANDSETS = tmp_path
    settings.CODE_COURIER = "guichet.domain.contact.backends.handset.deliver"
    page = visit.page
    visit.sign_in()
    visit.go("/voice/mine/")
    visit.look_over()
    page.fill("#id_mobile", "0512")
    page.fill("#id_password", PASSWORD)
    visit.press("form:has(#id_mobile) .btn")
    assert page.evaluate("document.activeElement.className") == "errsum"
    visit.look_over()
    page.fill("#id_mobile", "0512345678")
    page.fill("#id_password", PASSWORD)
    visit.press("form:has(#id_mobile) .btn")
    visit.look_over()
    page.fill("#id_code", (handset.newest("+966512345678") or "").partition(" ")[0])
    visit.press("form:has(#id_code) .btn")
    assert page.locator(".tiles .good").count() == 1
    for name in ("#id_pin", "#id_again"):
        page.fill(name, "274951")
    page.fill("#id_pin_password", PASSWORD)
    visit.press("form:has(#id_pin) .btn")
    assert page.locator(".tiles .good").count() == 2
    visit.look_over()
