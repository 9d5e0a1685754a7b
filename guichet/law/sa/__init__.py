"""Saudi social insurance: Royal Decrees M/33, M/18 and M/273 and their regulations."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from guichet.law.parameters import Parameters, load

_FOLDER = Path(__file__).parent / "parameters"


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The dated numbers of the Saudi law, read once."""
    return load(_FOLDER)
