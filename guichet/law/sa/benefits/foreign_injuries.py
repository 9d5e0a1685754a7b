"""Work injuries of those who are not citizens: lump sums only, held at a cap (M/33 36; M/273 39;
D273 6).
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.equal_shares import split
from guichet.law.sa.benefits.injuries import (
    AVERAGE_TOLD,
    INJURED,
    MINIMUM_TOLD,
    part_of_annuity,
    with_cap,
    with_whole_annuity,
)
from guichet.law.sa.benefits.old_age_m33 import AVERAGE
from guichet.law.sa.benefits.survivors import MILLION, with_share_of_members
from guichet.law.steps import Unit

c = pl.col

_FOREIGN = {
    "_total": ("work_injury.nonsaudi_total_months", "count"),
    "_partial": ("work_injury.nonsaudi_partial_months", "count"),
    "_death": ("work_injury.nonsaudi_death_months", "count"),
    "_total_cap": ("work_injury.nonsaudi_total_cap", "money"),
    "_partial_cap": ("work_injury.nonsaudi_partial_cap", "money"),
}


def _foreign(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_numbers(with_whole_annuity(rows, law), law, _FOREIGN)
    whole, entitled = c("degree") == MILLION, c("degree") >= c("_threshold")
    months = pl.when(whole).then(c("_total")).when(entitled).then(c("_partial")).otherwise(0)
    rows = rows.with_columns(
        entitled.alias("entitled"),
        months.alias("months"),
        pl.when(whole).then(c("_total_cap")).otherwise(c("_partial_cap")).alias("cap"),
    )
    return with_cap(rows, part_of_annuity(c("degree") * c("months"), MILLION), "amount")


_FOREIGN_CAP = ("work_injury.nonsaudi_total_cap", "work_injury.nonsaudi_partial_cap")
FOREIGN = Kind(
    name="injury_lump_sum_nonsaudi",
    needs=INJURED,
    work=_foreign,
    gives={"entitled": Unit.YES, "months": Unit.COUNT, "amount": Unit.MONEY},
    tells=(
        AVERAGE_TOLD,
        MINIMUM_TOLD,
        Tell(
            "lump_sum",
            ("computed", Unit.MONEY),
            (*told(Unit.SHARE, "degree"), *told(Unit.COUNT, "months")),
            ("work_injury.nonsaudi_total_months", "work_injury.nonsaudi_partial_months"),
            "M/33 36(1), (2); M/273 39",
        ),
        Tell(
            "cap",
            ("amount", Unit.MONEY),
            told(Unit.MONEY, "computed", "cap"),
            _FOREIGN_CAP,
            "M/33 36; D273 6(2)",
            "held",
        ),
    ),
)


def _foreign_death(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Seven years of the annuity by the shares of the family; what is shared out is held at the cap
    (36(3)).
    """
    rows = with_numbers(with_whole_annuity(rows, law), law, _FOREIGN)
    rows = with_share_of_members(rows, law, "survivors_m33")
    rows = rows.with_columns(c("_total_cap").alias("cap"), c("_death").alias("months"))
    rows = with_cap(rows, part_of_annuity(c("months") * c("_share"), MILLION), "total")
    return split(rows, "total", "members", "shares")


FOREIGN_DEATH = Kind(
    name="injury_death_nonsaudi",
    needs={
        "on": Input(Unit.DAY),
        **AVERAGE,
        "degree": Input(Unit.SHARE, MILLION),
        "members": Input(Unit.PEOPLE),
    },
    work=_foreign_death,
    gives={"total": Unit.MONEY, "shares": Unit.SUMS},
    tells=(
        AVERAGE_TOLD,
        MINIMUM_TOLD,
        Tell(
            "share_of_members",
            ("computed", Unit.MONEY),
            (*told(Unit.COUNT, "months"), *told(Unit.PEOPLE, "members"), ("_share", Unit.SHARE)),
            (
                "work_injury.nonsaudi_death_months",
                "survivors_m33.share_1",
                "survivors_m33.share_2",
                "survivors_m33.share_3plus",
            ),
            "M/33 36(3), 35(2)",
        ),
        Tell(
            "cap",
            ("total", Unit.MONEY),
            told(Unit.MONEY, "computed", "cap"),
            ("work_injury.nonsaudi_total_cap",),
            "M/33 36(3); D273 6(2)",
            "held",
        ),
        Tell(
            "equal_shares", ("shares", Unit.SUMS), told(Unit.MONEY, "total"), (), "M/33 35(2); R14"
        ),
    ),
)
