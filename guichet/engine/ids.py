"""How the id of a transaction is made of its submission and its place there: joined and split here
and nowhere else.

The ids of one submission lie together in order, so that all of them are found by a range of the
primary key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import polars as pl

ORDINAL_BITS = 20
MOST_ROWS = 1 << ORDINAL_BITS  # of one submission: a spreadsheet's limit


@overload
def transaction_id(submission: int, ordinal: int = 0) -> int: ...
@overload
def transaction_id(submission: int, ordinal: pl.Expr) -> pl.Expr: ...
def transaction_id(submission: int, ordinal: int | pl.Expr = 0) -> int | pl.Expr:
    """The id of a submission's row, known before it is written and the same when a chunk is tried
    again.
    """
    return ordinal + submission * MOST_ROWS


@overload
def submission_of(transaction: int) -> int: ...
@overload
def submission_of(transaction: pl.Expr) -> pl.Expr: ...
def submission_of(transaction: int | pl.Expr) -> int | pl.Expr:
    """The submission a transaction belongs to."""
    return transaction // MOST_ROWS


@dataclass(frozen=True, slots=True)
class Span:
    """Ids that lie together: from ``start`` on, before ``end``."""

    start: int
    end: int


def span_of(submission: int) -> Span:
    """Where the transactions of a submission lie."""
    return Span(transaction_id(submission), transaction_id(submission + 1))


def sql_submission_of(transaction: str) -> str:
    """SQL: the submission of a transaction's id."""
    return f"({transaction} >> {ORDINAL_BITS})"


def sql_within(transaction: str, submission: str) -> str:
    """SQL that is true of the transaction ids of a submission, in a form that the primary key's
    index serves.
    """
    return f"({transaction} >= {submission} << {ORDINAL_BITS} AND {transaction} < ({submission} + 1) << {ORDINAL_BITS})"
