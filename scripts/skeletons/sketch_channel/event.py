"""What a request means."""

from __future__ import annotations

from collections.abc import Mapping

from guichet.channels.sketch.capabilities import asked
from guichet.dialogue.turn import Confirmed, Event, Filled
from guichet.engine.service import Service

_LONGEST = 4_000  # characters of one value
_LONGEST_CODE = 12


def filled(service: type[Service], given: Mapping[str, str]) -> Event:
    """A page of fields; what the service does not ask for is left out."""
    return Filled({name: given[name][:_LONGEST] for name in asked(service) if name in given})


def confirmed(given: Mapping[str, str]) -> Event:
    """Yes, with the code that was sent; without one, it is sent."""
    return Confirmed(given.get("code", "")[:_LONGEST_CODE])
