"""Reading payouts: what waits, the batches, what came back, and how all of it stands to the
ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from guichet.engine import store
from guichet.engine.actor import PartyKind

_MOMENT = pl.Datetime("us", "UTC")
BATCH = {
    "batch": pl.Int64,
    "count": pl.Int64,
    "total": pl.Int64,
    "digest": pl.String,
    "account": pl.String,
    "gathered_by": pl.Int64,
    "gathered_at": _MOMENT,
    "released_by": pl.Int64,
    "released_at": _MOMENT,
    "discarded_at": _MOMENT,
    "sent_at": _MOMENT,
    "answer": pl.String,
    "rejected": pl.Int64,
    "returned": pl.Int64,
}
BACK = {
    "transfer": pl.Int64,
    "order": pl.Int64,
    "party_kind": pl.String,
    "party": pl.Int64,
    "name": pl.String,
    "iban": pl.String,
    "amount": pl.Int64,
    "purpose": pl.String,
    "reference": pl.String,
    "kind": pl.String,  # rejected, returned
    "code": pl.String,
    "words": pl.String,
    "at": _MOMENT,
}
PAYOUT = {
    "order": pl.Int64,
    "party_kind": pl.String,
    "party": pl.Int64,
    "amount": pl.Int64,
    "purpose": pl.String,
    "reference": pl.String,
    "iban": pl.String,  # it goes or went to; null: the one on record when it is sent again
    "ordered_at": _MOMENT,
    "state": pl.String,  # waiting, batched, paid, back, credited
    "code": pl.String,  # why it is back, or was before it waits again; empty: the bank gave none
}


def waiting() -> pl.DataFrame:
    """What waits to be gathered, by purpose: purpose, count, amount, since."""
    return store.fetch(
        "SELECT purpose, count(*), sum(amount)::bigint, min(ordered_at) FROM payouts_order WHERE state = 'waiting'"
        " GROUP BY purpose ORDER BY purpose",
        {"purpose": pl.String, "count": pl.Int64, "amount": pl.Int64, "since": _MOMENT},
    )


def recent_batches(limit: int = 50) -> pl.DataFrame:
    """The batches, the latest first: columns of `BATCH`."""
    return _batches("ORDER BY b.id DESC LIMIT %(limit)s", limit=limit)


def batch(number: int) -> pl.DataFrame:
    """One batch: columns of `BATCH`."""
    return _batches("WHERE b.id = %(number)s", number=number)


def _batches(rest: str, **given: int) -> pl.DataFrame:
    counted = (
        "(SELECT count(*) FROM payouts_comeback c JOIN payouts_transfer t ON t.id = c.transfer_id"
        " WHERE t.batch_id = b.id AND c.kind = '{}')"
    )
    return store.fetch(
        "SELECT b.id, b.count, b.total, b.digest, b.account, b.gathered_by, b.gathered_at, b.released_by, b.released_at,"
        f" b.discarded_at, b.sent_at, b.answer, {counted.format('rejected')}, {counted.format('returned')}"
        f" FROM payouts_batch b {rest}",
        BATCH,
        **given,
    )


def largest(number: int, limit: int = 20) -> pl.DataFrame:
    """The largest transfers of a batch: party_kind, party, name, iban, amount, purpose,
    reference.
    """
    return store.fetch(
        "SELECT o.party_kind, o.party, t.name, t.iban, t.amount, o.purpose, o.reference FROM payouts_transfer t"
        " JOIN payouts_order o ON o.id = t.order_id WHERE t.batch_id = %(number)s"
        " ORDER BY t.amount DESC, t.id LIMIT %(limit)s",
        {
            "party_kind": pl.String,
            "party": pl.Int64,
            "name": pl.String,
            "iban": pl.String,
            "amount": pl.Int64,
            "purpose": pl.String,
            "reference": pl.String,
        },
        number=number,
        limit=limit,
    )


# Its money is with us: it never left, or it is back.
_HOME = (
    "(NOT EXISTS (SELECT FROM payouts_debit d WHERE d.transfer_id = t.id)"
    " OR EXISTS (SELECT FROM payouts_comeback r WHERE r.transfer_id = t.id AND r.kind = 'returned'))"
)


def came_back(transfer: int | None = None) -> pl.DataFrame:
    """Orders that came back, whose money is with us, and of which nobody has decided: columns of
    `BACK`, the oldest first.
    """
    one = "" if transfer is None else " AND t.id = %(transfer)s"
    return store.fetch(
        "SELECT t.id, o.id, o.party_kind, o.party, t.name, t.iban, o.amount, o.purpose, o.reference, c.kind, c.code,"
        " c.words, c.at FROM payouts_order o"
        " JOIN LATERAL (SELECT * FROM payouts_transfer t WHERE t.order_id = o.id ORDER BY t.id DESC LIMIT 1) t ON true"
        " JOIN LATERAL (SELECT * FROM payouts_comeback c WHERE c.transfer_id = t.id ORDER BY c.id DESC LIMIT 1) c ON true"
        f" WHERE o.state = 'back' AND {_HOME}{one} ORDER BY c.at, t.id",
        BACK,
        **({} if transfer is None else {"transfer": transfer}),
    )


def ordered_for(purpose: str) -> pl.DataFrame:
    """Every order of a purpose: ``order``, ``party_kind``, ``party``, ``amount``, ``reference``."""
    return store.fetch(
        "SELECT id, party_kind, party, amount, reference FROM payouts_order"
        " WHERE purpose = %(purpose)s ORDER BY id",
        {
            "order": pl.Int64,
            "party_kind": pl.String,
            "party": pl.Int64,
            "amount": pl.Int64,
            "reference": pl.String,
        },
        purpose=purpose,
    )


def payouts_of(party_kind: PartyKind, parties: pl.Series) -> pl.DataFrame:
    """Everything that was ordered to be paid to parties, the latest first: columns of `PAYOUT`."""
    return store.fetch(
        "SELECT o.id, o.party_kind, o.party, o.amount, o.purpose, o.reference,"
        " CASE WHEN o.state IN ('batched', 'back') THEN t.iban WHEN o.state = 'waiting' AND c.code IS NULL THEN o.iban END,"
        " o.ordered_at, CASE WHEN o.state = 'batched' AND d.transfer_id IS NOT NULL THEN 'paid' ELSE o.state END,"
        " CASE WHEN o.state IN ('back', 'waiting') THEN c.code END FROM payouts_order o"
        " LEFT JOIN LATERAL (SELECT * FROM payouts_transfer t WHERE t.order_id = o.id ORDER BY t.id DESC LIMIT 1) t ON true"
        " LEFT JOIN payouts_debit d ON d.transfer_id = t.id"
        " LEFT JOIN LATERAL (SELECT * FROM payouts_comeback c WHERE c.transfer_id = t.id ORDER BY c.id DESC LIMIT 1) c ON true"
        " WHERE o.party = ANY(%(parties)s::bigint[]) AND o.party_kind = %(kind)s ORDER BY o.ordered_at DESC, o.id DESC",
        PAYOUT,
        kind=party_kind.value,
        parties=parties,
    )


def payable() -> int:
    """What the ledger must hold as payable: everything ordered, less what left the account, and
    what came back of it.

    Credits are negative, as in the ledger.
    """
    return int(
        store.value(
            "SELECT (SELECT coalesce(sum(t.amount), 0) FROM payouts_debit d JOIN payouts_transfer t ON t.id = d.transfer_id)"
            " - (SELECT coalesce(sum(t.amount), 0) FROM payouts_comeback c JOIN payouts_transfer t ON t.id = c.transfer_id"
            "    WHERE c.kind = 'returned')"
            " - (SELECT coalesce(sum(amount), 0) FROM payouts_order WHERE state <> 'credited')"
        )
    )


def adrift(now: datetime) -> pl.DataFrame:
    """What the bank's word and its statements disagree on: key, kind, amount, at, batch; the oldest
    first.

    ``payout-not-back``: refused though it had left, and not returned. ``payout-never-left``:
        returned though no statement
    shows that it left. ``payout-not-debited``: sent two days ago and not refused, and no statement
    shows it.
    """
    return store.fetch(
        "SELECT 'GUICHET-T' || t.id, 'payout-not-back', t.amount, c.at, t.batch_id FROM payouts_comeback c"
        " JOIN payouts_transfer t ON t.id = c.transfer_id JOIN payouts_debit d ON d.transfer_id = t.id"
        " WHERE c.kind = 'rejected' AND NOT EXISTS"
        " (SELECT FROM payouts_comeback r WHERE r.transfer_id = t.id AND r.kind = 'returned')"
        " UNION ALL SELECT 'GUICHET-T' || t.id, 'payout-never-left', t.amount, c.at, t.batch_id FROM payouts_comeback c"
        " JOIN payouts_transfer t ON t.id = c.transfer_id WHERE c.kind = 'returned'"
        " AND NOT EXISTS (SELECT FROM payouts_debit d WHERE d.transfer_id = t.id)"
        " UNION ALL SELECT 'GUICHET-B' || b.id, 'payout-not-debited', sum(t.amount)::bigint, b.sent_at, b.id FROM payouts_batch b"
        " JOIN payouts_transfer t ON t.batch_id = b.id AND t.live"
        " WHERE b.sent_at < %(before)s AND NOT EXISTS (SELECT FROM payouts_debit d WHERE d.transfer_id = t.id)"
        " GROUP BY b.id ORDER BY 4, 1",
        {"key": pl.String, "kind": pl.String, "amount": pl.Int64, "at": _MOMENT, "batch": pl.Int64},
        before=now - timedelta(days=2),
    )
