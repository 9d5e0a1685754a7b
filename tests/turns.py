"""What is tried in every way, and what takes turns.

Services times channels times those who may not: the product of them grows far faster than the
catalogue does. What one place decides for all of them is therefore tried there each time, and on
the rest by turns that are always the same ones. ``make test EVERY=1`` tries everything.
"""

from __future__ import annotations

import os

EVERY = bool(os.environ.get("EVERY"))


def has_turn(place: int, turn: int, of: int) -> bool:
    """Whether the one at ``place`` works at this ``turn``, where ``of`` share the work."""
    return EVERY or (place + turn) % of == 0
