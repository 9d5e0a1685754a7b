"""The staff's pages carry no client: whatever is asked comes by another channel, and is only
settled here.
"""

from __future__ import annotations

from tests.contract.nothing import can_play, play

__all__ = ["can_play", "play"]
