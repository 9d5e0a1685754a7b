"""The kiosk under a finger: portrait and landscape, both directions, high contrast, silence, and
how many seconds of touches.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from guichet.channels.web.tests.conftest import Branch, branch
from guichet.domain.contact import cards, commands
from guichet.domain.reception import queue
from guichet.domain.registry.tests import seeds
from tests.journeys.conftest import found_by_axe, patient

__all__ = ["branch"]
pytestmark = pytest.mark.django_db(transaction=True)

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
PIN = "274951"
# Keystroke-level model: a thought before each touch that is a choice, the reach of the hand, the
# touch; within a number the finger is there already and only goes to the next key. The machine's
# own answer is measured elsewhere.
THINK, REACH, TOUCH, NEXT_KEY = 1.2, 0.4, 0.2, 0.4
MOST_SECONDS = 30.0
# Where pictures go, to be looked at; nowhere by default.
PICTURES = os.environ.get("GUICHET_PICTURES")


@dataclass
class Finger:
    """Touches only, and counts them."""

    page: Page
    base: str
    seconds: float = 0.0
    touches: int = 0
    small: list[str] = field(default_factory=list)

    def touch(self, selector: str, *, leads: bool = True) -> None:
        """A choice."""
        self.seconds += THINK + REACH + TOUCH
        self.touches += 1
        target = self.page.locator(selector).first
        if leads:
            with self.page.expect_navigation():
                target.click()
        else:
            target.click()

    def key_in(self, digits: str) -> None:
        """A number known by heart: one thought, then key after key."""
        self.seconds += THINK + len(digits) * NEXT_KEY
        self.touches += len(digits)
        for digit in digits:
            self.page.locator(f'[data-k="{digit}"]').click()

    def sign_in(self, language: str) -> None:
        """From the first page to the list."""
        self.page.goto(f"{self.base}/kiosk/")
        self.touch(f'button[value="{language}"]')
        self.key_in(str(seeds.OWNER))
        self.key_in(PIN)
        self.touch("main form:not(#leave) .btn.xl:not(.ghost)")

    def look_over(self, name: str) -> None:
        """Nothing for axe, nothing cut off, nothing smaller than a fingertip, and a picture if
        wanted.
        """
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")
        found = found_by_axe(self.page)
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert self.page.evaluate(wide) <= 0, name
        small = """[...document.querySelectorAll('button, a.btn, .ktiles a')]
            .filter(e => e.checkVisibility())
            .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([_, r]) => r.height < 60 || r.width < 60).map(([t]) => t)"""
        assert self.page.evaluate(small) == [], name


@pytest.fixture
def finger(
    branch: Branch, browser: Browser, live_server: Any, settings: Any, tmp_path: Path
) -> Iterator[Callable[..., Finger]]:
    """A kiosk of a size; its printer is a file."""
    settings.KIOSK_PRINTER = f"file://{tmp_path}/slips"
    settings.KIOSKS = []
    commands.set_pin(branch.owner, PIN, now=timezone.now())
    opened = []

    def touch(size: tuple[int, int], *, clock: bool = False) -> Finger:
        width, height = size
        context = patient(
            browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
        )
        opened.append(context)
        page = context.new_page()
        if clock:
            page.clock.install()
        return Finger(page, live_server.url)

    yield touch
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("language", "size"), [("ar", PORTRAIT), ("en", LANDSCAPE), ("fr", PORTRAIT), ("ar", LANDSCAPE)]
)
def test_a_balance_on_paper_takes_half_a_minute_of_touches(
    finger: Callable[..., Finger],
    branch: Branch,
    tmp_path: Path,
    language: str,
    size: tuple[int, int],
) -> None:
    hand = finger(size)
    name = f"{language}-{size[0]}"
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.look_over(f"start-{name}")
    hand.page.locator(f'button[value="{language}"]').click()
    hand.page.locator('[data-k="1"]').click()
    hand.look_over(f"sign-in-{name}")
    hand.sign_in(language)
    hand.look_over(f"services-{name}")
    hand.touch('a[href$="account.balance/"]')
    hand.look_over(f"question-{name}")
    hand.touch(f'button[value="{branch.establishment}"]')
    hand.look_over(f"receipt-{name}")
    hand.touch('form[action$="print/"] button')
    assert (tmp_path / "slips").stat().st_size > 1000
    hand.touch(".khead button")
    assert hand.page.url.endswith("?ended")
    assert hand.touches == 22
    assert hand.seconds < MOST_SECONDS, hand.seconds
    hand.look_over(f"end-{name}")
    hand.page.go_back()  # the browser has no copy, and asking anew leads to the start
    hand.page.wait_for_load_state("networkidle")
    assert str(branch.establishment) not in hand.page.content()
    kept = "[localStorage.length, sessionStorage.length]"
    assert hand.page.evaluate(kept) == [0, 0]


def test_a_change_is_read_back_with_its_slips_told_in_contrast(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger(PORTRAIT)
    hand.sign_in("ar")
    hand.page.locator(".ktools [aria-pressed]").click()
    assert hand.page.locator("html").get_attribute("data-contrast") == "high"
    hand.page.wait_for_load_state("networkidle")
    hand.touch('a[href$="registry.change_wage/"]')
    hand.look_over("contrast-ar")
    hand.touch(f'button[value="{branch.establishment}"]')
    hand.key_in("123")
    hand.touch("#typed .btn:not(.ghost)")
    hand.look_over("slip-ar")
    hand.touch('[data-k="clear"]', leads=False)
    hand.key_in(str(branch.worker))
    hand.touch("#typed .btn:not(.ghost)")
    hand.key_in("9000")
    hand.touch("#typed .btn:not(.ghost)")
    hand.look_over("check-ar")


def test_silence_is_asked_about_and_then_wipes(finger: Callable[..., Finger]) -> None:
    hand = finger(PORTRAIT, clock=True)
    hand.sign_in("en")
    hand.page.clock.run_for(39_000)
    dialog = hand.page.locator("dialog")
    dialog.wait_for(state="visible")
    hand.look_over("idle-en")
    hand.page.locator("[data-more]").click()
    dialog.wait_for(state="hidden")
    hand.page.clock.run_for(39_000)
    dialog.wait_for(state="visible")
    with hand.page.expect_navigation():
        hand.page.clock.run_for(20_000)
    assert hand.page.url.endswith("/kiosk/")
    hand.page.goto(f"{hand.base}/kiosk/services/")
    assert hand.page.url.endswith("/kiosk/")


def test_a_lost_connection_is_said_and_taken_back(finger: Callable[..., Finger]) -> None:
    hand = finger(PORTRAIT)
    hand.sign_in("en")
    hand.page.context.set_offline(True)
    hand.page.locator(".koffline").wait_for(state="visible")
    hand.page.context.set_offline(False)
    hand.page.locator(".koffline").wait_for(state="hidden")


def test_another_language_in_the_middle_keeps_the_place(
    finger: Callable[..., Finger], branch: Branch
) -> None:
    hand = finger(PORTRAIT)
    hand.sign_in("en")
    hand.touch('a[href$="registry.change_wage/"]')
    hand.touch(f'button[value="{branch.establishment}"]')
    hand.key_in("123")
    hand.touch('.ktools button[value="ar"]')
    assert hand.page.locator("html").get_attribute("dir") == "rtl"
    assert hand.page.locator('input[name="worker"]').input_value() == "123"
    hand.look_over("language-ar")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_card_is_read_like_typing_and_the_pin_keyed_in(
    finger: Callable[..., Finger], branch: Branch, language: str
) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    secret = cards.issue(branch.owner, timezone.now())
    hand = finger(PORTRAIT)
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch(f'button[value="{language}"]')
    hand.look_over(f"sign-in-ways-{language}")
    hand.touch('a[href$="/kiosk/card/"]')
    hand.look_over(f"card-{language}")
    hand.page.keyboard.type(secret)  # a reader types, and ends with Enter
    with hand.page.expect_navigation():
        hand.page.keyboard.press("Enter")
    hand.look_over(f"card-pin-{language}")
    hand.key_in(PIN)
    hand.touch("#here .btn.xl:not(.ghost)")
    assert hand.page.url.endswith("/kiosk/services/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_number_for_the_staff(
    finger: Callable[..., Finger], branch: Branch, language: str
) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    hand = finger(PORTRAIT)
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch(f'button[value="{language}"]')
    hand.touch('a[href$="/kiosk/ticket/"]')
    hand.look_over(f"ticket-{language}")
    hand.touch(".kbig")
    hand.look_over(f"ticket-given-{language}")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_the_board_of_the_hall_renews_itself(
    finger: Callable[..., Finger], branch: Branch, size: tuple[int, int]
) -> None:
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    place, now = queue.branch_of(101), timezone.now()
    for _ in range(3):
        queue.issue(place, now=now)
    queue.call_next(place, branch.rival, now, "2")
    hand = finger(size, clock=True)
    hand.page.goto(f"{hand.base}/kiosk/board/")
    queue.call_next(place, branch.owner, now, "4")
    hand.page.clock.run_for(4_500)
    hand.page.locator("tbody tr").nth(1).wait_for()
    assert hand.page.locator("tbody tr").first.inner_text().split() == ["2", "4"]
    hand.look_over(f"board-{size[0]}")
