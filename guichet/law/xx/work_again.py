"""Work beside a pension: nothing is paid while it lasts (Pensions Act 10)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit


def _beside(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    del law
    return rows.with_columns(paid=pl.lit(0, pl.Int64))


BESIDE = Kind(
    name="pension_beside_work",
    needs={
        "on": Input(Unit.DAY),
        "pension": Input(Unit.MONEY),
        "new_wage": Input(Unit.MONEY),
    },
    work=_beside,
    gives={"paid": Unit.MONEY},
    tells=(
        Tell(
            "paid_beside_wage",
            ("paid", Unit.MONEY),
            told(Unit.MONEY, "pension", "new_wage"),
            (),
            "Pensions Act 10",
        ),
    ),
)
