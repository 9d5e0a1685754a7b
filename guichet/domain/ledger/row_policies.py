"""Whose accounts of the ledger are whose (see `engine.row_policies`); the institution's own are the
office's.
"""

from guichet.engine.row_policies import of_party, with_row

ROWS = {
    "ledger_account": of_party(),
    "ledger_entry": with_row("ledger_account", "of.id = account_id"),
    "ledger_journal": with_row("ledger_entry", "of.journal_id = ledger_journal.id"),
}
