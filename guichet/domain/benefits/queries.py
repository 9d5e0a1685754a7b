"""Reading benefits: pensions in payment, what a month comes to, and who could not be paid."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.lib.months import first_day

PENSION = {
    "person": pl.Int64,
    "kind": pl.String,  # old-age, disability, survivor
    "monthly": pl.Int64,  # halalas
    "paid_from": pl.Date,
    "paid_till": pl.Date,  # null: for life, or until further notice
    "award": pl.String,
}
DUE = {"person": pl.Int64, "amount": pl.Int64}
NO_ACCOUNT, DIED, UNKNOWN = "no-account", "died", "unknown"

_IN_FORCE = "p.paid_from <= %(month)s AND (p.paid_till IS NULL OR p.paid_till >= %(month)s)"


def pension_of(persons: pl.Series, day: date) -> pl.DataFrame:
    """The pensions that persons are paid in the month of a day: columns of `PENSION`, by person and kind."""
    return store.fetch(
        f"SELECT {', '.join(PENSION)} FROM benefits_pension p"
        f" WHERE p.person = ANY(%(persons)s::bigint[]) AND {_IN_FORCE} ORDER BY person, kind",
        PENSION,
        persons=persons,
        month=first_day(day),
    )


def history_of(person: int) -> pl.DataFrame:
    """Every pension a person has or had: columns of `PENSION`, the oldest first."""
    return store.fetch(
        f"SELECT {', '.join(PENSION)} FROM benefits_pension WHERE person = %(person)s ORDER BY paid_from, id",
        PENSION,
        person=person,
    )


def due(month: date, after: int, limit: int) -> pl.DataFrame:
    """What persons are to be paid for a month and were not ordered: columns of `DUE`, persons above ``after``."""
    return store.fetch(
        "SELECT p.person, sum(p.monthly)::bigint FROM benefits_pension p"
        f" WHERE {_IN_FORCE} AND p.person > %(after)s"
        " AND NOT EXISTS (SELECT FROM benefits_payment b WHERE b.person = p.person AND b.month = %(month)s)"
        " GROUP BY p.person ORDER BY p.person LIMIT %(limit)s",
        DUE,
        month=month,
        after=after,
        limit=limit,
    )


def with_accounts(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    """``rows`` with ``iban`` and ``why`` one cannot be paid (null: nothing stands against it), and names."""
    facts = known_persons(rows["person"]).select("name_ar", "name_latin", "died_on", person="asked")
    accounts = bank_accounts.in_force(PartyKind.PERSON, rows["person"]).select(
        person="party", iban="iban_before"
    )
    whole = rows.join(facts.unique("person"), on="person", how="left", maintain_order="left").join(
        accounts, on="person", how="left", maintain_order="left"
    )
    why = (
        pl.when(pl.col("name_ar").is_null()).then(pl.lit(UNKNOWN))
        .when(pl.col("died_on") < pl.lit(month)).then(pl.lit(DIED))
        .when(pl.col("iban").is_null()).then(pl.lit(NO_ACCOUNT))
    )  # fmt: skip
    return whole.with_columns(why=why)


def left_out(month: date, limit: int = 500) -> pl.DataFrame:
    """Who was to be paid for a month and could not be: person, amount, name_ar, name_latin, why."""
    rows = with_accounts(due(month, 0, limit), month)
    return rows.filter(pl.col("why").is_not_null()).select(
        "person", "amount", "name_ar", "name_latin", "why"
    )


def last_run() -> date | None:
    """The month of the latest run."""
    found = store.rows("SELECT month FROM benefits_run ORDER BY id DESC LIMIT 1")
    return found[0][0] if found else None
