"""The kiosk under what nobody meant it for: a narrow screen, a stray card, a lost connection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guichet.channels.web.tests.conftest import Branch, branch
from guichet.domain.reception import queue
from tests.journeys.test_kiosk import PICTURES, PORTRAIT, Finger, finger

__all__ = ["branch", "finger"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_screen_bears_the_pages_without_sliding(
    finger: Callable[..., Finger], branch: Branch, language: str
) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    hand = finger((390, 844))

    def wide(name: str) -> int:
        if PICTURES:
            hand.page.screenshot(path=f"{PICTURES}/narrow-{name}-{language}.png", full_page=True)
        return int(
            hand.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    hand.page.goto(f"{hand.base}/kiosk/")
    found = {"start": wide("start")}
    hand.touch(f'button[value="{language}"]')
    for name in ("sign-in", "card", "ticket"):
        hand.page.goto(f"{hand.base}/kiosk/{name}/")
        found[name] = wide(name)
    hand.page.goto(f"{hand.base}/kiosk/nowhere/")
    found["lost"] = wide("lost")
    assert {name: more for name, more in found.items() if more > 0} == {}


def test_a_card_read_where_none_is_asked_for_types_nothing(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger(PORTRAIT)
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch('button[value="en"]')
    address = hand.page.url
    hand.page.focus("#number")
    hand.page.keyboard.type("GQabcdefgh")
    hand.page.keyboard.press("Enter")
    assert hand.page.input_value("#number") == "" and hand.page.url == address


def test_without_a_connection_a_touch_goes_nowhere_and_waits_for_it(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger(PORTRAIT)
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch('button[value="en"]')
    address = hand.page.url
    hand.page.context.set_offline(True)
    hand.page.fill("#number", "1000000123")
    hand.page.locator('a[href$="/kiosk/card/"]').click()
    hand.page.locator("#here .btn.xl:not(.ghost)").click()
    assert hand.page.url == address and hand.page.locator("[data-offline]").is_visible()
    assert hand.page.input_value("#number") == "1000000123"
    hand.page.context.set_offline(False)
    hand.page.locator("[data-offline]").wait_for(state="hidden")
    hand.touch('a[href$="/kiosk/card/"]')
    assert hand.page.url.endswith("/kiosk/card/")
