"""Benefits that are paid once: what was granted to whom, owed from then on, and ordered once.

A grant is ordered as soon as there is an account to pay it to: at once, or by the monthly run that
follows the day on which one is registered.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import grants_audit, queries
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS
from guichet.domain.payouts import commands as payouts
from guichet.engine import store
from guichet.engine.context import HOME

_LOCK = 0x6772616E
GRANTED = {
    "person": pl.Int64,  # national number
    "kind": pl.String,  # one of `words.GRANTS`
    "amount": pl.Int64,  # minor units
    "award": pl.String,  # what it comes of; of one award a person has one grant of a kind
    "transaction": pl.Int64,
}
KEPT = {
    "id": pl.Int64,
    "grant": pl.String,  # its name: kind, award and person
    **GRANTED,
    "granted_on": pl.Date,
    "order": pl.Int64,  # of payouts; null: not ordered yet
}
_WAITING = """
    SELECT g.id, g."grant", g.person, g.amount, g.transaction, g.granted_on FROM benefits_grant g
    WHERE NOT EXISTS (SELECT FROM benefits_grantorder o WHERE o.grant_id = g.id)
"""
_UNORDERED = {
    "id": pl.Int64,
    "grant": pl.String,
    "person": pl.Int64,
    "amount": pl.Int64,
    "transaction": pl.Int64,
    "granted_on": pl.Date,
}


def grant(rows: pl.DataFrame, now: datetime) -> None:
    """Grant amounts to persons, owed from now on, and order at once whatever has an account to go
    to; inside the caller's ``atomic`` or in one of its own.

    Args:
        rows: columns of `GRANTED`.

    Raises:
        django.db.IntegrityError: of that award the person was granted it before.
    """
    if rows.is_empty():
        return
    with store.atomic():
        named = rows.select(*GRANTED).with_columns(
            store.next_ids("benefits_grant_id_seq", rows.height),
            grant=pl.format("{}-{}-{}", "kind", "award", "person"),
            granted_on=pl.lit(now.astimezone(HOME).date()),
        )
        journals = ledger.post(*_owed(named, now))
        grants_audit.GRANTS.keep(named.with_columns(journal_id=journals))
        order_waiting(now, named["person"])


def order_waiting(now: datetime, persons: pl.Series | None = None) -> int:
    """Order every grant, or those of some persons, that was not ordered and has an account to go
    to; how many. Each is ordered once, however many ask at a time.
    """
    with store.atomic():
        # One at a time: who waits here reads what the other has ordered.
        store.value("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LOCK)
        rows = _unordered(persons)
        today = now.astimezone(HOME).date()
        good = queries.with_accounts(rows, today).filter(pl.col("why").is_null())
        if good.is_empty():
            return 0
        orders = payouts.order(
            good.select(
                "person",
                "iban",
                "amount",
                "transaction",
                establishment=pl.lit(None, dtype=pl.Int64),
                purpose=pl.lit(grants_audit.PURPOSE),
                reference=pl.format("grant-{}", "id"),
            ),
            now,
        )
        store.insert(
            "benefits_grantorder", good.select(grant_id="id", order=orders, at=pl.lit(now))
        )
        return good.height


def grants_of(numbers: pl.Series) -> pl.DataFrame:
    """What persons were granted: columns of `KEPT`, the oldest first."""
    return store.fetch(
        'SELECT g.id, g."grant", g.person, g.kind, g.amount, g.award, g.transaction, g.granted_on,'
        ' o."order" FROM benefits_grant g LEFT JOIN benefits_grantorder o ON o.grant_id = g.id'
        " WHERE g.person = ANY(%(numbers)s::bigint[]) ORDER BY g.person, g.id",
        KEPT,
        numbers=numbers,
    )


def waiting(numbers: pl.Series, today: date) -> pl.DataFrame:
    """Grants of persons that were not ordered yet: ``person``, ``amount``, ``granted_on`` and
    ``why`` (as `queries.with_accounts` says it; null: nothing stands against it).
    """
    rows = queries.with_accounts(_unordered(numbers), today)
    return rows.select("person", "amount", "granted_on", "why")


def _unordered(persons: pl.Series | None) -> pl.DataFrame:
    if persons is None:
        return store.fetch(f"{_WAITING} ORDER BY g.id", _UNORDERED)
    return store.fetch(
        f"{_WAITING} AND g.person = ANY(%(persons)s::bigint[]) ORDER BY g.id",
        _UNORDERED,
        persons=persons.unique(),
    )


def _owed(rows: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    nothing = {"month": pl.lit(None, dtype=pl.Date), "branch": pl.lit(None, dtype=pl.String)}
    journals = rows.select(
        key="id",
        kind=pl.lit("benefit"),
        at=pl.lit(now),
        month=nothing["month"],
        source=pl.lit("grant"),
        reference="id",
        description="kind",
    )
    cost = rows.select(
        "amount",
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
        key="id",
        kind=pl.lit(BENEFITS),
        **nothing,
    )
    owed = rows.select(
        amount=-pl.col("amount"),
        party_kind=pl.lit("person"),
        party="person",
        key="id",
        kind=pl.lit(BENEFIT),
        **nothing,
    )
    return journals, pl.concat([cost, owed])
