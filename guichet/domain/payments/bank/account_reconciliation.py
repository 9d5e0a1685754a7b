"""Our bank accounts as their statements have them, against the ledger: day by day, and every line.

Of several statements for a day the one that the bank made last holds. Whatever order they came in,
what holds is compared anew each time, so that a correction or a late statement closes what it
explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.ledger import queries as ledger
from guichet.domain.ledger.kinds import BANK
from guichet.domain.payments.bank.statements import OPENING
from guichet.engine import store

STATEMENT = {
    "statement": pl.Int64,
    "account": pl.String,
    "bank_id": pl.String,
    "number": pl.Int64,
    "since": pl.Date,
    "day": pl.Date,
    "opening": pl.Int64,
    "moved": pl.Int64,
    "closing": pl.Int64,
    "created_at": pl.Datetime("us", "UTC"),
    "received_at": pl.Datetime("us", "UTC"),
}
DIFFERENCE = {
    "kind": pl.String,  # statement-missing, -skipped, -gap, -sum, -line, bank-balance
    "scheme": pl.String,  # the account
    "key": pl.String,  # the bank's name for the statement or the line
    "ours": pl.Int64,
    "theirs": pl.Int64,
    "since": pl.Date,
    "statement": pl.Int64,  # that shows it
}
_NONE = pl.lit(None, dtype=pl.Int64)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the accounts stand."""

    # those that hold, by account and day: columns of `STATEMENT` and ``ledger``, its balance that
    # day
    statements: pl.DataFrame
    differences: pl.DataFrame  # columns of `DIFFERENCE`
    booked: int  # all lines together
    ours: int  # the ledger on the days of the latest statements, all accounts together
    theirs: int  # their closing balances


def compare(today: date) -> Standing:
    """Everything that is told of our accounts up to now."""
    held, days = holding(), _days()
    held = (
        held.sort("day")
        .join_asof(
            days.select("account", "day", ledger="standing").sort("day"),
            on="day",
            by="account",
            strategy="backward",
            check_sortedness=False,
        )
        .with_columns(pl.col("ledger").fill_null(0))
        .sort("account", "day")
    )
    found = [
        _missing(held, days, today),
        _skipped(),
        _gaps(held),
        _sums(held),
        _lines(),
        _balances(held),
    ]
    latest = held.group_by("account").agg(pl.col("ledger", "closing").last())
    return Standing(
        statements=held,
        differences=pl.concat([part.select(*DIFFERENCE) for part in found]),
        booked=int(days["lines"].sum()),
        ours=int(latest["ledger"].sum()),
        theirs=int(latest["closing"].sum()),
    )


_HOLDS = (
    "SELECT DISTINCT ON (account, day) id, account, bank_id, number, since, day, opening, moved, closing, created_at,"
    " received_at FROM payments_statement ORDER BY account, day, created_at DESC, id DESC"
)


def holding() -> pl.DataFrame:
    """The statements that hold: columns of `STATEMENT`, by account and day."""
    return store.fetch(_HOLDS, STATEMENT)


def versions(statement: int) -> pl.DataFrame:
    """A statement and all others of its account and day, the one that holds first: columns of
    `STATEMENT`.
    """
    return store.fetch(
        "SELECT s.id, s.account, s.bank_id, s.number, s.since, s.day, s.opening, s.moved, s.closing, s.created_at,"
        " s.received_at FROM payments_statement o JOIN payments_statement s USING (account, day)"
        " WHERE o.id = %(statement)s ORDER BY s.created_at DESC, s.id DESC",
        STATEMENT,
        statement=statement,
    )


def lines_of(statement: int, limit: int) -> pl.DataFrame:
    """The largest entries of a statement, line by line, and what we hold each for: bank_key,
    amount, reference, booked_on, meaning.
    """
    return store.fetch(
        "SELECT coalesce(e.bank_key, l.bank_key), CASE WHEN e.entry_amount = l.amount THEN e.amount ELSE l.amount END,"
        " e.reference, e.booked_on, e.meaning"
        " FROM payments_statedline l JOIN payments_statement s ON s.id = l.statement_id"
        # What is booked of it, else what is booked of another amount by the same reference that
        # day.
        " LEFT JOIN payments_entry e ON e.account = s.account AND e.entry_ref = l.bank_key"
        "  AND e.booked_on = coalesce(l.booked_on, e.booked_on) AND (e.entry_amount = l.amount AND e.copy = l.copy"
        "  OR NOT EXISTS (SELECT FROM payments_entry x WHERE x.account = e.account AND x.entry_ref = e.entry_ref"
        "   AND x.booked_on = e.booked_on AND x.entry_amount = l.amount AND x.copy = l.copy))"
        " WHERE l.statement_id = %(statement)s ORDER BY abs(l.amount) DESC, l.id, e.place LIMIT %(limit)s",
        {
            "bank_key": pl.String,
            "amount": pl.Int64,
            "reference": pl.String,
            "booked_on": pl.Date,
            "meaning": pl.String,
        },
        statement=statement,
        limit=limit,
    )


def _days() -> pl.DataFrame:
    """What was booked by account and day: account, day, lines, told (all but what was brought
    forward), standing (the ledger's).
    """
    booked = store.fetch(
        "SELECT account, booked_on, journal_id, sum(amount)::bigint,"
        " coalesce(sum(amount) FILTER (WHERE meaning <> %(opening)s), 0)::bigint"
        " FROM payments_entry GROUP BY account, booked_on, journal_id",
        {
            "account": pl.String,
            "day": pl.Date,
            "journal": pl.Int64,
            "lines": pl.Int64,
            "told": pl.Int64,
        },
        opening=OPENING,
    )
    moved = ledger.amounts_in(booked["journal"], BANK)
    return (
        booked.join(moved, on="journal", how="left")
        .group_by("account", "day")
        .agg(pl.col("lines", "told", "amount").sum())
        .sort("account", "day")
        .with_columns(standing=pl.col("amount").cum_sum().over("account"))
    )


def _missing(held: pl.DataFrame, days: pl.DataFrame, today: date) -> pl.DataFrame:
    """Days that are over, on which lines were told, and no statement that holds them: one
    difference between two statements.

    Days up to that of the balance brought forward were before the books.
    """
    begins = _begins()
    stated = held.select("account", "statement", "since", "day", until="day").sort("day")
    over = days.filter((pl.col("told") != 0) & (pl.col("day") < today)).join(
        begins, on="account", how="left"
    )
    over = over.filter(pl.col("begins").is_null() | (pl.col("day") > pl.col("begins")))
    joined = over.sort("day").join_asof(
        stated, on="day", by="account", strategy="forward", check_sortedness=False
    )
    bare = joined.filter(pl.col("statement").is_null() | (pl.col("day") < pl.col("since")))
    grouped = bare.group_by("account", "statement").agg(
        ours=pl.col("told").sum(), first=pl.col("day").min()
    )
    return grouped.select(
        "ours",
        "statement",
        kind=pl.lit("statement-missing"),
        scheme="account",
        key=pl.col("first").cast(pl.String),
        theirs=_NONE,
        since="first",
    )


def _begins() -> pl.DataFrame:
    return store.fetch(
        "SELECT account, booked_on FROM payments_entry WHERE meaning = %(opening)s",
        {"account": pl.String, "begins": pl.Date},
        opening=OPENING,
    )


def _skipped() -> pl.DataFrame:
    """Numbers that the bank's series left out within a year: a statement that did not come, though
    nothing may have moved.
    """
    return store.fetch(
        "SELECT 'statement-skipped', account, string_agg(n::text, ', ' ORDER BY n), NULL::bigint, NULL::bigint, min(day), id"
        " FROM (SELECT account, day, id, generate_series(before + 1, least(number - 1, before + 20)) n FROM"
        "  (SELECT account, day, id, number, lag(number) OVER (PARTITION BY account, date_part('year', day) ORDER BY number) before"
        "   FROM payments_statement WHERE number IS NOT NULL) s WHERE number > before + 1) gaps GROUP BY account, id",
        DIFFERENCE,
    )


def _gaps(held: pl.DataFrame) -> pl.DataFrame:
    """Statements that do not open with what the one before closed with."""
    before = pl.col("closing").shift().over("account")
    return (
        held.with_columns(before=before)
        .filter(pl.col("before") != pl.col("opening"))
        .select(
            "since",
            "statement",
            kind=pl.lit("statement-gap"),
            scheme="account",
            key="bank_id",
            ours="before",
            theirs="opening",
        )
    )


def _sums(held: pl.DataFrame) -> pl.DataFrame:
    """Statements whose lines do not lead from the opening balance to the closing one."""
    ours = pl.col("opening") + pl.col("moved")
    return held.filter(ours != pl.col("closing")).select(
        "statement",
        kind=pl.lit("statement-sum"),
        scheme="account",
        key="bank_id",
        ours=ours,
        theirs="closing",
        since="day",
    )


_STATED = "SELECT h.account, l.bank_key, l.booked_on, l.amount, l.copy FROM held h JOIN payments_statedline l ON l.statement_id = h.id"
_SAME = (
    "s.account = {e}.account AND s.bank_key = {e}.entry_ref AND coalesce(s.booked_on, {e}.booked_on) = {e}.booked_on"
    " AND s.amount = {e}.entry_amount AND s.copy = {e}.copy"
)


def _lines() -> pl.DataFrame:
    """Entries that were told and booked before, and that the statements of their days do not have,
    or with another amount.
    """
    found = store.fetch(
        f"WITH held AS ({_HOLDS}), stated AS ({_STATED}), booked AS (SELECT DISTINCT account, entry_ref, booked_on, entry_amount,"
        "  copy FROM payments_entry WHERE meaning <> %(opening)s)"
        " SELECT 'statement-line', b.account, b.entry_ref, b.entry_amount, (SELECT s.amount FROM stated s"
        "  WHERE s.account = b.account AND s.bank_key = b.entry_ref AND coalesce(s.booked_on, b.booked_on) = b.booked_on"
        f"  AND NOT EXISTS (SELECT FROM booked o WHERE o.entry_ref = b.entry_ref AND {_SAME.format(e='o')}) LIMIT 1),"
        "  b.booked_on, h.id FROM booked b JOIN held h ON h.account = b.account AND b.booked_on BETWEEN h.since AND h.day"
        f" WHERE NOT EXISTS (SELECT FROM stated s WHERE {_SAME.format(e='b')}) ORDER BY b.account, b.entry_ref, h.id",
        DIFFERENCE,
        opening=OPENING,
    )
    return found.unique(["scheme", "key", "ours"], keep="first", maintain_order=True)


def _balances(held: pl.DataFrame) -> pl.DataFrame:
    """Closing balances that are not the ledger's, each where the difference began or changed."""
    off = pl.col("ledger") - pl.col("closing")
    changed = off.shift().over("account").fill_null(0) != off
    return held.filter((off != 0) & changed).select(
        "statement",
        kind=pl.lit("bank-balance"),
        scheme="account",
        key="bank_id",
        ours="ledger",
        theirs="closing",
        since="day",
    )
