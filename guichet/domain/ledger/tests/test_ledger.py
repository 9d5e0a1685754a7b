"""The ledger keeps its promises on a real PostgreSQL: balanced, closed, append-only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from guichet.domain.ledger import commands, queries

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MONTH = date(2026, 10, 1)


def journal(*keys: int, at: datetime = NOW) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": keys,
            "kind": "bill",
            "at": at,
            "month": MONTH,
            "source": "bill",
            "reference": keys,
            "description": "",
        }
    )


def entries(*rows: tuple[int, str, int | None, int]) -> pl.DataFrame:
    schema = {"key": pl.Int64, "kind": pl.String, "party": pl.Int64, "amount": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        party_kind=pl.when(pl.col("party").is_not_null()).then(pl.lit("establishment")),
        month=pl.lit(MONTH),
        branch=pl.lit(None, dtype=pl.String),
    )


def balanced(key: int, party: int, amount: int) -> list[tuple[int, str, int | None, int]]:
    return [(key, "receivable", party, amount), (key, "contributions-hazards", None, -amount)]


# Django's own inside a plain statement, the driver's inside a COPY.
REFUSED = (DatabaseError, psycopg.Error)


def sqlstate(error: BaseException) -> str:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    return cause.sqlstate  # type: ignore[union-attr]


def test_posting_many_journals_moves_every_balance_and_the_whole_stays_zero() -> None:
    moves = balanced(1, 700000001, 5000) + balanced(2, 700000002, 250)
    ids = commands.post(journal(1, 2), entries(*moves))
    more = commands.post(journal(1), entries(*balanced(1, 700000001, -1000)))

    assert ids.n_unique() == 2 and more[0] not in ids
    held = queries.balance_of(pl.Series([700000001, 700000002, 700000003])).sort("party")
    assert held.rows() == [(700000001, "receivable", 4000), (700000002, "receivable", 250)]
    trial = queries.trial_balance()
    assert trial["balance"].sum() == 0
    assert trial.rows() == [
        ("contributions-hazards", 1000, 5250, -4250),
        ("receivable", 5250, 1000, 4250),
    ]


def test_an_unbalanced_journal_among_balanced_ones_is_refused_by_the_database() -> None:
    moves = [*balanced(1, 700000001, 5000), (2, "receivable", 700000002, 1)]
    with pytest.raises(REFUSED, match="does not balance") as caught, transaction.atomic():
        commands.post(journal(1, 2), entries(*moves))
    assert sqlstate(caught.value) == "23514"
    assert queries.trial_balance().is_empty()


def test_a_posted_journal_takes_no_further_entries_even_balanced_ones() -> None:
    (number,) = commands.post(journal(1), entries(*balanced(1, 700000001, 5000)))
    statement = (
        "INSERT INTO ledger_entry (journal_id, account_id, amount)"
        " SELECT %s, account_id, amount FROM ledger_entry WHERE journal_id = %s"
    )
    with (
        pytest.raises(REFUSED, match="is closed") as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [number, number])
    assert sqlstate(caught.value) == "23514"


@pytest.mark.parametrize("table", ["ledger_journal", "ledger_entry", "ledger_account"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nothing_posted_can_be_altered_or_removed(table: str, statement: str) -> None:
    commands.post(journal(1), entries(*balanced(1, 700000001, 5000)))
    with (
        pytest.raises(REFUSED) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        # A deferred check still waiting would hide the refusal we look for.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement.format(table))
    assert sqlstate(caught.value) == "23001"


def test_movements_are_found_by_the_institutions_own_days() -> None:
    # 22:30 in London is already the next day in Riyadh.
    late = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
    commands.post(journal(1, at=late), entries(*balanced(1, 700000001, 5000)))
    november = queries.entries_of(700000001, date(2026, 11, 1), date(2026, 11, 30))
    assert november.select("day", "event", "amount").rows() == [(date(2026, 11, 1), "bill", 5000)]
    assert queries.entries_of(700000001, date(2026, 10, 1), date(2026, 10, 31)).is_empty()
    days = pl.DataFrame({"party": 700000001, "since": [date(2026, 11, 1), date(2026, 11, 2)]})
    before = queries.balances_before(days)
    assert before.rows() == [(700000001, date(2026, 11, 2), "receivable", 5000)]


def test_amounts_of_nought_leave_no_entry() -> None:
    moves = [*balanced(1, 700000001, 5000), (1, "contributions-saned", None, 0)]
    commands.post(journal(1), entries(*moves))
    assert "contributions-saned" not in queries.trial_balance()["kind"].to_list()
