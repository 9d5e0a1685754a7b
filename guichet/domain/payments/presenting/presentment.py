"""Bills as payers see them: for each month its reference and what is left to pay, in versions; and
who was told which.

Beside its months, an account as a whole has a bill too (``month`` is null): the reference that
stands on the account, good for all that is due wherever one pays (ADR 52). The accounts are the
truth. A version is written when what is left to pay is no longer what the last one said, so a
scheme that has every version shows at its counters what is owed here.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.ledger.queries import parties_moved_after, parties_with
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.due import with_due
from guichet.domain.payments.queries import account_references, months_of
from guichet.engine import store

VERSION = {
    "id": pl.Int64,
    "reference": pl.String,
    "version": pl.Int64,
    "establishment": pl.Int64,
    "month": pl.Date,  # null: all that is due
    "amount": pl.Int64,
    "due_on": pl.Date,
    "state": pl.String,
}
_AT_A_TIME = 5_000
# Journals get their ids before they are committed: those of the last while are looked at again.
_OVERLAP = 20_000


def present(establishments: pl.Series, now: datetime) -> int:
    """Write a version of each bill of these establishments that has changed; how many."""
    numbers = establishments.drop_nulls().unique().sort()
    done = 0
    for at in range(0, len(numbers), _AT_A_TIME):
        some = numbers.slice(at, _AT_A_TIME)
        done += store.settle(lambda some=some: _present(some, now))  # type: ignore[misc]
    return done


def present_moved(now: datetime) -> int:
    """:func:`present` for whose accounts moved since the last time; how many versions were
    written.
    """
    mark = _looked_until()
    moved, until = parties_moved_after(max(mark - _OVERLAP, 0))
    done = present(moved, now)
    if until > mark:
        store.execute(
            "INSERT INTO payments_look (journal, at) VALUES (%(until)s, %(now)s)",
            until=until,
            now=now,
        )
    return done


def present_all(now: datetime) -> int:
    """:func:`present` for everybody who ever owed anything."""
    return present(parties_with("establishment"), now)


def _present(numbers: pl.Series, now: datetime) -> int:
    with store.atomic():
        locks.accounts(numbers)
        settle(numbers, now, source="bill")  # credit that was waiting for a bill
        owed = _bills(numbers)
        last = latest(numbers).select("reference", "version", "amount")
        both = owed.join(last, on="reference", how="left", maintain_order="left")
        first = pl.col("version").is_null()
        changed = both.filter((pl.col("left") != pl.col("amount")) | (first & (pl.col("left") > 0)))
        if changed.is_empty():
            return 0
        state = (
            pl.when(pl.col("left") == 0)
            .then(pl.lit("cancelled"))
            .when(first)
            .then(pl.lit("new"))
            .otherwise(pl.lit("changed"))
        )
        rows = with_due(changed, of="due_of").select(
            "reference",
            "establishment",
            "month",
            version=pl.col("version").fill_null(0) + 1,
            amount="left",
            state=state,
            due_on="due_on",
            at=pl.lit(now),
        )
        store.insert("payments_billversion", rows)
        return rows.height


def _bills(numbers: pl.Series) -> pl.DataFrame:
    """Each month's bill and, after it, the account's: establishment, month, reference, ``left`` and
    the month it is ``due_of``.
    """
    months = months_of(numbers).select(
        "establishment",
        "month",
        "reference",
        due_of="month",
        left=(pl.col("contributions") + pl.col("penalties")).clip(lower_bound=0),
    )
    still = pl.col("left") > 0
    accounts = months.group_by("establishment", maintain_order=True).agg(
        month=pl.lit(None, dtype=pl.Date),
        # What has been waiting longest says by when; of an account that is paid, its last month.
        due_of=pl.coalesce(pl.col("month").filter(still).min(), pl.col("month").max()),
        left=pl.col("left").sum(),
    )
    names = account_references(accounts["establishment"]).alias("reference")
    return pl.concat([months, accounts.with_columns(names).select(months.columns)])


_LAST = (
    "SELECT DISTINCT ON (v.reference) v.id, v.reference, v.version, v.establishment, v.month, v.amount, v.due_on,"
    " v.state FROM payments_billversion v"
)


def latest(establishments: pl.Series) -> pl.DataFrame:
    """The last version of each bill of these establishments: columns of `VERSION`."""
    return store.fetch(
        f"{_LAST} WHERE v.establishment = ANY(%(numbers)s::bigint[]) ORDER BY v.reference, v.version DESC",
        VERSION,
        numbers=establishments,
    )


def open_bills() -> pl.DataFrame:
    """Every bill of which something is left to pay, as last presented: columns of `VERSION`."""
    return store.fetch(
        f"SELECT * FROM ({_LAST} ORDER BY v.reference, v.version DESC) l WHERE l.state <> 'cancelled'",
        VERSION,
    )


def untold(scheme: str, limit: int, *, accounts: bool = True) -> pl.DataFrame:
    """Last versions of bills that a scheme has not been told yet: columns of `VERSION`, the oldest
    first.

    ``accounts``: with those of accounts as a whole, for who shows bills; who collects takes each
        debt once, by its month.
    """
    return store.fetch(
        f"SELECT * FROM ({_LAST} ORDER BY v.reference, v.version DESC) l"
        " WHERE NOT EXISTS (SELECT FROM payments_delivery d WHERE d.bill_id = l.id AND d.scheme = %(scheme)s)"
        " AND (%(accounts)s OR l.month IS NOT NULL) ORDER BY l.id LIMIT %(limit)s",
        VERSION,
        scheme=scheme,
        limit=limit,
        accounts=accounts,
    )


def told(scheme: str, said: pl.DataFrame, now: datetime) -> None:
    """Keep what a scheme said to versions: ``id`` and ``refused`` (empty when taken)."""
    store.execute(
        "INSERT INTO payments_delivery (bill_id, scheme, at, refused)"
        " SELECT id, %(scheme)s, %(now)s, refused FROM unnest(%(ids)s::bigint[], %(refused)s::text[]) t(id, refused)"
        " ON CONFLICT DO NOTHING",
        scheme=scheme,
        now=now,
        ids=said["id"],
        refused=said["refused"],
    )


def versions_of(establishment: int, month: date) -> pl.DataFrame:
    """Every version of a bill, the last first: columns of `VERSION` and ``at``."""
    return store.fetch(
        "SELECT id, reference, version, establishment, month, amount, due_on, state, at FROM payments_billversion"
        " WHERE establishment = %(establishment)s AND month = %(month)s ORDER BY version DESC",
        VERSION | {"at": pl.Datetime("us", "UTC")},
        establishment=establishment,
        month=month,
    )


def owed_and_shown() -> tuple[int, int]:
    """What establishments owe month by month, credit not taken off, and what their bills say: these
    must agree.

    Bills of months and bills of accounts must both say it; of two sums the one that does not is
    told. Whose account has moved since the last look is left out: a version of the bill is under
    way.
    """
    moved, _ = parties_moved_after(_looked_until())
    everybody = parties_with("establishment")
    numbers = everybody.filter(~everybody.is_in(moved.implode()))
    owed = 0
    for at in range(0, len(numbers), _AT_A_TIME):
        months = months_of(numbers.slice(at, _AT_A_TIME))
        owed += int((months["contributions"] + months["penalties"]).clip(lower_bound=0).sum())
    shown = open_bills().filter(~pl.col("establishment").is_in(moved.implode()))
    whole = pl.col("month").is_null()
    sums = (int(shown.filter(kind)["amount"].sum()) for kind in (~whole, whole))
    return owed, next((total for total in sums if total != owed), owed)


def _looked_until() -> int:
    return int(store.value("SELECT coalesce(max(journal), 0) FROM payments_look") or 0)
