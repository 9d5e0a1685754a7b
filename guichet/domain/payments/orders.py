"""Online payment: an order is placed, a provider's own page takes the card, and the provider tells us.

We never see a card. What the browser says when it comes back counts for nothing: only a notice that the provider signed
pays an order, once, and for the very amount of the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from guichet.domain.payments.backends import hosted
from guichet.domain.payments.commands import NOTICE, Taken, receive
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


@dataclass(frozen=True, slots=True)
class Order:
    """An order and whether it is paid; halalas."""

    transaction: int
    establishment: int
    reference: str
    amount: int
    placed_at: datetime
    paid_at: datetime | None
    reversed: bool

    @property
    def name(self) -> str:
        """How it is called outside: the reference of its transaction."""
        return reference.encode(self.transaction)


def place(orders: pl.DataFrame, now: datetime) -> None:
    """Keep orders (transaction, establishment, reference, amount) in the caller's ``atomic``."""
    store.insert("payments_order", orders.with_columns(placed_at=pl.lit(now)))


def find(transaction: int) -> Order | None:
    """The order of a transaction."""
    found = store.fetch_in_place(
        "SELECT o.transaction, o.establishment, o.reference, o.amount, o.placed_at, p.paid_at, r.id IS NOT NULL"
        " FROM payments_order o"
        " LEFT JOIN payments_payment p ON p.scheme = %(scheme)s AND p.scheme_key = o.transaction::text"
        " LEFT JOIN payments_reversal r ON r.payment_id = p.id WHERE o.transaction = %(id)s",
        {
            "transaction": pl.Int64, "establishment": pl.Int64, "reference": pl.String, "amount": pl.Int64,
            "placed_at": pl.Datetime("us", "UTC"), "paid_at": pl.Datetime("us", "UTC"), "reversed": pl.Boolean,
        },
        scheme=SCHEME,
        id=transaction,
    )  # fmt: skip
    return Order(**found.row(0, named=True)) if found.height else None


def open_page(order: Order, *, back: str, notices: str, language: str) -> str:
    """The address of the provider's page for this order.

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
            }
        )
    except hosted.Down as error:
        raise Refused(PROVIDER_DOWN, reference=order.reference) from error


def told(body: bytes, headers: dict[str, str], now: datetime) -> Taken | None:
    """Take in a provider's notice; None when it is no notice of an order of ours.

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
    row: dict[str, object] = {
        "scheme": SCHEME,
        "scheme_key": str(order.transaction),
        "reference": order.reference,
        "amount": order.amount,
        "paid_at": notice.paid_at,
        "channel": CHANNEL,
    }
    return Taken(receive(pl.DataFrame([row], schema=NOTICE), now)["outcome"][0])
