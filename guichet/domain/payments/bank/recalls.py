"""Lines of a bank statement by which a client's transfer, or a part of it, is taken back by the
bank it came from.

Such a line leaves the account, says that it is a return, and bears the payer's own reference
(EndToEndId) of the transfer. Only what fits one transfer exactly by that, and is no more than is
left of it, is taken back; the rest stays unexplained, for somebody to look into.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.payments import partial_refund
from guichet.domain.payments.bank.days import moment_of, scheme_of
from guichet.engine import store

RECALLED = "payment-returned"  # what such a line means
_NONE = ("", "NOTPROVIDED")  # what banks write where the payer gave none
_NO_CAUSE = "unspecified"


def taken(lines: pl.DataFrame, now: datetime) -> pl.Series:
    """Take back what lines of a file say; their ``meaning``, with those of returns among them.

    In the caller's ``atomic``, after the payments of the same file were received. ``lines`` has
    ``at_row``, ``of``,
    ``meaning`` and columns of ``iso20022.account_reports.ENTRY``.
    """
    back = pl.col("reversal") | pl.col("returned").is_not_null()
    named = ~pl.col("end_to_end").is_in(_NONE)
    asked = lines.filter((pl.col("amount") < 0) & back & named & pl.col("of").is_null())
    if asked.is_empty():
        return lines["meaning"]
    found = asked.join(
        _transfers(asked, lines), on=["account", "end_to_end"], maintain_order="left"
    )
    if found.is_empty():
        return lines["meaning"]
    ended = partial_refund.give_back(_returns(found), now)
    done = found.with_columns(ended=ended).filter(
        pl.col("ended") == partial_refund.Returned.DONE.value
    )
    recalled = pl.when(pl.col("at_row").is_in(done["at_row"].implode())).then(pl.lit(RECALLED))
    return lines.select(meaning=recalled.otherwise("meaning"))["meaning"]


def _transfers(asked: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The one transfer that bears each payer's reference: account, end_to_end, ``original`` (the
    bank's key of it).
    """
    kept = store.fetch(
        "SELECT e.account, e.end_to_end, e.bank_key FROM unnest(%(accounts)s::text[], %(ends)s::text[]) a(account, end_to_end)"
        " JOIN payments_entry e USING (account, end_to_end) WHERE e.meaning = 'payment' AND e.end_to_end <> ''",
        {"account": pl.String, "end_to_end": pl.String, "original": pl.String},
        accounts=asked["account"],
        ends=asked["end_to_end"],
    )
    here = lines.filter(pl.col("meaning") == "payment").select(
        "account", "end_to_end", original="bank_key"
    )
    both = pl.concat([kept, here]).unique()
    return both.filter(pl.len().over("account", "end_to_end") == 1)


def _returns(found: pl.DataFrame) -> pl.DataFrame:
    cause = (
        pl.when(pl.col("returned").fill_null("") != "")
        .then("returned")
        .otherwise(pl.lit(_NO_CAUSE))
    )
    return found.select(
        scheme=scheme_of(pl.col("account")),
        scheme_key="original",
        return_key="bank_key",
        amount=-pl.col("amount"),
        cause=cause,
        returned_at=moment_of(pl.col("booked_on")),
    )
