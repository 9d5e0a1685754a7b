"""A scheme or bank takes a part of a payment back: told by the scheme's own key, with the cause,
each once.

What was told is kept as it came (`payments_return`); what it took from which payment is a booking
with a journal of its own. A part may be told before its payment, and then waits for it. What was
laid on months last is open again first (`settling`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.journals import digest, entries, journals
from guichet.domain.payments.queries import party_of
from guichet.engine import audit, scope, store

_MOMENT = pl.Datetime("us", "UTC")
RETURN: dict[str, type[pl.DataType] | pl.DataType] = {
    "scheme": pl.String,
    "scheme_key": pl.String,  # of the payment
    "return_key": pl.String,  # the scheme's own for this part
    "amount": pl.Int64,  # taken back; halalas, above nought
    "cause": pl.String,
    "returned_at": _MOMENT,
}
_KEY = ["scheme", "scheme_key"]
_OWN = ["scheme", "return_key"]
EVENT = "return"  # the kind of journal


class Returned(StrEnum):
    """How it ended."""

    DONE = "done"
    REPEATED = "repeated"  # told before, word for word
    CONFLICT = "conflict"  # the key was told before of another payment or amount: nothing was done
    EARLY = "early"  # the payment is not here yet; it will be taken from it
    TOO_MUCH = "too-much"  # more than is left of the payment: kept, and nothing was done


@scope.as_institution()
def give_back(returns: pl.DataFrame, now: datetime) -> pl.Series:
    """Take parts of payments back; `RETURN` in any order, an outcome (:class:`Returned`) for each,
    in that order.

    Raises:
        ValueError: a part of nothing, or without a cause.
    """
    if returns.filter((pl.col("amount") <= 0) | (pl.col("cause") == "")).height:
        raise ValueError("a return takes something back, for a cause")
    rows = returns.select(*RETURN).with_row_index("at_row")
    return store.settle(lambda: _give_back(rows, now))


def _give_back(rows: pl.DataFrame, now: datetime) -> pl.Series:
    with store.atomic():
        locks.payments(rows["scheme"], rows["scheme_key"])
        # Of one key the one told first counts, by whichever payment it was told.
        locks.payments("return\x1f" + rows["scheme"], rows["return_key"])
        known = _known(rows)
        fresh = rows.join(known, on=_OWN, how="anti").unique(
            _OWN, keep="first", maintain_order=True
        )
        kept = _keep(fresh, now)
        ended = _book(kept, now)
        told = rows.join(
            pl.concat([known, kept.select(known.columns)]),
            on=_OWN,
            how="left",
            maintain_order="left",
        )
        told = told.join(ended, on="return", how="left", maintain_order="left")
        first = (pl.col("at_row") == pl.col("first_row")).fill_null(value=False)
        same = (pl.col("was_amount") == pl.col("amount")) & (
            pl.col("was_key") == pl.col("scheme_key")
        )
        outcome = (
            pl.when(~same)
            .then(pl.lit(Returned.CONFLICT.value))
            .when(~first)
            .then(pl.lit(Returned.REPEATED.value))
            .when(pl.col("payment").is_null())
            .then(pl.lit(Returned.EARLY.value))
            .when(pl.col("fits"))
            .then(pl.lit(Returned.DONE.value))
            .otherwise(pl.lit(Returned.TOO_MUCH.value))
        )
        return told.select(outcome=outcome).to_series()


_KNOWN = {
    "scheme": pl.String,
    "return_key": pl.String,
    "return": pl.Int64,
    "was_key": pl.String,
    "was_amount": pl.Int64,
}


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    found = store.fetch(
        "SELECT r.scheme, r.return_key, r.id, r.scheme_key, r.amount"
        " FROM unnest(%(schemes)s::text[], %(keys)s::text[]) a(scheme, return_key)"
        " JOIN payments_return r USING (scheme, return_key)",
        _KNOWN,
        schemes=rows["scheme"],
        keys=rows["return_key"],
    )
    return found.unique(_OWN).with_columns(first_row=pl.lit(None, dtype=pl.UInt32))


def _keep(fresh: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Keep what was told; `RETURN`, the columns of `_known` and ``at_row``."""
    kept = fresh.with_columns(**{"return": store.next_ids("payments_return_id_seq", fresh.height)})
    store.insert("payments_return", kept.select(*RETURN, id="return", received_at=pl.lit(now)))
    return kept.with_columns(was_key="scheme_key", was_amount="amount", first_row="at_row")


def book_waiting(payments: pl.DataFrame, now: datetime) -> None:
    """Take what was told before its payment came, in the caller's ``atomic``; ``scheme`` and
    ``scheme_key`` of payments.
    """
    waiting = store.fetch(
        "SELECT r.id, r.scheme, r.scheme_key, r.amount, r.returned_at"
        " FROM unnest(%(schemes)s::text[], %(keys)s::text[]) a(scheme, scheme_key)"
        " JOIN payments_return r USING (scheme, scheme_key)"
        " WHERE NOT EXISTS (SELECT FROM payments_returnbooking b WHERE b.told_id = r.id) ORDER BY r.id",
        {
            "return": pl.Int64,
            "scheme": pl.String,
            "scheme_key": pl.String,
            "amount": pl.Int64,
            "returned_at": _MOMENT,
        },
        schemes=payments["scheme"],
        keys=payments["scheme_key"],
    )
    if waiting.height:
        _book(waiting, now, settled=False)


def _book(kept: pl.DataFrame, now: datetime, *, settled: bool = True) -> pl.DataFrame:
    """Take parts from their payments, as far as there is as much left; ``return``, ``payment`` and
    whether it ``fits``.
    """
    paid = party_of(kept["scheme"], kept["scheme_key"]).unique(_KEY).rename({"amount": "left"})
    named = kept.select("return", *_KEY, "amount", "returned_at").join(
        paid, on=_KEY, how="left", maintain_order="left"
    )
    named = _fitting(named)
    here = named.filter(pl.col("fits"))
    if here.height:
        locks.accounts(here["establishment"])
        moved = here.with_columns(at=pl.min_horizontal("returned_at", pl.lit(now, _MOMENT)))
        keyed = moved.with_columns(payment_key="payment", payment="return")
        heads = journals(keyed, EVENT, "at", "payment").with_columns(reference=keyed["payment_key"])
        ids = ledger.post(heads, entries(keyed, -1))
        store.insert(
            "payments_returnbooking",
            here.select("amount", told_id="return", payment_id="payment").with_columns(
                journal_id=ids
            ),
        )
        audit.note("payments", digest(here, "part taken back"))
        if settled:
            one = int(here["payment"][0]) if here.height == 1 else None
            settle(here["establishment"], now, source=EVENT, reference=one)
    return named.select("return", "payment", "fits")


def _fitting(named: pl.DataFrame) -> pl.DataFrame:
    """Add whether there is as much left of the payment, part after part in the order they were
    told.
    """
    left: dict[int, int] = {}
    fits = []
    for payment, whole, amount in named.select("payment", "left", "amount").iter_rows():
        rest = left.get(payment, whole) if payment is not None else 0
        fits.append(payment is not None and amount <= rest)
        if fits[-1]:
            left[payment] = rest - amount
    return named.with_columns(fits=pl.Series(fits, dtype=pl.Boolean))
