"""Whose accounts of the ledger are whose (see `engine.rows`); the institution's own are the
office's.
"""

from guichet.engine.rows import of_party, with_row

ROWS = {
    "ledger_account": of_party(),
    "ledger_entry": with_row("ledger_account", "of.id = account_id"),
    "ledger_journal": with_row("ledger_entry", "of.journal_id = ledger_journal.id"),
}
