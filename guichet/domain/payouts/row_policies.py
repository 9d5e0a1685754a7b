"""Whose payments out are whose (see `engine.row_policies`): who is paid sees the attempts and what
became of them; batches and decisions are the office's.
"""

from guichet.engine.row_policies import behind_the_counter, held, of_party, with_row

_MONEY = held("gather", "release", "reconcile", "books")

ROWS = {
    "payouts_order": of_party(office=_MONEY),
    "payouts_batch": behind_the_counter(_MONEY),
    "payouts_transfer": with_row("payouts_order", "of.id = order_id", office=_MONEY),
    "payouts_debit": with_row("payouts_transfer", "of.id = transfer_id", office=_MONEY),
    "payouts_comeback": with_row("payouts_transfer", "of.id = transfer_id", office=_MONEY),
    "payouts_decision": behind_the_counter(_MONEY),
}
