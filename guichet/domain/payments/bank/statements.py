"""Bank statements taken in: what reached the account is booked, and clients' transfers become
payments; each line once.

A line with a payment reference (or one nobody can read) is a client's transfer and goes the way of
every payment. A line that says ``SETTLEMENT`` and a scheme pays what that scheme told us of before.
What left the account, and what the bank brings back, is looked for among our own payouts; the rest
is kept as unexplained, for somebody to look into. The balances of a statement are kept beside its
lines (`closings`) and compared with the ledger (`standing`). Whether an entry is new is `telling`'s
to say; what cannot be understood, or contradicts what is booked, is put on the list of differences
(`doubts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.iso20022.account_reports import Told, Waits, read_file
from guichet.domain.iso20022.entries import CHARGES, REST
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import (
    BANK,
    BANK_CHARGES,
    BROUGHT_FORWARD,
    COLLECTIONS,
    PAYOUTS,
    UNEXPLAINED,
)
from guichet.domain.payments import locks
from guichet.domain.payments.bank import (
    closings,
    entry_comparison,
    entry_history,
    lines,
    recalls,
    unbooked_entries,
)
from guichet.domain.payments.bank.days import SCHEME, moment_of, scheme_of
from guichet.domain.payments.commands import NOTICE, REVERSAL, receive, reverse
from guichet.domain.payouts import statement_lines
from guichet.engine import audit, store

CHANNEL = "transfer"
PAYMENT, SETTLEMENT, STRANGE = "payment", "settlement", "unexplained"
OPENING = "opening"  # what the account held before its lines were told us
_AGAINST = {
    PAYMENT: COLLECTIONS,
    recalls.RECALLED: COLLECTIONS,
    SETTLEMENT: COLLECTIONS,
    STRANGE: UNEXPLAINED,
    statement_lines.LEFT: PAYOUTS,
    statement_lines.CAME_BACK: PAYOUTS,
    OPENING: BROUGHT_FORWARD,
    CHARGES: BANK_CHARGES,
}
_SETTLES = r"(?i)^\s*settlement\b"
ENTRY = (
    "account",
    "entry_ref",
    "entry_amount",
    "copy",
    "place",
    "part",
    "bank_key",
    "reference",
    "amount",
    "booked_on",
    "meaning",
    "end_to_end",
    "reversal",
    "journal_id",
)


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
    apart: int = 0  # what details leave of their entries: charges, lists cut short
    conflicts: int = 0  # entries that contradict what was booked: nothing was done
    waiting: tuple[Waits, ...] = ()  # what could not be understood: nothing of it was booked


def book(content: bytes, now: datetime) -> Booked:
    """Take a camt file in. The same file, or the same lines in another, change nothing.

    Raises:
        Refused: see `read_file`.
    """
    told = read_file(content)
    return store.settle(lambda: _book(told, now))


def _book(told: Told, now: datetime) -> Booked:
    with store.atomic():
        # Entries and details may have the same references: who works on one holds the other.
        names = pl.concat([told.lines["entry_ref"], told.lines["bank_key"].alias("entry_ref")])
        accounts = pl.concat([told.lines["account"]] * 2)
        locks.payments(accounts + f":{SCHEME}", names)
        rows = lines.split(told.lines.with_columns(complete=closings.complete(told)))
        judged = entry_history.judge(rows.filter(pl.col("amount") != 0))
        gone = _make_room(judged.undone, now)
        fresh = lines.named(judged.fresh).with_row_index("at_row")
        payments = in_suspense = payouts = 0
        if fresh.height:
            fresh, outcomes = _taken(fresh, now)
            payments, in_suspense = len(outcomes), int((outcomes == "suspense").sum())
            payouts = statement_lines.book(keep(pl.concat([fresh, gone], how="diagonal"), now), now)
        unbooked_entries.tell(told, rows, judged.conflicts, now)
        return Booked(
            lines=told.lines.height,
            fresh=fresh.height,
            payments=payments,
            in_suspense=in_suspense,
            payouts=payouts,
            total=int(fresh["amount"].sum() or 0) + int(gone["amount"].sum() or 0),
            statements=closings.keep(told, rows, now),
            apart=fresh.filter(pl.col("part").is_in([REST, CHARGES])).height,
            conflicts=judged.conflicts.height,
            waiting=told.waiting,
        )


def _taken(fresh: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.Series]:
    """New lines with their ``meaning``, and how the payments among them ended."""
    ours = statement_lines.recognise(fresh)
    fresh = fresh.join(ours, on="at_row", how="left", suffix="_ours", maintain_order="left")
    fresh = fresh.with_columns(meaning=_meaning())
    transfers = fresh.filter(pl.col("meaning") == PAYMENT)
    outcomes = pl.Series([], dtype=pl.String)
    if transfers.height:
        outcomes = receive(_notices(transfers), now)["outcome"]
    return fresh.with_columns(meaning=recalls.taken(fresh, now)), outcomes


def _make_room(undone: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Lines that take back what was booked of entries before their details were told; payments in
    suspense are reversed.
    """
    paid = undone.filter(pl.col("meaning") == PAYMENT)
    if paid.height:
        rows = paid.select(
            scheme=scheme_of(pl.col("account")),
            scheme_key="bank_key",
            reversed_at=moment_of(pl.col("booked_on")),
        )
        reverse(rows.select(*REVERSAL), now)
    return undone.with_columns(
        amount=-pl.col("amount"),
        part=pl.lit(entry_comparison.UNDONE),
        bank_key=entry_comparison.undoing(pl.col("bank_key")),
        reference=pl.lit(""),
        end_to_end=pl.lit(""),
    )


def _meaning() -> pl.Expr:
    back = pl.col("reversal") | pl.col("returned").is_not_null()
    return (
        pl.when(pl.col("of").is_not_null())
        .then("of")
        .when(pl.col("part") == CHARGES)
        .then(pl.lit(CHARGES))
        .when(pl.col("amount") < 0)
        .then(pl.lit(STRANGE))
        # Money of clients is left over only of what clients paid.
        .when((pl.col("part") == REST) & (pl.col("entry_amount") < 0))
        .then(pl.lit(STRANGE))
        .when(pl.col("batched") | pl.col("reference").str.contains(_SETTLES))
        .then(pl.lit(SETTLEMENT))
        .when(back)
        .then(pl.lit(STRANGE))
        .otherwise(pl.lit(PAYMENT))
    )


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
    """Keep lines with a journal for each day and meaning of a file: what came to the account,
    against who owed it.

    Those of payouts, with their ``journal_id``.
    """
    group = ["account", "booked_on", "meaning"]
    sums = fresh.group_by(group, maintain_order=True).agg(pl.col("amount").sum())
    days = sums.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    journals = days.select(
        "key",
        kind=pl.lit("banked"),
        at=pl.lit(now),
        month=pl.lit(None, dtype=pl.Date),
        source=pl.lit("statement"),
        reference=pl.lit(None, dtype=pl.Int64),
        description=pl.col("account"),
    )
    nobody = {
        "party_kind": pl.lit(None, dtype=pl.String),
        "party": pl.lit(None, dtype=pl.Int64),
        "month": pl.lit(None, dtype=pl.Date),
        "branch": pl.lit(None, dtype=pl.String),
    }
    ours = days.select("key", "amount", kind=pl.lit(BANK), **nobody)
    against = days.select(
        "key", amount=-pl.col("amount"), kind=pl.col("meaning").replace_strict(_AGAINST), **nobody
    )
    ids = ledger.post(journals, pl.concat([ours, against.select(ours.columns)]))
    named = fresh.join(
        days.with_columns(journal_id=ids).select(*group, "journal_id"), on=group, how="left"
    )
    rows = named.select(*ENTRY, received_at=pl.lit(now))
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
