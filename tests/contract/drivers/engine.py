"""No channel at all: the engine's own door, which every channel must agree with."""

from __future__ import annotations

from collections.abc import Mapping

from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from tests.contract.world import Played, World


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Ask at once."""
    return told(perform(service, given, world.context(service, "engine")))


def told(answer: Answer) -> Played:
    """What an answer comes to; the codes only of a refusal, because only those are shown
    everywhere.
    """
    codes = {f.code for f in answer.errors} if answer.outcome is Outcome.REFUSED else set()
    return Played(answer.outcome.value, frozenset(codes), answer.repeated)
