"""Medical boards: by when one decides, and how long what it finds may stand without being looked at
again.
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit

_NUMBERS = {
    "within_days": ("medical_board.decides_within_days", "count"),
    "review_months": ("medical_board.review_months_most", "count"),
    "lasting_months": ("medical_board.lasting_months", "count"),
}


def _board(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    return with_numbers(rows, law, _NUMBERS)


BOARD = Kind(
    name="medical_board",
    needs={"on": Input(Unit.DAY)},
    work=_board,
    gives={"within_days": Unit.DAYS, "review_months": Unit.COUNT, "lasting_months": Unit.COUNT},
    tells=(
        Tell(
            "board_decides",
            ("within_days", Unit.DAYS),
            told(Unit.DAY, "on"),
            ("medical_board.decides_within_days",),
            "REG128 MB1-12",
        ),
    ),
)
