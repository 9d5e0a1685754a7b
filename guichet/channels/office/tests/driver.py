"""The staff's pages carry no client: whatever is asked comes by another channel, and is only settled here."""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.world import Played, World


def can_play(world: World, service: str) -> bool:
    """Nothing that a client asks."""
    return False


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Never called."""
    raise NotImplementedError(service)
