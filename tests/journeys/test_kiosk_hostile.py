"""The kiosk under what nobody meant it for: a narrow screen, a stray card, a lost connection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guichet.channels.web.tests.conftest import Branch, branch
from guichet.domain.reception import queue
from tests.journeys.test_kiosk import PICTURES, PORTRAIT, Finger, finger

__all__ = ["branch", "finger"]
pytestmark = pytest.mark.django_db(transaction=True)


def at_sign_in(finger: Callable[..., Finger]) -> tuple[Finger, str]:
    """A finger before the box of the number, in English, and where that is."""
    hand = finger(PORTRAIT)
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch('button[value="en"]')
    return hand, hand.page.url


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
    hand, address = at_sign_in(finger)
    hand.page.focus("#number")
    hand.page.keyboard.type("GQabcdefgh")
    hand.page.keyboard.press("Enter")
    assert hand.page.input_value("#number") == "" and hand.page.url == address


def test_without_a_connection_a_touch_goes_nowhere_and_waits_for_it(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand, address = at_sign_in(finger)
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


def test_by_keypad_nothing_of_a_long_receipt_passes_unseen(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger((1080, 360))
    hand.sign_in("en")
    hand.touch('a[href$="account.balance/"]')
    hand.touch(f'button[value="{branch.establishment}"]')
    page = hand.page
    length = page.evaluate("document.scrollingElement.scrollHeight")
    assert length > 3 * 360, "the receipt is no longer than the screen"
    seen, furthest = 0, 0
    for _ in range(60):
        top = int(page.evaluate("scrollY"))
        assert top <= seen, f"what lies between {seen} and {top} was never on the screen"
        seen = max(seen, top + 360)
        furthest = max(furthest, top)
        if furthest + 362 >= length:
            break
        page.keyboard.press("ArrowDown")
    assert furthest + 362 >= length, f"only the first {seen} of {length} are reached"
    for _ in range(60):
        if page.locator(".khead button").first.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("ArrowUp")
    raise AssertionError("the way out is not reached by arrows")
