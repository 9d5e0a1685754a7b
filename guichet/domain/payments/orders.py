"""Online payment: an order is placed, a provider's own page takes the card, and the provider tells
us.

We never see a card. What the browser says when it comes back counts for nothing: only a notice that
the provider signed pays an order, once, and for the very amount of the order. An order that nobody
pays expires; money that comes for it all the same counts, because it was taken.

An order has parts, one for each establishment that it pays: each is a payment of its own, by its
own key, and all are taken in at one moment or none is. Their sum is the order's.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.payments.backends import hosted
from guichet.domain.payments.commands import NOTICE, Taken, receive
from guichet.domain.payments.order_states import SCHEME, Order, Status, find, life
from guichet.domain.payments.order_states import find_many as find_many
from guichet.engine import scope, store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib import reference
from guichet.lib.locale import here

CHANNEL = "internet"

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


def place(orders: pl.DataFrame, parts: pl.DataFrame, now: datetime) -> None:
    """Keep orders in the caller's ``atomic``.

    Args:
        orders: transaction, establishment (that asks), reference, amount.
        parts: transaction, establishment, reference, amount; of each order at least one, and
            together its amount.

    Raises:
        ValueError: the parts do not come to the order's amount.
    """
    sums = parts.group_by("transaction").agg(parts=pl.col("amount").sum())
    both = orders.join(sums, on="transaction", how="left")
    if both.filter(pl.col("parts").ne_missing(pl.col("amount"))).height:
        raise ValueError("the parts of an order come to its amount")
    store.insert("payments_order", orders.with_columns(placed_at=pl.lit(now)))
    asked = orders.select("transaction", asker="establishment")
    key = pl.col("transaction").cast(pl.String)
    other = pl.format("{}/{}", "transaction", "establishment")
    own = pl.col("establishment") == pl.col("asker")
    store.insert(
        "payments_orderpart",
        parts.join(asked, on="transaction", maintain_order="left").select(
            "establishment",
            "reference",
            "amount",
            order_id="transaction",
            scheme_key=pl.when(own).then(key).otherwise(other),
        ),
    )


def unpaid(establishments: pl.Series, now: datetime) -> pl.DataFrame:
    """The latest order of the same parts that can still be paid: ``pays`` (`pays_of`) and its
    ``transaction``.

    Whoever asks again for what waits already is led to the same order: two pages open beside one
    another pay once. An order of which a reader does not see all parts is not the one that he asks
    for.
    """
    return store.fetch(
        "SELECT pays, max(transaction) FROM (SELECT o.transaction,"
        "  string_agg(q.establishment || ':' || q.amount, ',' ORDER BY q.establishment) AS pays"
        "  FROM payments_order o JOIN payments_orderpart q ON q.order_id = o.transaction"
        "  WHERE o.placed_at > %(since)s AND o.transaction IN"
        "   (SELECT order_id FROM payments_orderpart WHERE establishment = ANY(%(numbers)s::bigint[]))"
        "  AND NOT EXISTS (SELECT FROM payments_orderpart z JOIN payments_payment p ON p.scheme_key = z.scheme_key"
        "   WHERE z.order_id = o.transaction AND p.scheme = %(scheme)s)"
        "  GROUP BY o.transaction, o.amount HAVING sum(q.amount) = o.amount) waiting GROUP BY pays",
        {"pays": pl.String, "transaction": pl.Int64},
        numbers=establishments,
        since=now - life(),
        scheme=SCHEME,
    )


def pays_of(parts: pl.DataFrame) -> pl.DataFrame:
    """What orders pay, as one text each: ``order`` and ``pays``, of the parts' order, establishment
    and amount.
    """
    return (
        parts.sort("establishment")
        .group_by("order")
        .agg(pays=pl.format("{}:{}", "establishment", "amount").str.join(","))
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
                "currency": here().currency.code,
                "language": language,
                "back": back,
                "notices": notices,
                "expires_at": order.expires_at.isoformat(),
            }
        )
    except hosted.Down as error:
        raise Refused(PROVIDER_DOWN, reference=order.references) from error


def told(body: bytes, headers: dict[str, str], now: datetime) -> str | None:
    """Take in a provider's notice; how it ended (`Taken`, or ``failed``), None when it is of no
    order of ours.

    Raises:
        hosted.Forged: the provider did not sign it.
        Refused: the amount is another than the order's.
    """
    notice = hosted.read(body, headers)
    number = reference.decode(notice.order)
    with scope.as_institution():  # the provider has signed; it stands for nobody who has signed in
        order = find(number) if number is not None else None
        if order is None:
            return None
        if notice.amount != order.amount:
            raise Refused(WRONG_AMOUNT, order=order.name)
        if not notice.paid:
            _failed(order, notice, now)
            return Status.FAILED
    rows = [
        {
            "scheme": SCHEME,
            "scheme_key": part.scheme_key,
            "reference": part.reference,
            "amount": part.amount,
            "paid_at": notice.at,
            "channel": CHANNEL,
        }
        for part in order.parts
    ]
    ended = receive(pl.DataFrame(rows, schema=NOTICE), now)["outcome"].to_list()
    return str(next(outcome for outcome in _WEIGHT if outcome in ended))


# Of how several parts ended, which is told: what needs somebody first, what repeats last.
_WEIGHT = (Taken.CONFLICT, Taken.SUSPENSE, Taken.ACCEPTED, Taken.CANCELLED, Taken.REPEATED)


def _failed(order: Order, notice: hosted.Notice, now: datetime) -> None:
    store.execute(
        "INSERT INTO payments_failure (order_id, failed_at, cause, received_at)"
        " VALUES (%(order)s, %(at)s, %(cause)s, %(now)s) ON CONFLICT DO NOTHING",
        order=order.transaction,
        at=notice.at,
        cause=notice.cause,
        now=now,
    )
