"""A kiosk served by its keypad alone, however early somebody keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guichet.channels.web.tests.conftest import Branch, branch
from guichet.domain.registry.tests import seeds
from tests.journeys.test_kiosk import PIN, PORTRAIT, Finger, finger

__all__ = ["branch", "finger"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_keypad_alone_reaches_the_receipt(finger: Callable[..., Finger], branch: Branch) -> None:
    """Digits, Enter and arrows, as a tactile keypad has them; nothing is touched."""
    hand = finger(PORTRAIT)
    page, keys = hand.page, hand.page.keyboard

    def go_to(selector: str) -> None:
        for _ in range(60):
            if page.locator(selector).first.evaluate("e => e === document.activeElement"):
                return
            keys.press("ArrowDown")
        raise AssertionError(f"{selector} is not reached by arrows")

    def enter() -> None:
        with page.expect_navigation():
            keys.press("Enter")

    page.goto(f"{hand.base}/kiosk/")
    go_to('button[value="en"]')
    enter()
    keys.type(str(seeds.OWNER))
    go_to("#pin")
    keys.type(PIN)
    enter()
    go_to('a[href$="account.balance/"]')
    enter()
    go_to(f'button[value="{branch.establishment}"]')
    enter()
    assert page.url.endswith("/kiosk/receipt/")
    go_to(".khead button")
    enter()
    assert page.url.endswith("?ended")


def test_what_is_keyed_before_the_page_has_its_focus_is_not_lost(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger(PORTRAIT)
    page = hand.page
    page.goto(f"{hand.base}/kiosk/")
    hand.touch('button[value="en"]')
    for address, box, typed in (("sign-in", "number", "1000000123"), ("card", "card", "GQab12")):
        page.goto(f"{hand.base}/kiosk/{address}/")
        page.evaluate("document.activeElement.blur()")  # as before the browser has put it
        page.keyboard.type(typed)
        assert page.input_value(f"#{box}") == typed
