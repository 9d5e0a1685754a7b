"""What a bank's file says that was not booked, on the list of differences: entries nobody
understands, and contradictions.

A line waits until a file tells it in a way that can be understood; a conflict until a statement
with balances tells the same as is booked.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.iso20022.account_reports import Told
from guichet.domain.payments.presenting import differences
from guichet.engine import audit, store
from guichet.engine.context import HOME

UNREAD, CONFLICT = "bank-line-unread", "bank-line-conflict"


def tell(told: Told, lines: pl.DataFrame, conflicts: pl.DataFrame, now: datetime) -> None:
    """Put on the list what is in doubt, and close what is no longer, in the caller's ``atomic``.

    ``lines`` are those of the file, with ``complete``; ``conflicts`` has columns of
    `telling.CONFLICT`.
    """
    today = now.astimezone(HOME).date()
    # Another amount than was booked shows by the statement itself, each time anew (`standing`).
    open_now = conflicts.filter(pl.col("ours") == pl.col("theirs")).unique(
        ["account", "key"], keep="first"
    )
    for (account,), part in open_now.group_by("account", maintain_order=True):
        differences.find(str(account), CONFLICT, today, part.select("key", "ours", "theirs"), now)
    for account in {one.account for one in told.waiting}:
        keys = sorted({one.key for one in told.waiting if one.account == account})
        nothing = pl.Series([None] * len(keys), dtype=pl.Int64)
        wrong = pl.DataFrame({"key": keys}).with_columns(ours=nothing, theirs=nothing)
        differences.find(account, UNREAD, today, wrong, now)
    _close(UNREAD, lines, now)
    sure = lines.filter(pl.col("complete")).join(
        conflicts, left_on=["account", "entry_ref"], right_on=["account", "key"], how="anti"
    )
    _close(CONFLICT, sure, now)
    if told.waiting or conflicts.height:
        audit.note("bank-doubts", {"waiting": len(told.waiting), "conflicts": conflicts.height})


def _close(kind: str, lines: pl.DataFrame, now: datetime) -> None:
    """Close the differences of entries that these lines are of."""
    listed = store.fetch(
        "SELECT id, scheme, key FROM payments_difference WHERE kind = %(kind)s AND closed_at IS NULL",
        {"id": pl.Int64, "account": pl.String, "entry_ref": pl.String},
        kind=kind,
    )
    if listed.is_empty():
        return
    over = listed.join(lines, on=["account", "entry_ref"], how="semi")["id"]
    store.execute(
        "UPDATE payments_difference SET closed_at = %(now)s WHERE id = ANY(%(ids)s::bigint[])",
        now=now,
        ids=over,
    )
