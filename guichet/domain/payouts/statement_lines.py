"""Lines of a bank statement that are of our transfers: money that left for a batch or a transfer,
or came back.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.payouts import locks
from guichet.domain.payouts.bank_references import batches_of, message_of, transfers_of
from guichet.domain.payouts.returned_payouts import RETURNED, come_back
from guichet.engine import store

LEFT, CAME_BACK = "payout", "return"


def recognise(lines: pl.DataFrame) -> pl.DataFrame:
    """What lines of a statement are to payouts: ``at_row``, ``of`` (`LEFT`, `CAME_BACK`), ``batch``
    or ``transfer``.

    Only what fits exactly: ours, released, of the right amount and direction, not booked before. A
    line that has none of it has no row here. ``lines`` has ``at_row`` and columns of
    ``iso20022.account_reports.ENTRY``. It is to be called inside the
    ``atomic`` that books; nothing else happens to payouts meanwhile.
    """
    named = lines.with_columns(transfer=transfers_of(pl.col("end_to_end")))
    out, back = pl.col("amount") < 0, pl.col("returned").is_not_null() | pl.col("reversal")
    single = named.filter(
        pl.col("transfer").is_not_null() & (out ^ ((pl.col("amount") > 0) & back))
    )
    of_batches = named.filter(
        out & pl.col("transfer").is_null() & batches_of(pl.col("batch")).is_not_null()
    )
    if single.is_empty() and of_batches.is_empty():
        return pl.DataFrame(schema=_FOUND)
    locks.everything()
    ones = _ones(single)
    return pl.concat([ones, _wholes(of_batches, ones)])


_FOUND = {"at_row": pl.UInt32, "of": pl.String, "batch": pl.Int64, "transfer": pl.Int64}


def _ones(single: pl.DataFrame) -> pl.DataFrame:
    known = store.fetch(
        "SELECT t.id, t.amount, d.transfer_id IS NOT NULL, c.id IS NOT NULL FROM payouts_transfer t"
        " JOIN payouts_batch b ON b.id = t.batch_id AND b.file_digest IS NOT NULL"
        " LEFT JOIN payouts_debit d ON d.transfer_id = t.id"
        " LEFT JOIN payouts_comeback c ON c.transfer_id = t.id AND c.kind = 'returned'"
        " WHERE t.id = ANY(%(transfers)s::bigint[])",
        {"transfer": pl.Int64, "ours": pl.Int64, "debited": pl.Boolean, "back": pl.Boolean},
        transfers=single["transfer"],
    )
    left = pl.col("amount") < 0
    booked = pl.when(left).then("debited").otherwise("back")
    fit = (pl.col("amount").abs() == pl.col("ours")) & ~booked
    found = (
        single.join(known, on="transfer", maintain_order="left")
        .filter(fit)
        .with_columns(
            of=pl.when(left).then(pl.lit(LEFT)).otherwise(pl.lit(CAME_BACK)),
            batch=pl.lit(None, dtype=pl.Int64),
        )
    )
    return found.unique(["transfer", "of"], keep="first", maintain_order=True).select(*_FOUND)


def _wholes(lines: pl.DataFrame, ones: pl.DataFrame) -> pl.DataFrame:
    """Lines of whole batches: the sum of what is to leave yet, with or without what the bank has
    refused.
    """
    found = []
    singly = ones.filter(pl.col("of") == LEFT)["transfer"]
    for row, name, amount in (
        lines.unique("batch", keep="first", maintain_order=True)
        .select("at_row", "batch", "amount")
        .iter_rows()
    ):
        batch = _named(name)
        if batch is not None and -amount in set(_to_leave(batch, singly)):
            found.append((row, LEFT, batch, None))
    return pl.DataFrame(found, schema=_FOUND, orient="row")


def _named(name: str) -> int | None:
    number = name.removeprefix("GUICHET-B").split("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    found = store.rows(
        "SELECT released_at FROM payouts_batch WHERE id = %(id)s AND file_digest IS NOT NULL",
        id=int(number),
    )
    return int(number) if found and message_of(int(number), found[0][0]) == name else None


_LEAVES = (
    " FROM payouts_transfer t WHERE t.batch_id = %(batch)s AND t.id <> ALL(%(singly)s::bigint[])"
    " AND NOT EXISTS (SELECT FROM payouts_debit d WHERE d.transfer_id = t.id)"
)
_NOT_REFUSED = " AND NOT EXISTS (SELECT FROM payouts_comeback c WHERE c.transfer_id = t.id AND c.kind = 'rejected')"


def _to_leave(batch: int, singly: pl.Series) -> tuple[int, int]:
    """What is to leave of a batch: without what was refused, and with it (a bank that debits first
    and refuses later).
    """
    return tuple(  # type: ignore[return-value]
        int(
            store.value(
                f"SELECT coalesce(sum(t.amount), 0)::bigint{_LEAVES}{rest}",
                batch=batch,
                singly=singly.to_list(),
            )
        )
        for rest in (_NOT_REFUSED, "")
    )


def book(rows: pl.DataFrame, now: datetime) -> int:
    """Keep what `recognise` found, with the journals it was booked by; how many transfers left or
    came back.

    ``rows`` has ``of``, ``batch``, ``transfer``, ``amount``, ``bank_key``, ``journal_id``,
    ``returned``, ``returned_words``.
    """
    left = rows.filter(pl.col("of") == LEFT)
    ones = left.filter(pl.col("transfer").is_not_null())
    store.insert("payouts_debit", ones.select("bank_key", "journal_id", transfer_id="transfer"))
    booked = ones.height
    for batch, amount, key, journal in (
        left.filter(pl.col("batch").is_not_null())
        .select("batch", "amount", "bank_key", "journal_id")
        .iter_rows()
    ):
        refused = (
            "" if -amount != _to_leave(batch, pl.Series([], dtype=pl.Int64))[0] else _NOT_REFUSED
        )
        booked += store.execute(
            "INSERT INTO payouts_debit (transfer_id, bank_key, journal_id)"
            f" SELECT t.id, %(key)s, %(journal)s{_LEAVES}{refused}",
            batch=batch,
            key=key,
            journal=journal,
            singly=[],
        )
    back = rows.filter(pl.col("of") == CAME_BACK).select(
        "transfer",
        "journal_id",
        kind=pl.lit(RETURNED),
        code=pl.col("returned").fill_null(""),
        words=pl.col("returned_words").fill_null(""),
        source="bank_key",
    )
    return booked + come_back(back, now)
