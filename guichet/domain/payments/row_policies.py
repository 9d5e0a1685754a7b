"""Whose payments are whose (see `engine.row_policies`)."""

from guichet.engine.row_policies import behind_the_counter, free, of_party, with_row

ROWS = {
    "payments_payment": of_party("establishment"),
    "payments_reversal": with_row("payments_payment", "of.id = payment_id"),
    "payments_return": with_row(
        "payments_payment",
        "of.scheme = payments_return.scheme AND of.scheme_key = payments_return.scheme_key",
    ),
    "payments_returnbooking": with_row("payments_payment", "of.id = payment_id"),
    "payments_assignment": of_party("establishment"),
    "payments_billversion": of_party("establishment"),
    "payments_delivery": with_row("payments_billversion", "of.id = bill_id"),
    "payments_difference": behind_the_counter(),
    "payments_settlement": behind_the_counter(),
    "payments_look": free("up to which number the ledger was looked at"),
    "payments_order": of_party("establishment"),
    # A part is its own establishment's: whoever stands for another part of the order reads no debt
    # of this one.
    "payments_orderpart": of_party("establishment"),
    "payments_failure": with_row("payments_order", "of.transaction = order_id"),
    "payments_entry": behind_the_counter(),
    "payments_statement": behind_the_counter(),
    "payments_statedline": behind_the_counter(),
}
