"""Whose payments out are whose (see `engine.rows`); batches, attempts and what became of them are the office's."""

from guichet.engine.rows import behind_the_counter, of_party

ROWS = {
    "payouts_order": of_party(),
    "payouts_batch": behind_the_counter(),
    "payouts_transfer": behind_the_counter(),
    "payouts_debit": behind_the_counter(),
    "payouts_comeback": behind_the_counter(),
    "payouts_decision": behind_the_counter(),
}
