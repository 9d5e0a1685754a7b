"""Penalties let go: what may be waived of each month, and the waiver itself, once a month and never
below nothing.

A waiver is a journal of its own and a line of its own; the charge stays as it was made. The penalty
run sets the two against each other (`penalties`), so that what was waived is neither charged again
nor given back twice.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import PENALTIES, PENALTY, RECEIVABLE
from guichet.domain.ledger.queries import timeline_of
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.due import with_due
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.law import country

WAIVABLE = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "charged": pl.Int64,  # penalties of the month, waived ones included
    "waived": pl.Int64,
    "delay": pl.Int64,  # days from the last day for paying to the day the month was paid, or today
    "amount": pl.Int64,  # may be waived now
    "beyond": pl.Int64,  # may be waived on top, by the Board, of a month that was waived once
}
GOVERNOR, BOARD = "governor", "board"  # who let it go; each once a month
_MONTH = ["establishment", "month"]


def waivable(establishments: pl.Series, today: date) -> pl.DataFrame:
    """The months of establishments on which penalties were charged, and what of each may be waived:
    `WAIVABLE`.
    """
    numbers = establishments.drop_nulls().unique()
    charged = charged_of(numbers).filter(pl.col("charged") > 0)
    rows = charged.join(waived_of(numbers), on=_MONTH, how="left")
    rows = rows.join(_delays(numbers, today), on=_MONTH, how="left").with_columns(
        pl.col("waived", "delay").fill_null(0)
    )
    may = country.relief.waivable(pl.col("charged"), pl.col("delay"), today)
    amount = pl.when(pl.col("waived") == 0).then(may).otherwise(0)
    by_board = waived_of(numbers, BOARD).select(*_MONTH, board="waived")
    rows = rows.with_columns(amount=amount).join(by_board, on=_MONTH, how="left")
    once = (pl.col("waived") > 0) & pl.col("board").is_null()
    most = country.relief.waivable_beyond(pl.col("charged"), pl.col("waived"), today)
    beyond = pl.when(once).then(most).otherwise(0)
    return rows.with_columns(beyond=beyond).select(*WAIVABLE).sort(_MONTH)


def charged_of(establishments: pl.Series) -> pl.DataFrame:
    """The sum of what was charged for each late month, less what was given back: establishment,
    month, charged.
    """
    return store.fetch(
        "SELECT establishment, month, sum(amount)::bigint FROM contributions_penalty"
        " WHERE establishment = ANY(%(numbers)s::bigint[]) GROUP BY establishment, month",
        {"establishment": pl.Int64, "month": pl.Date, "charged": pl.Int64},
        numbers=establishments,
    )


def waived_of(establishments: pl.Series, level: str = "") -> pl.DataFrame:
    """What was waived of each month, by everybody or by one level: establishment, month, waived."""
    return store.fetch(
        "SELECT establishment, month, sum(amount)::bigint FROM contributions_waiver"
        " WHERE establishment = ANY(%(numbers)s::bigint[]) AND (%(level)s = '' OR level = %(level)s)"
        " GROUP BY establishment, month",
        {"establishment": pl.Int64, "month": pl.Date, "waived": pl.Int64},
        numbers=establishments,
        level=level,
    )


def _delays(establishments: pl.Series, today: date) -> pl.DataFrame:
    """How many days late each month was paid in full; of one that is not, until today."""
    moved = timeline_of(establishments, RECEIVABLE).sort("party", "month", "day")
    owed = pl.col("amount").cum_sum().over("party", "month")
    moved = moved.with_columns(owed=owed).with_columns(
        last_owing=pl.col("day").filter(pl.col("owed") > 0).max().over("party", "month")
    )
    paid = (
        moved.group_by("month", establishment="party")
        .agg(
            open=pl.col("owed").last() > 0,
            paid_on=pl.col("day").filter(pl.col("day") > pl.col("last_owing")).min(),
        )
        .with_columns(paid_on=pl.when("open").then(pl.lit(today)).otherwise("paid_on"))
    )
    late = (pl.col("paid_on") - pl.col("due_on")).dt.total_days().clip(lower_bound=0)
    return with_due(paid).select(*_MONTH, delay=late)


def waive(waivers: pl.DataFrame, now: datetime, level: str = GOVERNOR) -> None:
    """Let penalties go, in the caller's ``atomic``: ``establishment``, ``month``, ``amount``,
    ``transaction``.

    ``level`` is who let it go; each does once a month.

    Raises:
        store.WriteConflict: less is charged by now than was to be waived; decide again.
        django.db.IntegrityError: a month was waived by the same meanwhile.
    """
    locks.accounts(waivers["establishment"])
    law = country.parameters()
    known = waivers.join(charged_of(waivers["establishment"]), on=_MONTH, how="left")
    known = known.join(waived_of(waivers["establishment"]), on=_MONTH, how="left")
    before = pl.when(level == BOARD).then(pl.col("waived").fill_null(0)).otherwise(0)
    if known.filter(pl.col("amount") + before > pl.col("charged").fill_null(0)).height:
        raise store.WriteConflict
    rows = waivers.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    store.insert(
        "contributions_waiver",
        rows.select(
            *_MONTH,
            "amount",
            "transaction",
            waived_on=pl.lit(now.astimezone(HOME).date()),
            law=pl.lit(law.version),
            journal_id=_post(rows, now),
            level=pl.lit(level),
        ),
    )
    settle(rows["establishment"], now, source="waiver")
    audit.note(
        "penalties-waived",
        {
            "lines": rows.height,
            "total": int(rows["amount"].sum()),
            "transactions": sorted(set(rows["transaction"].to_list())),
            "law": law.version,
            "level": level,
        },
    )


def _post(rows: pl.DataFrame, now: datetime) -> pl.Series:
    """A journal for each waiver: the penalty off the establishment's debt, and off what the
    institution was to receive; the journals' ids.
    """
    journals = rows.select(
        "key",
        "month",
        kind=pl.lit("waiver"),
        at=pl.lit(now),
        source=pl.lit("transaction"),
        reference="transaction",
        description=pl.lit(""),
    )
    branch = pl.lit(None, dtype=pl.String)
    theirs = rows.select(
        "key",
        "month",
        amount=-pl.col("amount"),
        kind=pl.lit(PENALTY),
        branch=branch,
        party_kind=pl.lit("establishment"),
        party="establishment",
    )
    ours = rows.select(
        "key",
        "month",
        "amount",
        kind=pl.lit(PENALTIES),
        branch=branch,
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
    )
    return ledger.post(journals, pl.concat([theirs, ours.select(theirs.columns)]))
