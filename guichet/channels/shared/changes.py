"""What a rehearsal would change: how many of each, and amounts, which are told as text like all
amounts.
"""

from __future__ import annotations

from collections.abc import Mapping

from guichet.lib.money import plain_amount

# Sums in minor units among the counts of people and wages.
AMOUNTS = frozenset({"contribution_before", "contribution_due"})


def as_told(changes: Mapping[str, int]) -> dict[str, int | str]:
    """Counts as numbers, amounts as text: ``{"joins": 1, "contribution_due": "940.02"}``."""
    return {
        name: plain_amount(count) if name in AMOUNTS else count for name, count in changes.items()
    }
