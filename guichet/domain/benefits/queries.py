"""Reading benefits: pensions in payment, what a month comes to, and who could not be paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import store
from guichet.lib.months import first_day

PENSION = {
    "person": pl.Int64,
    "kind": pl.String,  # old-age, disability, survivor
    "monthly": pl.Int64,  # halalas
    "paid_from": pl.Date,  # the first of a month; a disability may begin within one
    "paid_till": pl.Date,  # null: for life, or until further notice
    "award": pl.String,
    # the first month these books pay; null where it is entered: from its beginning on
    "owed_from": pl.Date,
}
OWED = {
    "person": pl.Int64,
    "month": pl.Date,
    "amount": pl.Int64,  # still to be ordered of that month
    "part": pl.Int64,  # 1, or further where something was ordered of that month before
}
FOUND = {
    "person": pl.Int64,
    "amount": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "why": pl.String,
}
NO_ACCOUNT, DIED, UNKNOWN, BEYOND = "no-account", "died", "unknown", "beyond"

_FIRST = "(p.paid_from - (extract(day FROM p.paid_from)::int - 1))"  # the month it begins in
_IN_FORCE = f"{_FIRST} <= %(month)s AND (p.paid_till IS NULL OR p.paid_till >= %(month)s)"


def pension_of(persons: pl.Series, day: date) -> pl.DataFrame:
    """The pensions that persons are paid in the month of a day: columns of `PENSION`, by person and
    kind.
    """
    return store.fetch(
        f"SELECT {', '.join(PENSION)} FROM benefits_pension p"
        f" WHERE p.person = ANY(%(persons)s::bigint[]) AND {_IN_FORCE} ORDER BY person, kind",
        PENSION,
        persons=persons,
        month=first_day(day),
    )


def lasting_of(persons: pl.Series) -> pl.DataFrame:
    """The pensions of persons that nothing ends yet, also one that is still to begin: columns of
    `PENSION`.
    """
    return store.fetch(
        f"SELECT {', '.join(PENSION)} FROM benefits_pension"
        " WHERE person = ANY(%(persons)s::bigint[]) AND paid_till IS NULL ORDER BY person, id",
        PENSION,
        persons=persons,
    )


def history_of(person: int) -> pl.DataFrame:
    """Every pension a person has or had: columns of `PENSION`, the oldest first."""
    return store.fetch(
        f"SELECT {', '.join(PENSION)} FROM benefits_pension WHERE person = %(person)s ORDER BY paid_from, id",
        PENSION,
        person=person,
    )


def ever_had(numbers: pl.Series, kinds: Sequence[str]) -> pl.Series:
    """The numbers of those who have or had a pension of certain kinds that was paid for a month."""
    return store.fetch(
        "SELECT DISTINCT person FROM benefits_pension WHERE person = ANY(%(numbers)s::bigint[])"
        " AND kind = ANY(%(kinds)s) AND (paid_till IS NULL OR paid_till >= paid_from)",
        {"person": pl.Int64},
        numbers=numbers,
        kinds=list(kinds),
    )["person"]


def to_look_at(month: date, after: int, limit: int) -> pl.Series:
    """Persons above ``after`` who have or had a pension that these books pay by that month, in
    order.
    """
    return store.fetch(
        "SELECT DISTINCT person FROM benefits_pension WHERE owed_from <= %(month)s AND person > %(after)s"
        " ORDER BY person LIMIT %(limit)s",
        {"person": pl.Int64},
        month=month,
        after=after,
        limit=limit,
    )["person"]


def owed(persons: pl.Series, month: date) -> pl.DataFrame:
    """What persons are to be ordered yet, month by month up to that one: columns of `OWED`.

    A month comes to what its pensions come to *now*, less what was ordered of it: so a pension
    entered or raised late pays the months since, each once. A month of which more was ordered than
    it comes to owes nothing (`overpaid`).
    """
    return _compared(persons, month, ">").select(
        "person", "month", amount=pl.col("due") - pl.col("ordered"), part=pl.col("parts") + 1
    )


def overpaid(persons: pl.Series, month: date) -> pl.DataFrame:
    """Of which months more was ordered than they come to now, because a pension ended or fell late,
    and is not recorded as a debt: columns of `OWED`.
    """
    return _compared(persons, month, "<").select(
        "person", "month", amount=pl.col("ordered") - pl.col("due"), part="parts"
    )


def _compared(persons: pl.Series, month: date, sign: str) -> pl.DataFrame:
    return store.fetch(
        "WITH due AS (SELECT p.person, m::date AS month,"
        f"  sum(CASE WHEN m::date = {_FIRST} THEN p.first_month ELSE p.monthly END)::bigint AS amount"
        "  FROM benefits_pension p CROSS JOIN LATERAL generate_series("
        f"   greatest(p.owed_from, {_FIRST})::timestamp, least(coalesce(p.paid_till, %(month)s), %(month)s)::timestamp,"
        "   interval '1 month') m WHERE p.person = ANY(%(persons)s::bigint[]) GROUP BY 1, 2),"
        # What was paid beyond and is recorded as a debt was no part of the month.
        " ordered AS (SELECT person, month, sum(amount)::bigint AS amount, sum(parts)::bigint AS parts FROM ("
        "  SELECT person, month, amount, 1 AS parts FROM benefits_payment"
        "  WHERE person = ANY(%(persons)s::bigint[]) AND month <= %(month)s"
        "  UNION ALL SELECT person, month, -amount, 0 FROM benefits_debt"
        "  WHERE person = ANY(%(persons)s::bigint[]) AND month <= %(month)s) o GROUP BY 1, 2)"
        " SELECT person, month, coalesce(due.amount, 0), coalesce(ordered.amount, 0), coalesce(ordered.parts, 0)"
        " FROM due FULL JOIN ordered USING (person, month)"
        f" WHERE coalesce(due.amount, 0) {sign} coalesce(ordered.amount, 0) ORDER BY person, month",
        {
            "person": pl.Int64,
            "month": pl.Date,
            "due": pl.Int64,
            "ordered": pl.Int64,
            "parts": pl.Int64,
        },
        persons=persons,
        month=month,
    )


def in_books_from(persons: pl.Series) -> pl.DataFrame:
    """Since when these books pay pensions of persons that began earlier: person, kind,
    ``books``.
    """
    return store.fetch(
        f"SELECT p.person, p.kind, min(p.owed_from) FROM benefits_pension p WHERE p.person = ANY(%(persons)s::bigint[])"
        f" AND p.owed_from > {_FIRST} GROUP BY 1, 2",
        {"person": pl.Int64, "kind": pl.String, "books": pl.Date},
        persons=persons,
    )


def months_of_orders(orders: pl.Series) -> pl.DataFrame:
    """For which months orders of payouts were: ``order``, ``first``, ``last``, and whether they
    were arrears.
    """
    return store.fetch(
        'SELECT "order", min(month), max(month), bool_or(month < ordered_in OR part > 1) FROM benefits_payment'
        ' WHERE "order" = ANY(%(orders)s::bigint[]) GROUP BY "order"',
        {"order": pl.Int64, "first": pl.Date, "last": pl.Date, "arrears": pl.Boolean},
        orders=orders,
    )


def with_accounts(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    """``rows`` with ``iban`` and ``why`` one cannot be paid in that month (null: nothing stands
    against it), and names.
    """
    facts = known_persons(rows["person"]).select("name_ar", "name_latin", "died_on", person="asked")
    accounts = bank_accounts.of_persons(rows["person"])
    whole = rows.join(facts.unique("person"), on="person", how="left", maintain_order="left").join(
        accounts, on="person", how="left", maintain_order="left"
    )
    why = (
        pl.when(pl.col("name_ar").is_null())
        .then(pl.lit(UNKNOWN))
        .when(pl.col("died_on") < pl.lit(month))
        .then(pl.lit(DIED))
        .when(pl.col("iban").is_null())
        .then(pl.lit(NO_ACCOUNT))
    )
    return whole.with_columns(why=why)


def left_out(month: date, limit: int = 500) -> pl.DataFrame:
    """Who was to be paid by the latest run of a month and could not be: columns of `FOUND`."""
    return _found(month, limit, "<>")


def paid_beyond(month: date, limit: int = 500) -> pl.DataFrame:
    """Who has been ordered more than is due, as the latest run of a month found it: columns of
    `FOUND`.
    """
    return _found(month, limit, "=")


def _found(month: date, limit: int, sign: str) -> pl.DataFrame:
    rows = store.fetch(
        "SELECT f.person, f.amount, f.why FROM benefits_finding f WHERE f.run_id ="
        " (SELECT max(id) FROM benefits_run WHERE month = %(month)s)"
        f" AND f.why {sign} %(beyond)s ORDER BY f.person LIMIT %(limit)s",
        {"person": pl.Int64, "amount": pl.Int64, "why": pl.String},
        month=month,
        beyond=BEYOND,
        limit=limit,
    )
    facts = known_persons(rows["person"]).select("name_ar", "name_latin", person="asked")
    named = rows.join(facts.unique("person"), on="person", how="left", maintain_order="left")
    return named.select(*FOUND)


def last_run() -> date | None:
    """The month of the latest run."""
    found = store.rows("SELECT month FROM benefits_run ORDER BY id DESC LIMIT 1")
    return found[0][0] if found else None
