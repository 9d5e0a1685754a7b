"""A file is its sender's (see `engine.row_policies`)."""

from guichet.engine.row_policies import of_account, with_row

ROWS = {"bulk_file": of_account("account"), "bulk_part": with_row("bulk_file", "of.id = file_id")}
