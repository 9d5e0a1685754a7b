"""Reading the ledger: balances and movements, for many parties at once."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.engine import store
from guichet.engine.context import HOME

PERIOD = {"party": pl.Int64, "since": pl.Date, "until": pl.Date}
MOVEMENT = PERIOD | {
    "kind": pl.String,  # of the account
    "journal": pl.Int64,
    "event": pl.String,  # kind of the journal: bill, payment ...
    "day": pl.Date,  # at the institution
    "month": pl.Date,
    "description": pl.String,
    "source": pl.String,
    "reference": pl.Int64,
    "amount": pl.Int64,
}


def balance_of(parties: pl.Series, before: date | None = None) -> pl.DataFrame:
    """What each party's accounts hold: ``party``, ``kind``, ``balance`` (halalas; positive is owed to us).

    ``before`` leaves out what was posted on that day or later. A party without accounts has no line.
    """
    return store.fetch(
        "SELECT a.party, a.kind, sum(e.amount)::bigint"
        " FROM (SELECT DISTINCT unnest(%(parties)s::bigint[]) party) p"
        " JOIN ledger_account a USING (party) JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " WHERE %(before)s::date IS NULL"
        " OR j.at < (%(before)s::date)::timestamp AT TIME ZONE %(home)s"
        " GROUP BY a.party, a.kind",
        {"party": pl.Int64, "kind": pl.String, "balance": pl.Int64},
        parties=parties,
        before=before,
        home=HOME.key,
    )


def entries_of(party: int, since: date, until: date) -> pl.DataFrame:
    """The movements of one party from day to day (both included), one line per journal and month."""
    return movements_of(
        pl.DataFrame({"party": [party], "since": [since], "until": [until]}, schema=PERIOD)
    )


def movements_of(periods: pl.DataFrame) -> pl.DataFrame:
    """The movements of many parties, each over its own days: columns of `MOVEMENT`, oldest first.

    ``periods`` has ``party``, ``since`` and ``until`` (both days included). Amounts of one journal for one
    month are one line.
    """
    distinct = periods.select(*PERIOD).unique()
    return store.fetch(
        "SELECT p.party, p.since, p.until, a.kind, j.id, j.kind, (j.at AT TIME ZONE %(home)s)::date, e.month,"
        " j.description, j.source, j.reference, sum(e.amount)::bigint"
        " FROM unnest(%(party)s::bigint[], %(since)s::date[], %(until)s::date[]) p(party, since, until)"
        " JOIN ledger_account a ON a.party = p.party JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " AND j.at >= p.since::timestamp AT TIME ZONE %(home)s"
        " AND j.at < (p.until + 1)::timestamp AT TIME ZONE %(home)s"
        " GROUP BY p.party, p.since, p.until, a.kind, j.id, e.month"
        " ORDER BY p.party, p.since, p.until, j.at, j.id, e.month",
        MOVEMENT,
        party=distinct["party"],
        since=distinct["since"],
        until=distinct["until"],
        home=HOME.key,
    )


def trial_balance() -> pl.DataFrame:
    """The whole ledger by kind of account: ``kind``, ``debit``, ``credit``, ``balance``; balances sum to zero."""
    return store.fetch(
        "SELECT a.kind, coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0)::bigint,"
        " coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)::bigint, sum(e.amount)::bigint"
        " FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id GROUP BY a.kind ORDER BY 1",
        {"kind": pl.String, "debit": pl.Int64, "credit": pl.Int64, "balance": pl.Int64},
    )
