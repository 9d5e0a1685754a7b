"""Cells of text files that no spreadsheet runs, whatever a client put into theirs; workbooks say
that their cells are text.
"""

from __future__ import annotations

import polars as pl

# What begins a formula, also as wide, small or raised signs, which some spreadsheets take for the
# plain ones.
_SIGNS = r"=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{FE66}\x{FE62}\x{FE63}\x{FE6B}\x{2212}\x{207A}\x{207B}\x{208A}\x{208B}"
# Blanks and marks that are not seen are passed over; what begins with a control is never innocent.
_RISKY = rf"^(?:[\t\r\n]|[\s\p{{Z}}\p{{C}}]*[{_SIGNS}])"
_NUMBER = r"^[+\-][0-9 .,]*$"


def harmless(cell: pl.Expr) -> pl.Expr:
    """A cell that a spreadsheet will not run as a formula; numbers such as -5 and +966 5... stay as
    they are.
    """
    risky = cell.str.contains(_RISKY) & ~cell.str.contains(_NUMBER)
    return pl.when(~risky).then(cell).otherwise(pl.lit("'") + cell)
