"""The first fault of a frame, by its row: what is missing or cannot be meant is named, never
guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def first_fault(rows: pl.DataFrame, faults: Mapping[str, pl.Expr]) -> str | None:
    """'row 3: basic is missing' for the first of the faults, in their order, that holds for a row;
    None where none does.

    ``faults`` gives an expression of Boolean by what it is called; null is no fault.
    """
    if not rows.height or not faults:
        return None
    found = rows.select(
        fault.fill_null(value=False).arg_true().first().alias(name)
        for name, fault in faults.items()
    )
    at = zip(found.columns, found.row(0), strict=True)
    return next((f"row {row}: {name}" for name, row in at if row is not None), None)
