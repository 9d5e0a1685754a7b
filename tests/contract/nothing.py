"""The driver of a channel that carries no signed-in client, and so no service as such."""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.world import Played, World


def can_play(world: World, service: str) -> bool:
    """No service."""
    return False


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Nobody calls it, because nothing can be played."""
    raise LookupError(service)
