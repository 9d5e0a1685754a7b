"""Reading payments: what there is to pay, what was paid, and what nobody has claimed."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.ledger.kinds import CREDIT, PENALTY, RECEIVABLE
from guichet.domain.ledger.queries import standing_of
from guichet.domain.payments.references import references_of
from guichet.engine import store
from guichet.engine.context import HOME

TO_PAY = {
    "establishment": pl.Int64,
    "contributions": pl.Int64,  # unpaid, all months
    "penalties": pl.Int64,
    "credit": pl.Int64,
    "to_pay": pl.Int64,
}
MONTH = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "contributions": pl.Int64,  # still unpaid of that month
    "penalties": pl.Int64,
    "paid": pl.Int64,  # laid to the month so far
    "reference": pl.String,
}
PAYMENT = {
    "establishment": pl.Int64,
    "payment": pl.Int64,
    "paid_at": pl.Datetime("us", "UTC"),
    "amount": pl.Int64,
    "returned": pl.Int64,  # of it, what was taken back
    "channel": pl.String,
    "scheme": pl.String,
    "month": pl.Date,
    "state": pl.String,  # taken, partly (a part was taken back), reversed
}
PERIOD = ("establishment", "since", "until")
# What parts of a payment p were taken back.
_RETURNED = "(SELECT coalesce(sum(k.amount), 0)::bigint FROM payments_returnbooking k WHERE k.payment_id = p.id)"
_REVERSED = "EXISTS (SELECT FROM payments_reversal r WHERE r.payment_id = p.id)"


def to_pay(establishments: pl.Series) -> pl.DataFrame:
    """What each establishment has to pay: columns of `TO_PAY`, one line each."""
    numbers = establishments.drop_nulls().unique().sort().alias("establishment")
    standing = standing_of(numbers)

    def of(kind: str) -> pl.Expr:
        return pl.col("balance").filter(pl.col("kind") == kind).sum()

    sums = standing.group_by(establishment="party").agg(
        contributions=of(RECEIVABLE), penalties=of(PENALTY), credit=-of(CREDIT)
    )
    amounts = ("contributions", "penalties", "credit")
    whole = numbers.to_frame().join(sums, on="establishment", how="left", maintain_order="left")
    whole = whole.with_columns(pl.col(amounts).fill_null(0))
    owed = pl.col("contributions") + pl.col("penalties") - pl.col("credit")
    return whole.with_columns(to_pay=owed.clip(lower_bound=0))


def account_references(establishments: pl.Series) -> pl.Series:
    """The reference of each account as a whole."""
    months = pl.Series([None] * len(establishments), dtype=pl.Date)
    return references_of(establishments.fill_null(0), months)


def months_of(establishments: pl.Series) -> pl.DataFrame:
    """Month by month what is paid and what is not: columns of `MONTH`, the oldest first."""
    standing = standing_of(establishments.drop_nulls().unique())
    debts = standing.filter((pl.col("kind") != CREDIT) & pl.col("month").is_not_null())
    penalty = pl.col("kind") == PENALTY
    months = (
        debts.group_by("month", establishment="party")
        .agg(
            contributions=pl.col("balance").filter(~penalty).sum(),
            penalties=pl.col("balance").filter(penalty).sum(),
            paid=pl.col("laid").sum(),
        )
        .sort("establishment", "month")
    )
    refs = references_of(months["establishment"], months["month"])
    return months.with_columns(refs).select(*MONTH)


def unpaid_months_of(establishments: pl.Series) -> pl.DataFrame:
    """The months that are not paid in full: columns of `MONTH`, the oldest first."""
    return months_of(establishments).filter(
        (pl.col("contributions") > 0) | (pl.col("penalties") > 0)
    )


def payments_of(periods: pl.DataFrame) -> pl.DataFrame:
    """The payments of establishments over their own days: ``PERIOD`` and columns of `PAYMENT`, the
    latest first.

    ``periods`` has ``establishment``, ``since`` and ``until`` (both days included, at the
    institution).
    """
    asked = periods.select(PERIOD).unique()
    return store.fetch(
        "SELECT a.establishment, a.since, a.until, p.id, p.paid_at, p.amount,"
        f" CASE WHEN {_REVERSED} THEN p.amount ELSE {_RETURNED} END, p.channel, p.scheme, p.month,"
        f" CASE WHEN {_REVERSED} OR {_RETURNED} = p.amount THEN 'reversed'"
        f"  WHEN {_RETURNED} > 0 THEN 'partly' ELSE 'taken' END"
        " FROM unnest(%(establishment)s::bigint[], %(since)s::date[], %(until)s::date[]) a(establishment, since, until)"
        " JOIN LATERAL (SELECT * FROM payments_payment p WHERE p.establishment = a.establishment"
        "  UNION ALL SELECT p.* FROM payments_assignment s JOIN payments_payment p ON p.id = s.payment_id"
        "  WHERE s.establishment = a.establishment) p ON p.journal_id IS NOT NULL"
        " AND (p.paid_at AT TIME ZONE %(home)s)::date BETWEEN a.since AND a.until"
        " ORDER BY a.establishment, p.paid_at DESC, p.id DESC",
        {"establishment": pl.Int64, "since": pl.Date, "until": pl.Date}
        | {n: t for n, t in PAYMENT.items() if n != "establishment"},
        establishment=asked["establishment"],
        since=asked["since"],
        until=asked["until"],
        home=HOME.key,
    )


def payments_before(
    establishment: int, *, before: int, since: date, until: date, limit: int
) -> pl.DataFrame:
    """An establishment's payments over its days (both included), the last recorded first, those
    before an id: columns of `PAYMENT`.
    """
    return store.fetch_in_place(
        f"SELECT %(establishment)s::bigint, p.id, p.paid_at, p.amount, CASE WHEN {_REVERSED} THEN p.amount ELSE {_RETURNED} END,"
        f" p.channel, p.scheme, p.month, CASE WHEN {_REVERSED} OR {_RETURNED} = p.amount THEN 'reversed'"
        f"  WHEN {_RETURNED} > 0 THEN 'partly' ELSE 'taken' END"
        " FROM (SELECT * FROM payments_payment p WHERE p.establishment = %(establishment)s"
        "  UNION ALL SELECT p.* FROM payments_assignment s JOIN payments_payment p ON p.id = s.payment_id"
        "  WHERE s.establishment = %(establishment)s) p"
        " WHERE p.journal_id IS NOT NULL AND p.id < %(before)s"
        " AND (p.paid_at AT TIME ZONE %(home)s)::date BETWEEN %(since)s AND %(until)s ORDER BY p.id DESC LIMIT %(limit)s",
        PAYMENT,
        establishment=establishment,
        before=before,
        since=since,
        until=until,
        limit=limit,
        home=HOME.key,
    )


def party_of(schemes: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """Payments that counted, by their scheme's keys: scheme, scheme_key, payment, amount, month,
    establishment.

    The amount is what is left of it: nought once it was reversed, and without the parts that were
    taken back. The establishment is the one a payment in suspense was assigned to, if it was.
    """
    return store.fetch(
        f"SELECT p.scheme, p.scheme_key, p.id, CASE WHEN {_REVERSED} THEN 0 ELSE p.amount - {_RETURNED} END, p.month,"
        " coalesce(p.establishment, s.establishment)"
        " FROM unnest(%(schemes)s::text[], %(keys)s::text[]) a(scheme, scheme_key)"
        " JOIN payments_payment p USING (scheme, scheme_key)"
        " LEFT JOIN payments_assignment s ON s.payment_id = p.id WHERE p.journal_id IS NOT NULL",
        {
            "scheme": pl.String,
            "scheme_key": pl.String,
            "payment": pl.Int64,
            "amount": pl.Int64,
            "month": pl.Date,
            "establishment": pl.Int64,
        },
        schemes=schemes,
        keys=keys,
    )


def in_suspense() -> pl.DataFrame:
    """Payments whose reference names nobody and that nobody was assigned: the oldest first."""
    return store.fetch(
        f"SELECT p.id, p.scheme, p.scheme_key, p.reference, p.amount - {_RETURNED}, p.channel, p.paid_at"
        " FROM payments_payment p WHERE p.establishment IS NULL AND p.journal_id IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM payments_assignment a WHERE a.payment_id = p.id)"
        f" AND NOT {_REVERSED} AND p.amount > {_RETURNED} ORDER BY p.paid_at, p.id",
        {
            "payment": pl.Int64,
            "scheme": pl.String,
            "scheme_key": pl.String,
            "reference": pl.String,
            "amount": pl.Int64,
            "channel": pl.String,
            "paid_at": pl.Datetime("us", "UTC"),
        },
    )


def received_on(day: date) -> pl.DataFrame:
    """What payers' banks told us on a day of the institution, by scheme: scheme, count, amount,
    reversed.
    """
    return store.fetch(
        "SELECT p.scheme, count(*), sum(p.amount)::bigint,"
        f" sum(CASE WHEN {_REVERSED} THEN p.amount ELSE {_RETURNED} END)::bigint"
        " FROM payments_payment p WHERE p.journal_id IS NOT NULL AND (p.received_at AT TIME ZONE %(home)s)::date = %(day)s"
        " GROUP BY p.scheme ORDER BY p.scheme",
        {"scheme": pl.String, "count": pl.Int64, "amount": pl.Int64, "reversed": pl.Int64},
        day=day,
        home=HOME.key,
    )


def counted_on(scheme: str, day: date) -> pl.DataFrame:
    """A scheme's payments of a day of the institution that count, without what was taken back:
    scheme_key, amount, payment.
    """
    return store.fetch(
        f"SELECT p.scheme_key, p.amount - {_RETURNED}, p.id FROM payments_payment p"
        " WHERE p.scheme = %(scheme)s AND p.journal_id IS NOT NULL"
        " AND (p.paid_at AT TIME ZONE %(home)s)::date = %(day)s"
        f" AND NOT {_REVERSED} AND p.amount > {_RETURNED}",
        {"scheme_key": pl.String, "amount": pl.Int64, "payment": pl.Int64},
        scheme=scheme,
        day=day,
        home=HOME.key,
    )


def counted() -> int:
    """All payments that ever counted, less those taken back."""
    return int(
        store.value(
            f"SELECT coalesce(sum(p.amount - {_RETURNED}), 0)::bigint FROM payments_payment p"
            f" WHERE p.journal_id IS NOT NULL AND NOT {_REVERSED}"
        )
    )
