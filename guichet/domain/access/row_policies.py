"""Whose readings are whose (see `engine.row_policies`)."""

from guichet.engine.row_policies import PARTIES, Rows

ROWS = {
    "access_reading": Rows(
        f"subjects && {PARTIES} OR (party_kind = 'establishment' AND party = ANY {PARTIES})",
        added=True,
    ),
}
