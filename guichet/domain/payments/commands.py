"""Taking payments in, taking them back, and saying whose they are: many at a time, each once.

Bank files, the consolidator, acquirers and providers all call here. What is answered stands in the
database before the answer leaves, so whoever asks again gets the same one.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.payments import locks, references
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.journals import digest, entries, journals
from guichet.domain.payments.partial_refund import book_waiting
from guichet.domain.payments.queries import party_of
from guichet.domain.registry.queries import establishments
from guichet.engine import audit, events, scope, store
from guichet.engine.context import HOME

_MOMENT = pl.Datetime("us", "UTC")
NOTICE: dict[str, type[pl.DataType] | pl.DataType] = {
    "scheme": pl.String,
    "scheme_key": pl.String,
    "reference": pl.String,
    "amount": pl.Int64,
    "paid_at": _MOMENT,
    "channel": pl.String,
}
REVERSAL: dict[str, type[pl.DataType] | pl.DataType] = {
    "scheme": pl.String,
    "scheme_key": pl.String,
    "reversed_at": _MOMENT,
}
_KEY = ["scheme", "scheme_key"]


class Taken(StrEnum):
    """How a notice ended."""

    ACCEPTED = "accepted"
    SUSPENSE = "suspense"  # taken in; whose it is must be found out
    REPEATED = "repeated"  # told before, word for word
    CONFLICT = (
        "conflict"  # the key was told before with another amount or reference: nothing was done
    )
    CANCELLED = "cancelled"  # its reversal was here first: nothing was done


class Reversed(StrEnum):
    """How a reversal ended."""

    DONE = "done"
    REPEATED = "repeated"
    EARLY = "early"  # the payment is not here yet, and will not count when it comes


@scope.as_institution()
def receive(notices: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Take payments in; `NOTICE` in any order, one line a notice out, in that order.

    Out: ``outcome`` (:class:`Taken`), ``payment`` (id), ``establishment`` (null in suspense).
    """
    rows = notices.select(*NOTICE).with_row_index("at_row")
    return store.settle(lambda: _receive(rows, now))


def _receive(rows: pl.DataFrame, now: datetime) -> pl.DataFrame:
    with store.atomic():
        locks.payments(rows["scheme"], rows["scheme_key"])
        known = _known(rows)
        fresh = rows.join(known, on=_KEY, how="anti").unique(
            _KEY, keep="first", maintain_order=True
        )
        if fresh.height:
            known = pl.concat([known, _take(fresh, now)])
        told = rows.join(known, on=_KEY, how="left", maintain_order="left")
        same = (pl.col("amount") == pl.col("was_amount")) & (
            pl.col("reference") == pl.col("was_reference")
        )
        first = pl.col("at_row") == pl.col("first_row")
        outcome = (
            pl.when(~same)
            .then(pl.lit(Taken.CONFLICT.value))
            .when(pl.col("cancelled"))
            .then(pl.lit(Taken.CANCELLED.value))
            .when(~first.fill_null(value=False))
            .then(pl.lit(Taken.REPEATED.value))
            .when(pl.col("establishment").is_null())
            .then(pl.lit(Taken.SUSPENSE.value))
            .otherwise(pl.lit(Taken.ACCEPTED.value))
        )
        return told.select("payment", "establishment", outcome=outcome)


_KNOWN = {
    "scheme": pl.String,
    "scheme_key": pl.String,
    "payment": pl.Int64,
    "was_amount": pl.Int64,
    "was_reference": pl.String,
    "establishment": pl.Int64,
    "cancelled": pl.Boolean,
}


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    found = store.fetch(
        "SELECT p.scheme, p.scheme_key, p.id, p.amount, p.reference, p.establishment, p.journal_id IS NULL"
        " FROM unnest(%(schemes)s::text[], %(keys)s::text[]) a(scheme, scheme_key)"
        " JOIN payments_payment p USING (scheme, scheme_key)",
        _KNOWN,
        schemes=rows["scheme"],
        keys=rows["scheme_key"],
    )
    return found.unique(_KEY).with_columns(first_row=pl.lit(None, dtype=pl.UInt32))


def _take(fresh: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Keep new payments with their journals, and lay them to what is owed; columns of `_KNOWN` and
    ``first_row``.
    """
    named = pl.concat([fresh, references.read(fresh["reference"])], how="horizontal")
    named = _of_establishments(named)
    early = _reversed_before(named)
    named = named.join(early, on=_KEY, how="left", maintain_order="left").with_columns(
        cancelled=pl.col("reversal").is_not_null(),
        payment=store.next_ids("payments_payment_id_seq", fresh.height),
        # The day that counts is the payer's (REG230 24), and never one to come.
        paid_at=pl.min_horizontal("paid_at", pl.lit(now, _MOMENT)),
    )
    counted = named.filter(~pl.col("cancelled"))
    locks.accounts(counted["establishment"])
    named = named.join(_post(counted), on="payment", how="left", maintain_order="left")
    store.insert(
        "payments_payment",
        named.select(
            "scheme",
            "scheme_key",
            "reference",
            "establishment",
            "month",
            "amount",
            "channel",
            "paid_at",
            "journal_id",
            id="payment",
            received_at=pl.lit(now),
        ),
    )
    book_waiting(counted, now)
    _settle_by_day(counted)
    _tell(counted, now)
    return named.select(
        *_KEY,
        "payment",
        "establishment",
        "cancelled",
        was_amount="amount",
        was_reference="reference",
        first_row="at_row",
    ).select(*_KNOWN, "first_row")


def _of_establishments(named: pl.DataFrame) -> pl.DataFrame:
    """A reference that is well formed but of no establishment of ours names nobody."""
    ours = establishments(named["establishment"].drop_nulls().unique()).select(
        establishment="number", ours=pl.lit(value=True)
    )
    joined = named.join(ours, on="establishment", how="left", maintain_order="left")
    known = pl.col("ours").is_not_null()
    return joined.with_columns(
        establishment=pl.when(known).then("establishment"), month=pl.when(known).then("month")
    ).drop("ours")


def _reversed_before(named: pl.DataFrame) -> pl.DataFrame:
    return store.fetch(
        "SELECT r.scheme, r.scheme_key, r.id FROM unnest(%(schemes)s::text[], %(keys)s::text[]) a(scheme, scheme_key)"
        " JOIN payments_reversal r USING (scheme, scheme_key)",
        {"scheme": pl.String, "scheme_key": pl.String, "reversal": pl.Int64},
        schemes=named["scheme"],
        keys=named["scheme_key"],
    )


def _post(counted: pl.DataFrame) -> pl.DataFrame:
    """A journal for each payment: what the payer's bank owes us, against the client's credit or
    suspense.
    """
    if counted.is_empty():
        return pl.DataFrame(schema={"payment": pl.Int64, "journal_id": pl.Int64})
    ids = ledger.post(journals(counted, "payment", "paid_at", "payment"), entries(counted, 1))
    return counted.select("payment", journal_id=ids)


def _settle_by_day(counted: pl.DataFrame) -> None:
    """Day by day as it was paid: lateness is reckoned from the day a month was paid."""
    days = counted.filter(pl.col("establishment").is_not_null()).with_columns(
        day=pl.col("paid_at").dt.convert_time_zone(HOME.key).dt.date()
    )
    for (_,), part in days.sort("day").group_by("day", maintain_order=True):
        one = int(part["payment"][0]) if part.height == 1 else None
        settle(part["establishment"], part["paid_at"].max(), source="payment", reference=one)  # type: ignore[arg-type]


def _tell(counted: pl.DataFrame, now: datetime) -> None:
    """The events of payments, and one leaf of the audit over all of them."""
    if counted.is_empty():
        return
    whose = counted.filter(pl.col("establishment").is_not_null())
    told = whose.select("establishment", "payment", "amount", "channel")
    events.tell_many("payment-received", told, now)
    audit.note("payments", digest(counted, "received"))


@scope.as_institution()
def reverse(reversals: pl.DataFrame, now: datetime) -> pl.Series:
    """Take payments back; `REVERSAL` in any order, an outcome (:class:`Reversed`) for each, in that
    order.
    """
    rows = reversals.select(*REVERSAL).with_row_index("at_row")
    return store.settle(lambda: _reverse(rows, now))


def _reverse(rows: pl.DataFrame, now: datetime) -> pl.Series:
    with store.atomic():
        locks.payments(rows["scheme"], rows["scheme_key"])
        before = _reversed_before(rows)
        fresh = rows.join(before, on=_KEY, how="anti").unique(
            _KEY, keep="first", maintain_order=True
        )
        given = _give_back(fresh, now).select(
            *_KEY, first_row="at_row", early=pl.col("payment").is_null()
        )
        told = rows.join(given, on=_KEY, how="left", maintain_order="left")
        first = (pl.col("at_row") == pl.col("first_row")).fill_null(value=False)
        outcome = (
            pl.when(~first)
            .then(pl.lit(Reversed.REPEATED.value))
            .when(pl.col("early"))
            .then(pl.lit(Reversed.EARLY.value))
            .otherwise(pl.lit(Reversed.DONE.value))
        )
        return told.select(outcome=outcome).to_series()


def _give_back(fresh: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Keep new reversals with their journals; the same rows with ``payment`` (null where none came
    yet).
    """
    if fresh.is_empty():
        return fresh.with_columns(payment=pl.lit(None, pl.Int64))
    paid = party_of(fresh["scheme"], fresh["scheme_key"])
    locks.accounts(paid["establishment"])
    named = fresh.join(paid, on=_KEY, how="left", maintain_order="left").with_columns(
        at=pl.min_horizontal("reversed_at", pl.lit(now, _MOMENT))
    )
    here = named.filter(
        pl.col("amount") > 0
    )  # of what was taken back in parts before, nothing is left
    posted = pl.DataFrame(schema={"payment": pl.Int64, "journal_id": pl.Int64})
    if here.height:
        ids = ledger.post(journals(here, "reversal", "at", "payment"), entries(here, -1))
        posted = here.select("payment", journal_id=ids)
    store.insert(
        "payments_reversal",
        named.join(posted, on="payment", how="left", maintain_order="left").select(
            *_KEY, "reversed_at", "journal_id", received_at=pl.lit(now), payment_id="payment"
        ),
    )
    if here.height:
        settle(here["establishment"], now, source="reversal")
        audit.note("payments", digest(here, "reversed"))
    return named
