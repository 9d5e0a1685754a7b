"""Reading the ledger: balances and movements, for many parties at once."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.ledger.kinds import ALLOCATION, BILL, CLIENT, CONCESSION, CONCESSION_MET, CREDIT
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

STANDING = {
    "party": pl.Int64,
    "kind": pl.String,
    "month": pl.Date,
    "balance": pl.Int64,  # positive is owed to us
    "laid": pl.Int64,  # what payments and credit have been laid on it so far
}


def standing_of(parties: pl.Series) -> pl.DataFrame:
    """What clients owe and have to their credit, month by month: columns of `STANDING`."""
    return store.fetch(
        "SELECT a.party, a.kind, e.month, sum(e.amount)::bigint,"
        " coalesce(-sum(e.amount) FILTER (WHERE j.kind = %(allocation)s), 0)::bigint"
        " FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " WHERE a.party = ANY(%(parties)s::bigint[]) AND a.kind = ANY(%(kinds)s)"
        " GROUP BY a.party, a.kind, e.month",
        STANDING,
        parties=parties,
        kinds=list(CLIENT),
        allocation=ALLOCATION,
    )


def covered_of(parties: pl.Series, kind: str) -> pl.DataFrame:
    """Of one kind of debt, month by month: ``party``, ``month``, ``open`` (owed still), ``covered``
    (of what was charged).
    """
    return store.fetch(
        "SELECT a.party, e.month, sum(e.amount)::bigint,"
        " (coalesce(sum(e.amount) FILTER (WHERE j.kind = ANY(%(charges)s)), 0) - sum(e.amount))::bigint"
        " FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " WHERE a.party = ANY(%(parties)s::bigint[]) AND a.kind = %(kind)s AND e.month IS NOT NULL"
        " GROUP BY a.party, e.month",
        {"party": pl.Int64, "month": pl.Date, "open": pl.Int64, "covered": pl.Int64},
        parties=parties,
        kind=kind,
        charges=[BILL, CONCESSION, CONCESSION_MET],
    )


def credited(parties: pl.Series) -> pl.Series:
    """Those of the parties that have something to their credit."""
    return store.fetch(
        "SELECT a.party FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id"
        " WHERE a.party = ANY(%(parties)s::bigint[]) AND a.kind = %(kind)s GROUP BY a.party HAVING sum(e.amount) <> 0",
        {"establishment": pl.Int64},
        parties=parties,
        kind=CREDIT,
    )["establishment"]


def parties_with_open(
    kind: str, *, before: date, since: date, parties: pl.Series | None = None
) -> pl.Series:
    """Parties with a month earlier than ``before`` on which something is open, or moved since
    ``since``.
    """
    only = "" if parties is None else " AND a.party = ANY(%(parties)s::bigint[])"
    found = store.fetch(
        "SELECT party FROM (SELECT a.party, e.month, sum(e.amount) balance, max(j.at) last"
        " FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id"
        f" WHERE a.kind = %(kind)s AND e.month < %(before)s{only} GROUP BY a.party, e.month) m"
        " WHERE balance > 0 OR last >= %(since)s GROUP BY party ORDER BY party",
        {"party": pl.Int64},
        kind=kind,
        before=before,
        since=since,
        **({} if parties is None else {"parties": parties}),
    )
    return found["party"]


def timeline_of(parties: pl.Series, kind: str) -> pl.DataFrame:
    """What moved on one kind of account by month and day at the institution: party, month, day,
    amount.

    What an objection proved not to be owed never was: it counts from the first day of its month.
    """
    return store.fetch(
        "SELECT a.party, e.month, CASE WHEN j.kind = %(concession)s THEN e.month"
        " ELSE (j.at AT TIME ZONE %(home)s)::date END, sum(e.amount)::bigint"
        " FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " WHERE a.party = ANY(%(parties)s::bigint[]) AND a.kind = %(kind)s AND e.month IS NOT NULL"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        {"party": pl.Int64, "month": pl.Date, "day": pl.Date, "amount": pl.Int64},
        parties=parties,
        kind=kind,
        home=HOME.key,
        concession=CONCESSION,
    )


def balance_of(parties: pl.Series) -> pl.DataFrame:
    """What each party's accounts hold: ``party``, ``kind``, ``balance`` (halalas; positive is owed
    to us).

    A party without movements has no line.
    """
    return store.fetch(
        "SELECT a.party, a.kind, sum(e.amount)::bigint"
        " FROM (SELECT DISTINCT unnest(%(parties)s::bigint[]) party) p"
        " JOIN ledger_account a USING (party) JOIN ledger_entry e ON e.account_id = a.id"
        " GROUP BY a.party, a.kind",
        {"party": pl.Int64, "kind": pl.String, "balance": pl.Int64},
        parties=parties,
    )


def entries_of(party: int, since: date, until: date) -> pl.DataFrame:
    """The movements of one party from day to day (both included), as `movements_of`."""
    return movements_of(
        pl.DataFrame({"party": [party], "since": [since], "until": [until]}, schema=PERIOD)
    )


def movements_of(periods: pl.DataFrame) -> pl.DataFrame:
    """The movements of many parties, each over its own days: columns of `MOVEMENT`, oldest first.

    ``periods`` has ``party``, ``since`` and ``until`` (both days included). A journal is one line
    for each kind of account it moves.
    """
    distinct = periods.select(*PERIOD).unique()
    return store.fetch(
        "SELECT p.party, p.since, p.until, a.kind, j.id, j.kind, (j.at AT TIME ZONE %(home)s)::date, j.month,"
        " j.description, j.source, j.reference, sum(e.amount)::bigint"
        " FROM unnest(%(party)s::bigint[], %(since)s::date[], %(until)s::date[]) p(party, since, until)"
        " JOIN ledger_account a ON a.party = p.party JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " AND j.at >= p.since::timestamp AT TIME ZONE %(home)s"
        " AND j.at < (p.until + 1)::timestamp AT TIME ZONE %(home)s"
        " GROUP BY p.party, p.since, p.until, a.kind, j.id ORDER BY p.party, p.since, p.until, j.at, j.id",
        MOVEMENT,
        party=distinct["party"],
        since=distinct["since"],
        until=distinct["until"],
        home=HOME.key,
    )


def balances_before(days: pl.DataFrame) -> pl.DataFrame:
    """What each party's accounts held when a day began: ``party``, ``since``, ``kind``,
    ``balance``.

    ``days`` has ``party`` and ``since``.
    """
    distinct = days.select("party", "since").unique()
    return store.fetch(
        "SELECT p.party, p.since, a.kind, sum(e.amount)::bigint"
        " FROM unnest(%(party)s::bigint[], %(since)s::date[]) p(party, since)"
        " JOIN ledger_account a ON a.party = p.party JOIN ledger_entry e ON e.account_id = a.id"
        " JOIN ledger_journal j ON j.id = e.journal_id"
        " AND j.at < p.since::timestamp AT TIME ZONE %(home)s GROUP BY p.party, p.since, a.kind",
        {"party": pl.Int64, "since": pl.Date, "kind": pl.String, "balance": pl.Int64},
        party=distinct["party"],
        since=distinct["since"],
        home=HOME.key,
    )


def days_of(journals: pl.Series) -> pl.DataFrame:
    """The days at the institution on which journals were posted: ``journal``, ``day``."""
    return store.fetch(
        "SELECT id, (at AT TIME ZONE %(home)s)::date FROM ledger_journal WHERE id = ANY(%(ids)s::bigint[])",
        {"journal": pl.Int64, "day": pl.Date},
        ids=journals,
        home=HOME.key,
    )


def trial_balance() -> pl.DataFrame:
    """The whole ledger by kind of account: ``kind``, ``debit``, ``credit``, ``balance``; balances
    sum to zero.
    """
    return store.fetch(
        "SELECT a.kind, coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0)::bigint,"
        " coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)::bigint, sum(e.amount)::bigint"
        " FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id GROUP BY a.kind ORDER BY 1",
        {"kind": pl.String, "debit": pl.Int64, "credit": pl.Int64, "balance": pl.Int64},
    )


def parties_with(party_kind: str) -> pl.Series:
    """Every client of a kind that has accounts."""
    found = store.fetch(
        "SELECT DISTINCT party FROM ledger_account WHERE party_kind = %(kind)s ORDER BY 1",
        {"party": pl.Int64},
        kind=party_kind,
    )
    return found["party"]


# SQL for whoever asks whether anything moved since: the last journal's number, and its moment.
LAST_JOURNAL = "(SELECT max(id) FROM ledger_journal)"
LAST_MOVED_AT = "(SELECT at FROM ledger_journal ORDER BY id DESC LIMIT 1)"


def parties_moved_after(journal: int) -> tuple[pl.Series, int]:
    """Establishments whose accounts were moved by journals after that one, and the last journal
    there is.
    """
    last = int(store.value("SELECT coalesce(max(id), 0) FROM ledger_journal") or 0)
    found = store.fetch(
        "SELECT DISTINCT a.party FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id"
        " WHERE e.journal_id > %(journal)s AND a.party_kind = 'establishment' ORDER BY 1",
        {"party": pl.Int64},
        journal=journal,
    )
    return found["party"], last


def moved_by(kind: str, events: tuple[str, ...]) -> int:
    """What journals of those kinds moved on all accounts of a kind together."""
    return int(
        store.value(
            "SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_account a"
            " JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id"
            " WHERE a.kind = %(kind)s AND j.kind = ANY(%(events)s)",
            kind=kind,
            events=list(events),
        )
    )


def amounts_in(journals: pl.Series, kind: str) -> pl.DataFrame:
    """What each of some journals moved on accounts of a kind: ``journal``, ``amount``; one that
    moved none has no line.
    """
    return store.fetch(
        "SELECT e.journal_id, sum(e.amount)::bigint FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id"
        " WHERE e.journal_id = ANY(%(journals)s::bigint[]) AND a.kind = %(kind)s GROUP BY e.journal_id",
        {"journal": pl.Int64, "amount": pl.Int64},
        journals=journals,
        kind=kind,
    )
