"""The check that asks whether the child for whom a family's share is kept was born dead: of its
mother, and only while a share is kept.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.benefits import family_reserve
from guichet.domain.verification.checks import births
from guichet.domain.verification.sources import BIRTHS
from guichet.engine.check import SourceDown, WhenDown
from guichet.engine.context import Context
from guichet.lib.text import Words

ENTRIES = "births_entries"  # the column of what the registry says; null: it was not asked
_NOTHING = {
    "key": pl.Int64,
    "evidence": pl.Int64,
    "births_status": pl.String,
    ENTRIES: pl.String,
}


class LostChildCheck:
    """Births of the widows of families that keep a share; it has the shape of
    ``engine.check.Check``.

    Adds what `checks.births` does; of all others nothing is asked, and it is null.
    """

    name = "births"
    field = "person"
    source: Words = BIRTHS.words
    when_down = WhenDown.HOLD

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """``key``, ``evidence`` and the facts; a mother of whom there is no answer is absent."""
        mothers = family_reserve.mothers(keys)
        rest = keys.filter(~keys.is_in(mothers.implode()))
        found = pl.DataFrame([{"key": key} for key in rest], schema=_NOTHING)
        if mothers.is_empty():
            return found
        try:
            told = births(field=self.field).ask(mothers, context)
        except SourceDown:
            return found
        return pl.concat([found, told.select(*_NOTHING)], how="vertical_relaxed")
