"""What comes back: transfers the bank refused, and money that returned to our account. Each once,
however often told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from guichet.domain.iso20022.statuses import read_statuses
from guichet.domain.payouts import locks
from guichet.domain.payouts.bank_references import batches_of, message_of, transfers_of
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused

REJECTED, RETURNED = "rejected", "returned"
COMEBACK = {
    "transfer": pl.Int64,
    "kind": pl.String,
    "code": pl.String,
    "words": pl.String,
    "source": pl.String,
    "journal_id": pl.Int64,  # null where no money moved
}
# The bank has had this file before. It refuses the second one; of the first one it says nothing
# here.
_DUPLICATE = ("AM05", "DU01", "DU02", "DU03", "DU04", "DU05", "DUPL")
_REFUSED = ("RJCT", "CANC")

NOT_OURS = Refusal(
    "bank-answer-not-ours",
    ar="يرد الملف على رسالة لم نرسلها: «{message}». لم يُسجَّل منه شيء؛ راجع البنك.",
    en="The file answers a message we did not send: “{message}”. Nothing of it was recorded; ask the bank.",
    fr="Le fichier répond à un message que nous n’avons pas envoyé : « {message} ». Rien n’en a été enregistré ; interrogez la banque.",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer came to."""

    batch: int
    rejected: int  # newly
    unknown: int  # transfers it names that are not of this batch
    duplicate: bool = False  # it only says that the bank had the file before


def take_answer(content: bytes, now: datetime) -> Answered:
    """Book a bank's pain.002; the same again changes nothing.

    Raises:
        Refused: it is none, breaks the standard, or answers what we did not send.
    """
    said = read_statuses(content)
    with store.atomic():
        locks.everything()
        batch = _batch_of(said.message)
        whole = said.whole.filter(pl.col("status").is_in(_REFUSED))
        if whole.height and whole["code"].is_in(_DUPLICATE).any():
            audit.note("payouts", {"what": "duplicate-refused", "batch": batch})
            return Answered(batch, 0, 0, duplicate=True)
        named = said.transfers.with_columns(transfer=transfers_of(pl.col("end_to_end")))
        ours = _transfers(batch, None if whole.height else named["transfer"])
        if whole.height:
            refused = ours.with_columns(
                code=pl.lit(whole["code"][0]), words=pl.lit(whole["words"][0])
            )
        else:
            refused = named.filter(pl.col("status").is_in(_REFUSED)).join(ours, on="transfer")
        fresh = come_back(
            refused.select(
                "transfer",
                "code",
                "words",
                kind=pl.lit(REJECTED),
                source=pl.lit(said.message),
                journal_id=pl.lit(None, dtype=pl.Int64),
            ),
            now,
        )
        _answered(batch, "RJCT" if whole.height else "ACSP", now)
    unknown = 0 if whole.height else named.join(ours, on="transfer", how="anti").height
    return Answered(batch, fresh, unknown)


def _batch_of(message: str) -> int:
    """The batch whose file has that message id."""
    number = pl.select(batches_of(pl.lit(message))).item()
    found = store.rows(
        "SELECT released_at FROM payouts_batch WHERE id = %(id)s AND file_digest IS NOT NULL",
        id=number,
    )
    if number is None or not found or message_of(number, found[0][0]) != message:
        raise Refused(NOT_OURS, message=message[:35])
    return int(number)


def _transfers(batch: int, only: pl.Series | None) -> pl.DataFrame:
    some = "" if only is None else " AND id = ANY(%(only)s::bigint[])"
    given = {} if only is None else {"only": only.drop_nulls().unique()}
    return store.fetch(
        f"SELECT id FROM payouts_transfer WHERE batch_id = %(batch)s{some}",
        {"transfer": pl.Int64},
        batch=batch,
        **given,
    )


def _answered(batch: int, answer: str, now: datetime) -> None:
    store.execute(
        "UPDATE payouts_batch SET answered_at = %(now)s, answer = %(answer)s"
        " WHERE id = %(batch)s AND answered_at IS NULL",
        batch=batch,
        answer=answer,
        now=now,
    )


def come_back(rows: pl.DataFrame, now: datetime) -> int:
    """Keep comebacks that are new (columns of `COMEBACK`); their orders wait for somebody to
    decide. How many.

    Inside an ``atomic`` that holds everything.

    Raises:
        store.WriteConflict: some of the orders are in another state by now.
    """
    rows = rows.select(*COMEBACK).unique(["transfer", "kind"], keep="first", maintain_order=True)
    known = store.fetch(
        "SELECT transfer_id, kind FROM payouts_comeback WHERE transfer_id = ANY(%(transfers)s::bigint[])",
        {"transfer": pl.Int64, "kind": pl.String},
        transfers=rows["transfer"],
    )
    fresh = rows.join(known, on=["transfer", "kind"], how="anti", maintain_order="left")
    if fresh.is_empty():
        return 0
    ended = store.fetch_in_place(
        "UPDATE payouts_transfer SET live = false WHERE live AND id = ANY(%(transfers)s::bigint[]) RETURNING order_id",
        {"order": pl.Int64},
        transfers=fresh["transfer"],
    )["order"]
    moved = store.execute(
        "UPDATE payouts_order SET state = 'back' WHERE state = 'batched' AND id = ANY(%(orders)s::bigint[])",
        orders=ended,
    )
    if moved != len(ended):
        raise store.WriteConflict
    store.insert(
        "payouts_comeback",
        fresh.select(
            "kind", "code", "words", "source", "journal_id", transfer_id="transfer", at=pl.lit(now)
        ),
    )
    for (kind,), part in fresh.group_by("kind"):
        audit.note(
            "payouts",
            {
                "what": kind,
                "transfers": part["transfer"].sort().to_list()[:1_000],
                "count": part.height,
            },
        )
    return fresh.height
