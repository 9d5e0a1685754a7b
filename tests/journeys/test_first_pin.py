"""A first PIN that a branch texted is exchanged at the kiosk for one that nobody else knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.registry.tests import seeds
from tests.journeys.test_kiosk import LANDSCAPE, PORTRAIT, Finger, finger

__all__ = ["finger"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_first_pin_is_exchanged_on_the_keys(
    finger: Callable[..., Finger],
    branch: Branch,
    settings: Any,
    tmp_path: Path,
    language: str,
    size: tuple[int, int],
) -> None:
    settings.HANDSETS = tmp_path / "handsets"
    settings.CODE_COURIER = f"{handset.__name__}.deliver"
    mobile = commands.register_mobile(branch.owner, "0500000001", now=timezone.now())
    commands.send_first_pin(branch.owner, now=timezone.now())
    hand, forward = finger(size), "main form:not(#leave) .btn.xl:not(.ghost)"
    hand.page.goto(f"{hand.base}/kiosk/")
    hand.touch(f'button[value="{language}"]')
    hand.key_in(str(seeds.OWNER))
    hand.key_in((handset.newest(mobile) or "").partition(" ")[0])
    hand.touch(forward)
    hand.key_in("384951")
    hand.key_in("384952")
    hand.look_over(f"choose-pin-{language}-{size[0]}")
    hand.touch(forward)
    hand.look_over(f"choose-pin-differ-{language}-{size[0]}")
    hand.key_in("384951")
    hand.key_in("384951")
    hand.touch(forward)
    assert hand.page.url.endswith("/kiosk/services/")
