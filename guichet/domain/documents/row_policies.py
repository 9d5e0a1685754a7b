"""Whose documents are whose (see `engine.row_policies`). Anybody with a paper and its code checks
it at the counter.
"""

from guichet.engine.row_policies import of_party, with_row, with_transaction

ROWS = {
    "documents_document": of_party(),
    "documents_revocation": with_row("documents_document", "of.id = document_id"),
    "documents_copy": with_transaction("transaction"),
}
