"""Whose sittings at a counter are whose (see `engine.rows`): the client's and the clerk's; the queue names nobody."""

from guichet.engine.rows import ACCOUNT, Rows, free, with_row

_QUEUE = "places in a queue, which name nobody"

ROWS = {
    "reception_branch": free("where the branches are"),
    "reception_roll": free(_QUEUE),
    "reception_ticket": free(_QUEUE),
    "reception_sitting": Rows(f"client_id = {ACCOUNT} OR clerk_id = {ACCOUNT}"),
    "reception_consent": with_row("reception_sitting", "of.id = sitting_id"),
    "reception_handling": with_row("engine_transaction", "of.id = transaction"),
}
