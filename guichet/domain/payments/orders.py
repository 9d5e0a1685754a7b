"""Online payment: an order is placed, a provider's own page takes the card, and the provider tells us.

We never see a card. What the browser says when it comes back counts for nothing: only a notice that the provider signed
pays an order, once, and for the very amount of the order. An order that nobody pays expires; money that comes for it all
the same counts, because it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import polars as pl
from django.conf import settings

from guichet.domain.payments.backends import hosted
from guichet.domain.payments.commands import NOTICE, receive
from guichet.engine import scope, store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib import reference

SCHEME, CHANNEL = "online", "internet"

PROVIDER_DOWN = Refusal(
    "payment-page-unavailable",
    ar="تعذر فتح صفحة الدفع الآن ولم يُخصم شيء. حاول بعد قليل، أو ادفع برقم السداد {reference} في أي صراف أو بنك.",
    en="The payment page cannot be opened now and nothing was taken. Try again in a while, or pay with the reference {reference} at any ATM or bank.",
    fr="La page de paiement ne s’ouvre pas et rien n’a été débité. Réessayez plus tard, ou payez avec la référence {reference} à un distributeur ou en banque.",
)
WRONG_AMOUNT = Refusal(
    "payment-not-of-the-order",
    ar="المبلغ لا يطابق الطلب {order}. لم يُسجَّل شيء.",
    en="The amount is not that of order {order}. Nothing was recorded.",
    fr="Le montant n’est pas celui de la commande {order}. Rien n’a été enregistré.",
)


class Status(StrEnum):
    """How an order stands."""

    WAITING = "waiting"
    FAILED = "failed"  # a try came to nothing; it can be tried again
    EXPIRED = "expired"
    PAID = "paid"
    REVERSED = "reversed"  # the provider took the payment back


_OPEN = (Status.WAITING, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Order:
    """An order and whether it is paid; halalas."""

    transaction: int
    establishment: int
    reference: str
    amount: int
    placed_at: datetime
    paid_at: datetime | None
    reversed_at: datetime | None
    failed_at: datetime | None

    @property
    def name(self) -> str:
        """How it is called outside: the reference of its transaction."""
        return reference.encode(self.transaction)

    @property
    def expires_at(self) -> datetime:
        """Until when it can be paid."""
        return self.placed_at + _life()

    def status(self, now: datetime) -> Status:
        """How it stands."""
        if self.paid_at is not None:
            return Status.PAID if self.reversed_at is None else Status.REVERSED
        if now >= self.expires_at:
            return Status.EXPIRED
        return Status.WAITING if self.failed_at is None else Status.FAILED

    def since(self, now: datetime) -> datetime:
        """Since when it stands so."""
        moments = {
            Status.PAID: self.paid_at, Status.REVERSED: self.reversed_at, Status.FAILED: self.failed_at,
            Status.EXPIRED: self.expires_at,
        }  # fmt: skip
        return moments.get(self.status(now)) or self.placed_at

    def payable(self, now: datetime) -> bool:
        """Whether its payer can be sent to the provider."""
        return self.status(now) in _OPEN


def _life() -> timedelta:
    return timedelta(hours=settings.PAYMENT_ORDER_HOURS)


def place(orders: pl.DataFrame, now: datetime) -> None:
    """Keep orders (transaction, establishment, reference, amount) in the caller's ``atomic``."""
    store.insert("payments_order", orders.with_columns(placed_at=pl.lit(now)))


def find(transaction: int) -> Order | None:
    """The order of a transaction."""
    return next(iter(find_many([transaction])), None)


def find_many(transactions: Sequence[int]) -> list[Order]:
    """The orders of transactions."""
    moment = pl.Datetime("us", "UTC")
    # A reversal is found by its key: one that overtook its payment names none, and that payment never counted.
    found = store.fetch_in_place(
        "SELECT o.transaction, o.establishment, o.reference, o.amount, o.placed_at, p.paid_at, r.reversed_at,"
        " (SELECT max(f.failed_at) FROM payments_failure f WHERE f.order_id = o.transaction)"
        " FROM payments_order o"
        " LEFT JOIN payments_payment p ON p.scheme = %(scheme)s AND p.scheme_key = o.transaction::text"
        " LEFT JOIN payments_reversal r ON (r.scheme, r.scheme_key) = (p.scheme, p.scheme_key) WHERE o.transaction = ANY(%(ids)s::bigint[])",
        {
            "transaction": pl.Int64, "establishment": pl.Int64, "reference": pl.String, "amount": pl.Int64,
            "placed_at": moment, "paid_at": moment, "reversed_at": moment, "failed_at": moment,
        },
        scheme=SCHEME,
        ids=pl.Series(list(transactions), dtype=pl.Int64),
    )  # fmt: skip
    return [Order(**row) for row in found.iter_rows(named=True)]


def unpaid(establishments: pl.Series, now: datetime) -> pl.DataFrame:
    """The latest order of each sum that can still be paid: ``establishment``, ``amount`` and its ``transaction``.

    Whoever asks again for what waits already is led to the same order: two pages open beside one another pay once.
    """
    return store.fetch(
        "SELECT o.establishment, o.amount, max(o.transaction) FROM payments_order o"
        " WHERE o.establishment = ANY(%(numbers)s::bigint[]) AND o.placed_at > %(since)s AND NOT EXISTS"
        " (SELECT FROM payments_payment p WHERE p.scheme = %(scheme)s AND p.scheme_key = o.transaction::text)"
        " GROUP BY o.establishment, o.amount",
        {"establishment": pl.Int64, "amount": pl.Int64, "transaction": pl.Int64},
        numbers=establishments,
        since=now - _life(),
        scheme=SCHEME,
    )


def open_page(order: Order, *, back: str, notices: str, language: str) -> str:
    """The address of the provider's page for this order; of one order always the same.

    Args:
        back: where the browser returns to.
        notices: where the provider tells us of the payment.

    Raises:
        Refused: the provider does not answer, or there is none.
    """
    try:
        return hosted.open_page(
            {
                "order": order.name,
                "amount": order.amount,
                "currency": "SAR",
                "language": language,
                "back": back,
                "notices": notices,
                "expires_at": order.expires_at.isoformat(),
            }
        )
    except hosted.Down as error:
        raise Refused(PROVIDER_DOWN, reference=order.reference) from error


def told(body: bytes, headers: dict[str, str], now: datetime) -> str | None:
    """Take in a provider's notice; how it ended (`Taken`, or ``failed``), None when it is of no order of ours.

    Raises:
        hosted.Forged: the provider did not sign it.
        Refused: the amount is another than the order's.
    """
    notice = hosted.read(body, headers)
    number = reference.decode(notice.order)
    with scope.counter():  # the provider has signed; it stands for nobody who has signed in
        order = find(number) if number is not None else None
        if order is None:
            return None
        if notice.amount != order.amount:
            raise Refused(WRONG_AMOUNT, order=order.name)
        if not notice.paid:
            _failed(order, notice, now)
            return Status.FAILED
    row: dict[str, object] = {
        "scheme": SCHEME,
        "scheme_key": str(order.transaction),
        "reference": order.reference,
        "amount": order.amount,
        "paid_at": notice.at,
        "channel": CHANNEL,
    }
    return str(receive(pl.DataFrame([row], schema=NOTICE), now)["outcome"][0])


def _failed(order: Order, notice: hosted.Notice, now: datetime) -> None:
    store.execute(
        "INSERT INTO payments_failure (order_id, failed_at, cause, received_at)"
        " VALUES (%(order)s, %(at)s, %(cause)s, %(now)s) ON CONFLICT DO NOTHING",
        order=order.transaction,
        at=notice.at,
        cause=notice.cause,
        now=now,
    )
