"""A released batch leaves as one file, once.

The file is written under another name, checked against the schema, and its hash stands in the
database before it gets its own name, which is what the bank looks for. Whoever dies on the way
leaves nothing that is paid twice: the next worker writes the same bytes, with the same message id,
which a bank takes once.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from guichet.domain.iso20022 import standard, transfers
from guichet.domain.payouts import locks
from guichet.domain.payouts.bank_references import end_to_end_of, message_of
from guichet.domain.payouts.transfers import checked
from guichet.domain.payouts.words import PURPOSES
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused

log = logging.getLogger(__name__)

# ISO 20022's codes of what a payment is for.
# ISO 20022's category purposes: a pension, a social security benefit, a government payment.
_CATEGORIES = {
    "benefit": "PENS",
    "benefit-arrears": "PENS",
    "benefit-grant": "SSBE",
    "credit-refund": "GOVT",
}


class NotTheSame(Exception):
    """The file of a batch would not be the one that was written before."""


def send(now: datetime) -> int:
    """Send every batch that was released and has not left; how many left now.

    One that is not what was released any more stays, with an error in the log, until somebody looks
    into it.
    """
    if not settings.PAYOUT_OUTBOX:
        return 0
    outbox, sent = Path(settings.PAYOUT_OUTBOX), 0
    for batch in unsent():
        try:
            sent += send_one(batch, outbox, now)
        except (Refused, NotTheSame, OSError) as error:
            said = error.sentence("en") if isinstance(error, Refused) else error
            log.error("batch %s did not leave: %s", batch, said)
    return sent


def unsent() -> list[int]:
    """The batches that were released and have not left, the oldest first."""
    found = store.rows(
        "SELECT id FROM payouts_batch WHERE released_at IS NOT NULL AND sent_at IS NULL ORDER BY id"
    )
    return [int(row[0]) for row in found]


def send_one(batch: int, outbox: Path, now: datetime) -> bool:
    """Send a batch; False if it has left already or somebody else is at it.

    Raises:
        Refused: it is not what was released, or its file would break the standard.
        NotTheSame: an earlier attempt wrote other bytes.
    """
    outbox.mkdir(parents=True, exist_ok=True)
    with locks.file(batch) as ours:
        row = _released(batch)
        if not ours or row is None:
            return False
        name = f"{message_of(batch, row['released_at'])}.pain.001.xml"
        part = outbox / f".{name}.part"
        if row["answered_at"] is None:  # else the bank has it: we died before we could say so
            _write(part, batch, row)
            with store.atomic():
                _same(batch, part, row)
            give_its_name(part, outbox / name)
        with store.atomic():
            store.execute(
                "UPDATE payouts_batch SET sent_at = %(now)s WHERE id = %(batch)s AND sent_at IS NULL",
                batch=batch,
                now=now,
            )
            audit.note("payouts", {"what": "sent", "batch": batch, "file": name})
    return True


def _released(batch: int) -> dict[str, Any] | None:
    found = store.fetch_in_place(
        "SELECT count, total, digest, account, payer, released_at, pay_on, file_digest, answered_at FROM payouts_batch"
        " WHERE id = %(batch)s AND released_at IS NOT NULL AND sent_at IS NULL",
        {
            "count": pl.Int64,
            "total": pl.Int64,
            "digest": pl.String,
            "account": pl.String,
            "payer": pl.String,
            "released_at": pl.Datetime("us", "UTC"),
            "pay_on": pl.Date,
            "file_digest": pl.String,
            "answered_at": pl.Datetime("us", "UTC"),
        },
        batch=batch,
    )
    return None if found.is_empty() else found.row(0, named=True)


def _write(part: Path, batch: int, row: dict[str, Any]) -> None:
    """The file under its other name, whole and on the disk, and as the standard wants it."""
    head = transfers.Head(
        message=message_of(batch, row["released_at"]),
        created=row["released_at"].astimezone(HOME),
        count=row["count"],
        total=row["total"],
        payer=row["payer"],
        account=row["account"],
        bank=settings.PAYOUT_BANK,
        pay_on=row["pay_on"],
    )
    with part.open("wb") as out:
        transfers.write(out, head, _lines(batch, row["digest"]))
        out.flush()
        os.fsync(out.fileno())
    standard.check(part, transfers.KIND, transfers.WITHIN)


def _lines(batch: int, digest: str) -> Iterator[pl.DataFrame]:
    words = {purpose: text.ar for purpose, text in PURPOSES.items()}
    for piece in checked(batch, digest):
        yield piece.select(
            "name",
            "iban",
            "amount",
            end_to_end=end_to_end_of(pl.col("transfer")),
            category=pl.col("purpose").replace_strict(_CATEGORIES),
            words=pl.col("purpose").replace_strict(words) + " " + pl.col("reference"),
        )


def _same(batch: int, part: Path, row: dict[str, Any]) -> None:
    """What will leave is on record before it does; a second writing gives the same bytes or none
    leave.
    """
    with part.open("rb") as written:
        digest = file_digest(written, "sha256").hexdigest()
    if row["file_digest"] is None:
        store.execute(
            "UPDATE payouts_batch SET file_digest = %(digest)s WHERE id = %(batch)s",
            batch=batch,
            digest=digest,
        )
    elif row["file_digest"] != digest:
        raise NotTheSame(f"the file of batch {batch} would not be what was written before")


def give_its_name(part: Path, place: Path) -> None:
    """Give the file its name, for good."""
    part.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
