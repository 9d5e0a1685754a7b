"""An amount in equal shares, to the last halala (R14)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import refuse

MOST_MEMBERS = 1_000  # nobody leaves more; a slip must not fill the memory


def split(rows: pl.DataFrame, total: str, members: str, into: str) -> pl.DataFrame:
    """Add a list of equal shares, rounded down; the halalas left over are the first member's, by
    birth date.

    The shares sum to the total to the halala; nobody means no shares, and then nothing may be left
    to share.
    """
    number = pl.col(members)
    refuse(rows, number > MOST_MEMBERS, f"{members} is no number of people of a family")
    each = pl.col(total) // number
    rows = rows.with_columns(pl.when(number > 0).then(each).alias("_each"))
    first = pl.col(total) - pl.col("_each") * (number - 1)
    others = pl.col("_each").repeat_by(pl.max_horizontal(number - 1, 0).cast(pl.UInt32))
    shares = pl.when(number > 0).then(pl.concat_list(first, others))
    empty = pl.lit([], dtype=pl.List(pl.Int64))
    return rows.with_columns(pl.coalesce(shares, empty).alias(into)).drop("_each")
