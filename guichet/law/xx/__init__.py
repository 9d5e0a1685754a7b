"""A country that does not exist: what a second country asks of the rules when it is as unlike the
first as real ones are.

Three decimals, classes of wages, ceilings by cohort, a due day by head count, a rate cut for three
months; numbers of persons of eleven digits, no Hijri days. Its law is made up;
`docs/tutorials/add-a-country.md` makes a smaller one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from guichet.law.parameters import Parameters, load


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The dated numbers, read once."""
    return load(Path(__file__).parent / "parameters")
