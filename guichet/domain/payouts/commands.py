"""Ordering money to be paid out: many at a time, each once, from what the books say a party is
owed.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger import locks
from guichet.domain.ledger.kinds import BENEFIT, CREDIT, PAYOUTS
from guichet.domain.ledger.queries import balance_of
from guichet.domain.payouts import audit_check
from guichet.domain.payouts.words import PURPOSES
from guichet.domain.registry.histories import persons
from guichet.domain.registry.queries import establishments
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import iban_ok

ORDER: dict[str, type[pl.DataType]] = {
    "establishment": pl.Int64,
    "person": pl.Int64,  # either of the two
    "iban": pl.String,
    "amount": pl.Int64,  # halalas
    "purpose": pl.String,  # see `PURPOSES`
    "reference": pl.String,  # the caller's own; the same one is never paid twice
    "transaction": pl.Int64,
}
_MOST = 10**15  # halalas of one transfer
_LONGEST_REFERENCE = 80

NOT_OWED = Refusal(
    "payout-not-owed",
    ar="المبلغ المطلوب صرفه أكبر من الرصيد المستحق. حدّث الصفحة واطلب مبلغًا لا يتجاوز الرصيد.",
    en="More was to be paid out than there is to the credit of the account. Reload, and ask for no more than that.",
    fr="Le montant à verser dépasse le crédit du compte. Actualisez la page et demandez au plus ce crédit.",
)


def order(orders: pl.DataFrame, now: datetime) -> pl.Series:
    """Order payments, inside the caller's ``atomic``; the ids of the orders, in their order.

    What a party is owed (an establishment's credit, a person's benefit) becomes payable, with a
    journal each. The accounts of establishments are held until the ``atomic`` ends.

    Args:
        orders: columns of `ORDER`.
        now: the moment.

    Raises:
        ValueError: an order that can never be paid: an amount or IBAN that is none, a party nobody
            knows, and so on.
        Refused: a client's credit does not suffice.
        django.db.IntegrityError: a reference was ordered before (SQLSTATE 23505).
    """
    rows = _named(orders.select(*ORDER))
    if rows.is_empty():
        return pl.Series("id", [], dtype=pl.Int64)
    locks.accounts(rows.filter(pl.col("party_kind") == "establishment")["party"])
    rows = rows.with_columns(store.next_ids("payouts_order_id_seq", rows.height))
    journals = ledger.post(*_journals(rows, now))
    leaf = audit.reserve()
    _covered(rows)
    kept = rows.select(
        "id",
        "party_kind",
        "party",
        "name",
        "iban",
        "amount",
        "purpose",
        "reference",
        "transaction",
        ordered_at=pl.lit(now),
        journal_id=journals,
        state=pl.lit("waiting"),
        leaf=pl.lit(leaf),
    )
    store.insert("payouts_order", kept)
    audit_check.ordered(kept, leaf)
    return rows["id"]


def _named(orders: pl.DataFrame) -> pl.DataFrame:
    """The orders with ``party_kind``, ``party`` and ``name``; nothing that could not be paid gets
    further.
    """
    firm = pl.col("establishment").is_not_null()
    rows = orders.with_columns(
        party_kind=pl.when(firm).then(pl.lit("establishment")).otherwise(pl.lit("person")),
        party=pl.coalesce("establishment", "person"),
        iban=pl.col("iban").str.replace_all(" ", "", literal=True).str.to_uppercase(),
    )
    names = pl.concat(
        [
            _names(
                establishments(orders["establishment"].drop_nulls().unique()),
                "number",
                "establishment",
            ),
            _names(persons(orders["person"].drop_nulls().unique()), "asked", "person"),
        ]
    )
    rows = rows.join(names, on=["party_kind", "party"], how="left", maintain_order="left")
    faults = {
        "the party is an establishment or a person": firm ^ pl.col("person").is_not_null(),
        "the party is known": pl.col("name").is_not_null(),
        "the amount is more than nothing and no fortune": pl.col("amount").is_between(1, _MOST),
        "the IBAN is one": iban_ok(pl.col("iban")),
        "the purpose is known": pl.col("purpose").is_in(list(PURPOSES)),
        "the reference is a text": pl.col("reference")
        .str.len_chars()
        .is_between(1, _LONGEST_REFERENCE),
        "the transaction is named": pl.col("transaction").is_not_null(),
    }
    for rule, holds in faults.items():
        wrong = rows.filter(~holds.fill_null(value=False))
        if wrong.height:
            raise ValueError(
                f"an order cannot be paid: {rule}; not so for {wrong['reference'][0]!r}"
            )
    return rows


def _names(found: pl.DataFrame, number: str, kind: str) -> pl.DataFrame:
    name = pl.when(pl.col("name_ar") != "").then("name_ar").otherwise("name_latin")
    return found.select(party=number, party_kind=pl.lit(kind), name=name).unique("party")


def _journals(rows: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    journals = rows.select(
        key="id",
        kind=pl.lit("payout-order"),
        at=pl.lit(now),
        month=pl.lit(None, dtype=pl.Date),
        source=pl.lit("payout"),
        reference="id",
        description="purpose",
    )
    nothing = {"month": pl.lit(None, dtype=pl.Date), "branch": pl.lit(None, dtype=pl.String)}
    owed = rows.select("amount", "party_kind", "party", key="id", kind=liability(), **nothing)
    payable = rows.select(
        amount=-pl.col("amount"),
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
        key="id",
        kind=pl.lit(PAYOUTS),
        **nothing,
    )
    return journals, pl.concat([owed, payable])


def liability() -> pl.Expr:
    """The account on which we owe a party, by its ``party_kind``."""
    firm = pl.col("party_kind") == "establishment"
    return pl.when(firm).then(pl.lit(CREDIT)).otherwise(pl.lit(BENEFIT))


def _covered(rows: pl.DataFrame) -> None:
    """No establishment was ordered more than it had to its credit."""
    firms = rows.filter(pl.col("party_kind") == "establishment")["party"].unique()
    if firms.is_empty():
        return
    balances = balance_of(firms).filter((pl.col("kind") == CREDIT) & (pl.col("balance") > 0))
    if balances.height:
        raise Refused(NOT_OWED)
