"""The transfers of a batch as the database has them, and the hash that says they are the same."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import polars as pl

from guichet.engine import store
from guichet.engine.refusal import Refusal, Refused

PIECE = 50_000
TRANSFER = {
    "transfer": pl.Int64,
    "order": pl.Int64,
    "party_kind": pl.String,
    "party": pl.Int64,
    "name": pl.String,
    "iban": pl.String,
    "amount": pl.Int64,
    "purpose": pl.String,
    "reference": pl.String,
}


BATCH_CHANGED = Refusal(
    "payouts-batch-changed",
    ar="تغيّر أمر صرف بعد جمع الدفعة، فلا يمكن اعتمادها. ألغها واجمعها من جديد.",
    en="An order changed after the batch was gathered, so it cannot be released. Discard it and gather again.",
    fr="Un ordre a changé depuis la constitution du lot, qui ne peut donc être libéré. Abandonnez-le et recommencez.",
)


def canonical(piece: pl.DataFrame) -> bytes:
    """The bytes of a piece that are hashed: columns of `TRANSFER`, without a heading."""
    return piece.select(*TRANSFER).write_csv(include_header=False).encode()


def pieces(batch: int) -> Iterator[pl.DataFrame]:
    """The transfers of a batch as the database has them, in order: columns of `TRANSFER`.

    The amount and the reference are the order's, so that a transfer that no longer is what was
    ordered shows.
    """
    last = 0
    while True:
        piece = store.fetch(
            "SELECT t.id, t.order_id, o.party_kind, o.party, t.name, t.iban,"
            " CASE WHEN t.amount = o.amount THEN o.amount END, o.purpose, o.reference FROM payouts_transfer t"
            " JOIN payouts_order o ON o.id = t.order_id WHERE t.batch_id = %(batch)s AND t.id > %(last)s"
            f" ORDER BY t.id LIMIT {PIECE}",
            TRANSFER,
            batch=batch,
            last=last,
        )
        if piece.is_empty():
            return
        last = int(piece["transfer"][-1])
        yield piece


def checked(batch: int, digest: str) -> Iterator[pl.DataFrame]:
    """The transfers of a batch, at the end of which it is sure that they are what was gathered.

    Raises:
        Refused: they are not.
    """
    hashed = sha256()
    for piece in pieces(batch):
        hashed.update(canonical(piece))
        yield piece
    if hashed.hexdigest() != digest:
        raise Refused(BATCH_CHANGED)


def digest_of(batch: int) -> str:
    """The hash of a batch as the database has it now."""
    hashed = sha256()
    for piece in pieces(batch):
        hashed.update(canonical(piece))
    return hashed.hexdigest()
