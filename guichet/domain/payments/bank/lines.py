"""How lines of a bank's file are called among those of an account, and details that a bank told as
entries of their own.

A line is called by the bank's own reference where that names one line only, and by that and a mark
of its own where a bank gives one reference to several. What a line *is* does not depend on its name
(`telling`).
"""

from __future__ import annotations

from hashlib import sha256

import polars as pl

from guichet.domain.iso20022.entries import DETAIL
from guichet.domain.payments import references
from guichet.engine import store

_MARK = 8
_FOUND = {
    "account": pl.String,
    "bank_key": pl.String,
    "booked_on": pl.Date,
    "amount": pl.Int64,
    "entry_ref": pl.String,
    "entry_amount": pl.Int64,
    "reference_was": pl.String,
    "alone": pl.Boolean,
}


def split(lines: pl.DataFrame) -> pl.DataFrame:
    """Make an entry of each line of a collective entry whose details were all told as entries
    before, by the same references.
    """
    many = lines.filter((pl.col("part") == DETAIL) & (pl.len().over("entry") > 1))
    many = many.filter(
        (pl.col("bank_key") != pl.col("entry_ref")) & pl.col("bank_key").is_unique().over("entry")
    )
    if many.is_empty():
        return lines
    found = _booked(many).filter(pl.col("alone") & (pl.col("entry_amount") == pl.col("amount")))
    match = many.join(
        found, on=["account", "bank_key", "booked_on", "amount"], how="inner", maintain_order="left"
    )
    match = match.filter(_agree(match))
    details = lines.filter(pl.col("part") == DETAIL).group_by("entry").agg(wanted=pl.len())
    all_there = match.group_by("entry").agg(there=pl.len()).join(details, on="entry")
    whole = all_there.filter(pl.col("there") == pl.col("wanted"))["entry"]
    apart = pl.col("entry").is_in(whole.implode())
    rows = pl.int_range(pl.len()) + pl.col("entry").max() + 1
    return lines.with_columns(
        entry=pl.when(apart).then(rows).otherwise("entry"),
        entry_ref=pl.when(apart).then("bank_key").otherwise("entry_ref"),
        entry_amount=pl.when(apart).then("amount").otherwise("entry_amount"),
    )


def named(fresh: pl.DataFrame) -> pl.DataFrame:
    """New lines by names of their own, without those that stand in a collective entry of another
    reference already.
    """
    found = _booked(fresh)
    if found.height:
        inside = found.filter(~pl.col("alone"))
        single = fresh.filter(pl.len().over("entry") == 1)
        told = single.join(
            inside, on=["account", "bank_key", "booked_on", "amount"], how="inner", suffix="_there"
        )
        told = told.filter((pl.col("entry_ref") != pl.col("entry_ref_there")) & _agree(told))
        fresh = fresh.filter(~pl.col("entry").is_in(told["entry"].implode()))
    first = pl.struct("account", "bank_key").is_first_distinct()
    taken = found.select("account", "bank_key", taken=pl.lit(value=True)).unique()
    marked = fresh.with_columns(first=first).join(
        taken, on=["account", "bank_key"], how="left", maintain_order="left"
    )
    free = pl.col("first") & pl.col("taken").is_null()
    if marked.select(free.all()).item():
        return fresh
    return marked.with_columns(
        bank_key=pl.when(free)
        .then("bank_key")
        .otherwise(
            pl.col("bank_key")
            + "#"
            + pl.concat_str(
                "entry_ref",
                "booked_on",
                "entry_amount",
                "copy",
                "place",
                separator="\x1f",
            ).map_elements(_mark, return_dtype=pl.String)
        )
    ).select(fresh.columns)


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_MARK]


def _booked(lines: pl.DataFrame) -> pl.DataFrame:
    """Booked lines of these names; ``alone``: all of their entry."""
    keys = lines.select("account", "bank_key").unique()
    return store.fetch(
        "SELECT e.account, e.bank_key, e.booked_on, e.amount, e.entry_ref, e.entry_amount, e.reference, e.entry_amount = e.amount"
        " FROM unnest(%(accounts)s::text[], %(keys)s::text[]) a(account, bank_key)"
        " JOIN payments_entry e USING (account, bank_key)",
        _FOUND,
        accounts=keys["account"],
        keys=keys["bank_key"],
    )


def _agree(both: pl.DataFrame) -> pl.Series:
    """Whether what is told names nobody else than what was booked."""
    told, was = (
        references.read(both[name])["establishment"] for name in ("reference", "reference_was")
    )
    return (told == was).fill_null(value=True)
