"""Orders as they stand: their parts, what of each was paid and taken back, and what that makes of
the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import polars as pl
from django.conf import settings

from guichet.engine import store
from guichet.lib import reference

SCHEME = "online"


class Status(StrEnum):
    """How an order stands."""

    WAITING = "waiting"
    FAILED = "failed"  # a try came to nothing; it can be tried again
    EXPIRED = "expired"
    PAID = "paid"
    PARTLY = "partly"  # a part of it was taken back
    REVERSED = "reversed"  # the provider took the payment back


_OPEN = (Status.WAITING, Status.FAILED)


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What of an order pays one establishment's account; halalas."""

    establishment: int
    reference: str
    amount: int
    scheme_key: str
    paid_at: datetime | None
    back: int  # of it, what was taken back
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order and whether it is paid; halalas. Of its parts those that the reader may see."""

    transaction: int
    establishment: int
    amount: int
    placed_at: datetime
    failed_at: datetime | None
    parts: tuple[OrderPart, ...]

    @property
    def name(self) -> str:
        """How it is called outside: the reference of its transaction."""
        return reference.encode(self.transaction)

    @property
    def expires_at(self) -> datetime:
        """Until when it can be paid."""
        return self.placed_at + life()

    @property
    def whole(self) -> bool:
        """Whether the reader sees all of its parts."""
        return sum(part.amount for part in self.parts) == self.amount

    @property
    def references(self) -> str:
        """What pays each part at any ATM or bank."""
        return ", ".join(part.reference for part in self.parts)

    @property
    def paid_at(self) -> datetime | None:
        """When its payer paid."""
        return next((part.paid_at for part in self.parts if part.paid_at is not None), None)

    @property
    def _back_at(self) -> datetime | None:
        return max((part.back_at for part in self.parts if part.back_at is not None), default=None)

    def status(self, now: datetime) -> Status:
        """How it stands."""
        if self.paid_at is not None:
            back = sum(part.back for part in self.parts)
            if back == 0:
                return Status.PAID
            return (
                Status.PARTLY if back < sum(part.amount for part in self.parts) else Status.REVERSED
            )
        if now >= self.expires_at:
            return Status.EXPIRED
        return Status.WAITING if self.failed_at is None else Status.FAILED

    def since(self, now: datetime) -> datetime:
        """Since when it stands so."""
        moments = {
            Status.PAID: self.paid_at,
            Status.PARTLY: self._back_at,
            Status.REVERSED: self._back_at,
            Status.FAILED: self.failed_at,
            Status.EXPIRED: self.expires_at,
        }
        return moments.get(self.status(now)) or self.placed_at

    def payable(self, now: datetime) -> bool:
        """Whether its payer can be sent to the provider."""
        return self.status(now) in _OPEN


def life() -> timedelta:
    """How long an order can be paid."""
    return timedelta(hours=settings.PAYMENT_ORDER_HOURS)


def find(transaction: int) -> Order | None:
    """The order of a transaction."""
    return next(iter(find_many([transaction])), None)


def find_many(transactions: Sequence[int]) -> list[Order]:
    """The orders of transactions, with those of their parts that may be seen."""
    moment = pl.Datetime("us", "UTC")
    # A reversal is found by its key: one that overtook its payment names none, and that payment
    # never counted.
    found = store.fetch_in_place(
        "SELECT o.transaction, o.establishment, o.amount, o.placed_at,"
        " (SELECT max(f.failed_at) FROM payments_failure f WHERE f.order_id = o.transaction),"
        " q.establishment, q.reference, q.amount, q.scheme_key, p.paid_at,"
        " CASE WHEN r.id IS NOT NULL THEN q.amount ELSE coalesce(b.amount, 0) END, coalesce(r.reversed_at, b.at)"
        " FROM payments_order o LEFT JOIN payments_orderpart q ON q.order_id = o.transaction"
        " LEFT JOIN payments_payment p ON p.scheme = %(scheme)s AND p.scheme_key = q.scheme_key"
        " LEFT JOIN payments_reversal r ON (r.scheme, r.scheme_key) = (p.scheme, p.scheme_key)"
        " LEFT JOIN LATERAL (SELECT sum(k.amount)::bigint AS amount, max(t.returned_at) AS at"
        "  FROM payments_returnbooking k JOIN payments_return t ON t.id = k.told_id WHERE k.payment_id = p.id) b ON true"
        " WHERE o.transaction = ANY(%(ids)s::bigint[]) ORDER BY o.transaction, q.establishment",
        {
            "transaction": pl.Int64,
            "establishment": pl.Int64,
            "amount": pl.Int64,
            "placed_at": moment,
            "failed_at": moment,
            **{f"part_{name}": kind for name, kind in _PART.items()},
        },
        scheme=SCHEME,
        ids=pl.Series(list(transactions), dtype=pl.Int64),
    )
    return [_order(rows) for rows in found.partition_by("transaction", maintain_order=True)]


_PART = {
    "establishment": pl.Int64,
    "reference": pl.String,
    "amount": pl.Int64,
    "scheme_key": pl.String,
    "paid_at": pl.Datetime("us", "UTC"),
    "back": pl.Int64,
    "back_at": pl.Datetime("us", "UTC"),
}


def _order(rows: pl.DataFrame) -> Order:
    head = rows.select("transaction", "establishment", "amount", "placed_at", "failed_at").row(
        0, named=True
    )
    seen = rows.filter(pl.col("part_establishment").is_not_null())
    parts = seen.select(pl.col(f"part_{name}").alias(name) for name in _PART)
    return Order(**head, parts=tuple(OrderPart(**part) for part in parts.iter_rows(named=True)))
