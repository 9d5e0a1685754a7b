"""The parts of an order: what is paid of which account."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.payments import _words
from guichet.domain.payments import locks
from guichet.domain.payments import queries as payments
from guichet.domain.registry.queries import establishments_of_owners
from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.fields import EstablishmentNumber, Lines, Money, Text
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words

PAID_BY_ANOTHER_ROW = Refusal(
    "paid-by-another-row",
    ar="سطر آخر يسدد ما على هذه المنشأة مع سائر منشآت المالك. احذف أحد السطرين.",
    en="Another row pays this establishment with all others of its owner. Leave one of the two rows out.",
    fr="Une autre ligne paie cet établissement avec tous ceux du propriétaire. Retirez l’une des deux lignes.",
)


PARTS = Lines(
    Words(ar="لكل منشأة", en="For each establishment", fr="Par établissement"),
    {
        "establishment": EstablishmentNumber(
            Words(ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement")
        ),
        "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
        "reference": Text(_words.REFERENCE),
    },
)


_PART_COLUMNS = ("position", "establishment", "amount", "reference")


def parts_of(batch: Batch) -> pl.DataFrame:
    """What each row pays of which account: columns of `_PART_COLUMNS`, by establishment; nothing of
    nought.

    Of all the owner's establishments only those for which the asker may pay, whatever else he may
    see of them.
    """
    rows = batch.frame.filter(pl.col("establishment_id").is_not_null())
    asked = rows.filter("whole")
    group = establishments_of_owners(asked["owner_number"].unique()).select(
        "owner_number", member="number"
    )
    today, actor = batch.context.today, batch.context.actor
    members = group["member"].unique().to_list()
    may = (
        actor.mandates.covers("pay", PartyKind.ESTABLISHMENT, members, today) if members else set()
    )
    group = group.filter(pl.col("member").is_in(list(may)))
    many = asked.join(group, on="owner_number").select(
        "position", "member", amount=pl.lit(None, pl.Int64)
    )
    one = rows.filter(~pl.col("whole")).select("position", "amount", member="establishment")
    both = pl.concat([one.select(many.columns), many]).sort("position", "member")
    locks.accounts(
        both["member"].unique()
    )  # two pages that sign at one moment see one another's order
    owed = payments.to_pay(both["member"]).select(member="establishment", owed="to_pay")
    both = both.join(owed, on="member", how="left", maintain_order="left")
    both = both.with_columns(amount=pl.coalesce("amount", "owed"), establishment="member").filter(
        pl.col("amount") > 0
    )
    return both.with_columns(reference=payments.account_references(both["establishment"])).select(
        _PART_COLUMNS
    )


def refuse_twice(batch: Batch, parts: pl.DataFrame) -> None:
    """What a row for all establishments of an owner pays, no other row of the same source pays as
    well.
    """
    whole = batch.frame.filter("whole").select("position")
    first = (
        parts.join(whole, on="position").group_by("establishment").agg(by=pl.col("position").min())
    )
    twice = parts.join(first, on="establishment").filter(pl.col("position") != pl.col("by"))
    batch.refuse(
        pl.col("position").is_in(twice["position"].unique().implode()),
        PAID_BY_ANOTHER_ROW,
        "establishment",
    )
