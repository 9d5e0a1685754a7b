"""An acquirer carries no signed-in client, so no service of the catalogue: it inquires by reference
and tells of payments.

What it does carry is played by `test_host` with a client in a process of its own.
"""

from __future__ import annotations

from tests.contract.nothing import can_play, play

__all__ = ["can_play", "play"]
