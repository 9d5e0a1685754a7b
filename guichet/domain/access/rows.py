"""Whose readings are whose (see `engine.rows`)."""

from guichet.engine.rows import PARTIES, Rows

ROWS = {
    "access_reading": Rows(
        f"subjects && {PARTIES} OR (party_kind = 'establishment' AND party = ANY {PARTIES})",
        added=True,
    ),
}
