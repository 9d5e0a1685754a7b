"""The contract suite's institution, with a kiosk whose printer is a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.domain.contact import commands
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
MOBILE, PIN = "+966500000001", "274951"


@pytest.fixture
def hall(world: World, settings: Any, tmp_path: Path) -> World:
    """The owner has a mobile and a PIN; texts lie in a folder, and what was printed in
    ``slips``.
    """
    settings.HANDSETS = tmp_path / "handsets"
    settings.CODE_COURIER = "guichet.domain.contact.backends.handset.deliver"
    settings.KIOSK_PRINTER = f"file://{tmp_path}/slips"
    settings.KIOSKS = []
    commands.register_mobile(world.account, MOBILE, now=NOW)
    commands.set_pin(world.account, PIN, now=NOW)
    return world
