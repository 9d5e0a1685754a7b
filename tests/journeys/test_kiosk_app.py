"""The national identity app at a kiosk: the page notices by itself that the number was picked, and
silence wipes all the same.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.identity_provider.state import Provider
from demo.population import a_living
from guichet.channels.shared.tests.identity_app import provider
from guichet.channels.web.tests.conftest import branch
from tests.journeys.test_kiosk import LANDSCAPE, PORTRAIT, Finger, finger

__all__ = ["branch", "finger", "provider"]
pytestmark = pytest.mark.django_db(transaction=True)
SOMEBODY = str(a_living(41))
GO = "#here .btn.xl:not(.ghost)"


def shown(hand: Finger, provider: Provider, language: str, name: str) -> None:
    """Up to the two digits."""
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch(f'button[value="{language}"]')
    hand.touch('a[href$="/kiosk/app/"]')
    hand.look_over(f"app-{name}")
    hand.key_in(SOMEBODY)
    hand.touch(GO)
    hand.look_over(f"digits-{name}")
    assert hand.page.inner_text(".kdigits") == provider.on_telephone(SOMEBODY)[0].number


@pytest.mark.parametrize(
    ("language", "size"),
    [("ar", PORTRAIT), ("en", LANDSCAPE), ("fr", PORTRAIT), ("ar", (1280, 900))],
)
def test_the_number_picked_leads_on_by_itself(
    finger: Callable[..., Finger], provider: Provider, language: str, size: tuple[int, int]
) -> None:
    hand, name = finger(size), f"{language}-{size[0]}"
    shown(hand, provider, language, name)
    hand.touch(GO)
    hand.look_over(f"waits-{name}")
    waiting = provider.on_telephone(SOMEBODY)[0]
    provider.decide(waiting.id, waiting.number)
    hand.page.wait_for_url("**/kiosk/services/")
    assert SOMEBODY not in hand.page.content()


def test_silence_wipes_while_the_app_is_waited_for(
    finger: Callable[..., Finger], provider: Provider
) -> None:
    hand = finger(PORTRAIT, clock=True)
    shown(hand, provider, "en", "silence")
    hand.page.clock.run_for(41_000)
    hand.page.locator("dialog").wait_for(state="visible")
    hand.page.clock.run_for(20_000)
    hand.page.wait_for_url("**/kiosk/")
    waiting = provider.on_telephone(SOMEBODY)[0]
    provider.decide(waiting.id, waiting.number)
    hand.page.goto(f"{hand.base}/kiosk/services/")
    assert hand.page.url.endswith("/kiosk/")
