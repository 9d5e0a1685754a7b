"""Giving contributions back: the payment, its grant, and the periods it closes, each once."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import grants, lump_sums, paid_out
from guichet.engine import store

ASKED = {
    "person": pl.Int64,  # the number it is claimed under
    "transaction": pl.Int64,
    "amount": pl.Int64,  # what was decided to be paid in all, minor units
    "closes": pl.Boolean,  # what is open, beside the differences of what was paid before
}
LEFT = {
    "person": pl.Int64,
    "paid": pl.Int64,  # beyond what the record of today comes to, minor units
}
_BATCH = 1_000


def pay(rows: pl.DataFrame, today: date, now: datetime) -> None:
    """Pay what was decided, in the caller's ``atomic``: columns of `ASKED`, a row a person.

    Raises:
        store.WriteConflict: the record is another than what was decided on; decide again.
    """
    for person in rows["person"].sort():
        paid_out.hold(person)
    found = lump_sums.judge(rows["person"], today).payments
    mine = found.join(rows.select("person", "transaction", "closes"), on="person")
    mine = mine.filter(pl.col("closes") | pl.col("of").is_not_null())
    sums = mine.group_by("person").agg(due=pl.col("amount").sum())
    whole = rows.join(sums, on="person", how="left")
    if whole.filter(pl.col("due").ne_missing(pl.col("amount"))).height:
        raise store.WriteConflict
    place = pl.int_range(pl.len()).over("person")
    named = mine.with_columns(
        award=pl.format("{}-{}-{}", pl.lit(paid_out.KIND), "transaction", place)
    ).with_columns(of=pl.coalesce("of", "award"))
    paid_out.LUMPS.keep(named.select(*paid_out.LUMP))
    grants.grant(named.with_columns(kind=pl.lit(paid_out.KIND)).select(*grants.GRANTED), now)


def beyond(today: date) -> pl.DataFrame:
    """To whom more was given back than the record of today comes to: columns of `LEFT`. Nothing is
    taken back by itself; a person decides.
    """
    after, found = 0, [pl.DataFrame(schema=LEFT)]
    while len(persons := paid_out.persons_after(after, _BATCH)):
        answers = lump_sums.judge(persons, today).answers.filter(pl.col("beyond") > 0)
        found.append(answers.select("person", paid="beyond"))
        after = persons[-1]
    return pl.concat(found)
