"""How much of the traffic a provider gets: its weight, halved by each failure, regained with time
and with successes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

_MOST = 6.0  # at most 1/64 of its weight: it keeps being tried, so that its recovery is noticed
_REGAINED_S = 60.0  # a halving is forgotten after so long


@dataclass
class Health:
    """One provider's."""

    name: str
    weight: int
    penalty: float = 0.0
    at: float = 0.0

    def share(self, now: float) -> float:
        """Its weight at a moment (of a monotonic clock)."""
        return self.weight * 0.5 ** self._left(now)

    def succeeded(self, now: float) -> None:
        """A text was taken."""
        self._set(self._left(now) - 0.1, now)

    def failed(self, now: float) -> None:
        """A text was not taken."""
        self._set(self._left(now) + 1, now)

    def reported(self, now: float, *, delivered: bool) -> None:
        """A report came. One mobile that is off says little of a provider, many say much."""
        self._set(self._left(now) + (-0.05 if delivered else 0.15), now)

    def _left(self, now: float) -> float:
        return max(0.0, self.penalty - (now - self.at) / _REGAINED_S)

    def _set(self, penalty: float, now: float) -> None:
        self.penalty, self.at = min(max(penalty, 0.0), _MOST), now


def order(healths: Sequence[Health], now: float, draw: random.Random, last: str = "") -> list[str]:
    """Providers in the order a text tries them: drawn by their shares; the one that failed it
    before comes last.
    """
    left = [(h.name, max(h.share(now), 1e-9)) for h in healths if h.weight > 0]
    drawn: list[str] = []
    while left:
        pick = draw.choices(left, weights=[share for _, share in left])[0]
        left.remove(pick)
        drawn.append(pick[0])
    return sorted(drawn, key=lambda name: bool(last) and name == last)
