"""An acquirer carries no signed-in client, so no service of the catalogue as such: it inquires and pays by reference.

What it does carry is played by `test_host` with a client in a process of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.world import Played, World


def can_play(world: World, service: str) -> bool:
    """Nothing that asks for a mandate."""
    return False


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Never called."""
    raise NotImplementedError(service)
