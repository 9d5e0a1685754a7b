"""The tables of payments. Rows come by COPY (`commands`); triggers keep them as they were."""

from guichet.domain.payments.models.bank import Entry, StatedLine, Statement
from guichet.domain.payments.models.order import Failure, Order, OrderPart
from guichet.domain.payments.models.payment import (
    Assignment,
    BillVersion,
    Delivery,
    Difference,
    Look,
    Payment,
    Return,
    ReturnBooking,
    Reversal,
    Settlement,
)

__all__ = [
    "Assignment",
    "BillVersion",
    "Delivery",
    "Difference",
    "Entry",
    "Failure",
    "Look",
    "Order",
    "OrderPart",
    "Payment",
    "Return",
    "ReturnBooking",
    "Reversal",
    "Settlement",
    "StatedLine",
    "Statement",
]
