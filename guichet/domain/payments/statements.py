"""Bank statements taken in: what reached the account is booked, and clients' transfers become payments; each line once.

A line with a payment reference (or one nobody can read) is a client's transfer and goes the way of every payment. A line
that says ``SETTLEMENT`` and a scheme pays what that scheme told us of before. What left the account, and what the bank
brings back, is looked for among our own payouts; the rest is kept as unexplained, for somebody to look into. The balances
of a statement are kept beside its lines (`closings`) and compared with the ledger (`standing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.iso20022.reading import Told, read_file
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BANK, BROUGHT_FORWARD, COLLECTIONS, PAYOUTS, UNEXPLAINED
from guichet.domain.payments import closings, holding, recalls
from guichet.domain.payments.bank_days import SCHEME, moment_of, scheme_of
from guichet.domain.payments.commands import NOTICE, receive
from guichet.domain.payouts import banked
from guichet.engine import audit, store

CHANNEL = "transfer"
PAYMENT, SETTLEMENT, STRANGE = "payment", "settlement", "unexplained"
OPENING = "opening"  # what the account held before its lines were told us
_AGAINST = {
    PAYMENT: COLLECTIONS, recalls.RECALLED: COLLECTIONS, SETTLEMENT: COLLECTIONS, STRANGE: UNEXPLAINED, banked.LEFT: PAYOUTS, banked.CAME_BACK: PAYOUTS,
    OPENING: BROUGHT_FORWARD,
}  # fmt: skip
_SETTLES = r"(?i)^\s*settlement\b"


@dataclass(frozen=True, slots=True)
class Booked:
    """What a file came to; amounts in halalas."""

    lines: int
    fresh: int  # not told by an earlier file
    payments: int
    in_suspense: int
    payouts: int  # transfers of ours that left, or came back
    total: int  # of the fresh lines
    statements: int  # with balances, not told by an earlier file


def book(content: bytes, now: datetime) -> Booked:
    """Take a camt file in, whole or not at all. The same file, or the same lines in another, change nothing.

    Raises:
        Refused: see `read_entries`.
    """
    told = read_file(content)
    return store.settle(lambda: _book(told, now))


def _book(told: Told, now: datetime) -> Booked:
    lines = told.lines.unique(["account", "bank_key"], keep="first", maintain_order=True)
    with store.atomic():
        holding.payments(lines["account"] + f":{SCHEME}", lines["bank_key"])
        fresh = lines.join(
            _known(lines), on=["account", "bank_key"], how="anti", maintain_order="left"
        )
        fresh = fresh.filter(pl.col("amount") != 0).with_row_index("at_row")
        ours = banked.recognise(fresh)
        fresh = fresh.join(ours, on="at_row", how="left", suffix="_ours", maintain_order="left")
        fresh = fresh.with_columns(meaning=_meaning())
        transfers = fresh.filter(pl.col("meaning") == PAYMENT)
        outcomes = (
            receive(_notices(transfers), now)["outcome"]
            if transfers.height
            else pl.Series([], dtype=pl.String)
        )
        fresh = fresh.with_columns(meaning=recalls.taken(fresh, now))
        payouts = banked.book(keep(fresh, now), now) if fresh.height else 0
        return Booked(
            lines.height,
            fresh.height,
            transfers.height,
            int((outcomes == "suspense").sum()),
            payouts,
            int(fresh["amount"].sum() or 0),
            closings.keep(told, now),
        )


def _known(lines: pl.DataFrame) -> pl.DataFrame:
    return store.fetch(
        "SELECT e.account, e.bank_key FROM unnest(%(accounts)s::text[], %(keys)s::text[]) a(account, bank_key)"
        " JOIN payments_entry e USING (account, bank_key)",
        {"account": pl.String, "bank_key": pl.String},
        accounts=lines["account"],
        keys=lines["bank_key"],
    )


def _meaning() -> pl.Expr:
    back = pl.col("reversal") | pl.col("returned").is_not_null()
    return (
        pl.when(pl.col("of").is_not_null()).then("of")
        .when(pl.col("amount") < 0).then(pl.lit(STRANGE))
        .when(pl.col("batched") | pl.col("reference").str.contains(_SETTLES)).then(pl.lit(SETTLEMENT))
        .when(back).then(pl.lit(STRANGE))
        .otherwise(pl.lit(PAYMENT))
    )  # fmt: skip


def _notices(transfers: pl.DataFrame) -> pl.DataFrame:
    return transfers.select(
        "reference",
        "amount",
        scheme=scheme_of(pl.col("account")),
        scheme_key="bank_key",
        paid_at=moment_of(pl.col("booked_on")),
        channel=pl.lit(CHANNEL),
    ).select(*NOTICE)


def keep(fresh: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Keep lines with a journal for each day and meaning of a file: what came to the account, against who owed it.

    Those of payouts, with their ``journal_id``.
    """
    group = ["account", "booked_on", "meaning"]
    sums = fresh.group_by(group, maintain_order=True).agg(pl.col("amount").sum())
    days = sums.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    journals = days.select(
        "key", kind=pl.lit("banked"), at=pl.lit(now), month=pl.lit(None, dtype=pl.Date), source=pl.lit("statement"),
        reference=pl.lit(None, dtype=pl.Int64), description=pl.col("account"),
    )  # fmt: skip
    nobody = {
        "party_kind": pl.lit(None, dtype=pl.String), "party": pl.lit(None, dtype=pl.Int64),
        "month": pl.lit(None, dtype=pl.Date), "branch": pl.lit(None, dtype=pl.String),
    }  # fmt: skip
    ours = days.select("key", "amount", kind=pl.lit(BANK), **nobody)
    against = days.select(
        "key", amount=-pl.col("amount"), kind=pl.col("meaning").replace_strict(_AGAINST), **nobody
    )
    ids = ledger.post(journals, pl.concat([ours, against.select(ours.columns)]))
    named = fresh.join(
        days.with_columns(journal_id=ids).select(*group, "journal_id"), on=group, how="left"
    )
    rows = named.select(
        "account",
        "bank_key",
        "reference",
        "amount",
        "booked_on",
        "meaning",
        "end_to_end",
        "journal_id",
        received_at=pl.lit(now),
    )
    store.insert("payments_entry", rows)
    text = rows.select("account", "bank_key", "amount", "meaning").write_csv()
    audit.note(
        "bank-statement",
        {
            "lines": rows.height,
            "total": int(rows["amount"].sum()),
            "digest": sha256(text.encode()).hexdigest(),
        },
    )
    ours = named.filter(pl.col("of").is_not_null())
    return ours.with_columns(batch="batch_ours")
