"""Whose payments out are whose (see `engine.rows`): who is paid sees the attempts and what became of them; batches and
decisions are the office's."""

from guichet.engine.rows import behind_the_counter, of_party, with_row

ROWS = {
    "payouts_order": of_party(),
    "payouts_batch": behind_the_counter(),
    "payouts_transfer": with_row("payouts_order", "of.id = order_id"),
    "payouts_debit": with_row("payouts_transfer", "of.id = transfer_id"),
    "payouts_comeback": with_row("payouts_transfer", "of.id = transfer_id"),
    "payouts_decision": behind_the_counter(),
}
