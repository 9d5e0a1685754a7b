"""What is unpaid to persons: orders that came back, months of pensions and grants that could not be
ordered, and rights to a pension that nobody has claimed; each with what would bring it about.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.benefits import awards, grants, lump_sums, old_age, queries
from guichet.domain.payouts.decisions import OF_THE_ACCOUNT
from guichet.domain.payouts.queries import payouts_of
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine.actor import PartyKind
from guichet.lib.months import first_day, first_day_of

UNPAID = {
    "person": pl.Int64,
    "what": pl.String,  # one of `WHATS`
    "from_month": pl.Date,  # the first month it is for; null: not for months
    "to_month": pl.Date,  # the last
    "amount": pl.Int64,  # unpaid today, minor units; null: nothing is yet
    "monthly": pl.Int64,  # what a claim would bring a month, minor units; null: no claim
    "once": pl.Int64,  # what a claim would bring once, minor units
    "to_do": pl.String,  # one of `TO_DO`
}
CAME_BACK, MONTHS, GRANT = "came-back", "months", "grant"
PENSION, EARLY, LUMP = "pension", "early-pension", "lump-sum"
WHATS = (CAME_BACK, MONTHS, GRANT, PENSION, EARLY, LUMP)
# What the person can do about it; of the last two nothing, it is on its way.
ACCOUNT, OTHER_ACCOUNT, CLAIM, CLAIM_EARLY = "account", "other-account", "claim", "claim-early"
CLAIM_LUMP = "claim-lump"
ASK_US, SENT_AGAIN, NEXT_RUN = "ask-us", "sent-again", "next-run"
TO_DO = (ACCOUNT, OTHER_ACCOUNT, CLAIM, CLAIM_EARLY, CLAIM_LUMP, ASK_US, SENT_AGAIN, NEXT_RUN)
_EARLY_WAY = "early"
_NO_AMOUNT, _NO_MONTH = pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Date)
_KEY = ["person", "what", "to_do"]


def unpaid_to(numbers: pl.Series, today: date) -> pl.DataFrame:
    """What is unpaid to persons today: columns of `UNPAID`, by person, what came back first.

    The running month counts from its run on, or where something stands against paying it. A right
    to a pension is told of whoever has stopped working and draws none of that kind.

    Args:
        numbers: national numbers; as many queries for a million as for one.
        today: the day of the institution.
    """
    # What was ordered, or is paid, stays under the number its holder had then.
    held = numbers_of(numbers)
    known = held["number"].unique()
    owed = pl.concat([came_back(known), months(known, today), granted(known, today)])
    pieces = [under_asked(owed, held).select(*UNPAID), unclaimed(numbers.unique(), today)]
    return pl.concat(pieces).sort("person", maintain_order=True)


def came_back(numbers: pl.Series) -> pl.DataFrame:
    """Orders that the bank brought back and nobody has sent again: columns of `UNPAID`."""
    orders = payouts_of(PartyKind.PERSON, numbers).filter(pl.col("state") == "back")
    spans = queries.months_of_orders(orders["order"])
    accounts = bank_accounts.of_persons(numbers).rename({"iban": "on_record"})
    rows = (
        orders.rename({"party": "person"})
        .join(spans, on="order", how="left", maintain_order="left")
        .join(accounts, on="person", how="left", maintain_order="left")
    )
    known = pl.col("on_record")
    fails_again = pl.col("code").is_in(OF_THE_ACCOUNT) & (known == pl.col("iban"))
    to_do = (
        pl.when(known.is_null())
        .then(pl.lit(ACCOUNT))
        .when(fails_again)
        .then(pl.lit(OTHER_ACCOUNT))
        .otherwise(pl.lit(SENT_AGAIN))
    )
    return rows.select(
        "person",
        what=pl.lit(CAME_BACK),
        from_month="first",
        to_month="last",
        amount="amount",
        monthly=_NO_AMOUNT,
        once=_NO_AMOUNT,
        to_do=to_do,
    )


def months(numbers: pl.Series, today: date) -> pl.DataFrame:
    """Months of pensions that were not ordered, or not whole: columns of `UNPAID`."""
    month = first_day(today)
    rows = queries.with_accounts(queries.owed(numbers, month), month)
    run = queries.last_run()
    ran = run is not None and run >= month
    # Nothing is amiss with a month whose run is still to come.
    rows = rows.filter(pl.col("why").is_not_null() | (pl.col("month") < month) | pl.lit(ran))
    return (
        rows.with_columns(to_do=_to_do(), what=pl.lit(MONTHS))
        .group_by(_KEY, maintain_order=True)
        .agg(
            from_month=pl.col("month").min(),
            to_month=pl.col("month").max(),
            amount=pl.col("amount").sum(),
        )
        .with_columns(monthly=_NO_AMOUNT, once=_NO_AMOUNT)
        .select(*UNPAID)
    )


def granted(numbers: pl.Series, today: date) -> pl.DataFrame:
    """What was granted once and could not be ordered yet: columns of `UNPAID`."""
    rows = grants.waiting(numbers, today)
    return (
        rows.with_columns(to_do=_to_do(), what=pl.lit(GRANT))
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("amount").sum())
        .with_columns(from_month=_NO_MONTH, to_month=_NO_MONTH, monthly=_NO_AMOUNT, once=_NO_AMOUNT)
        .select(*UNPAID)
    )


def _to_do() -> pl.Expr:
    """What would bring what could not be ordered, by why it could not."""
    return pl.col("why").replace_strict(
        {queries.NO_ACCOUNT: ACCOUNT, queries.DIED: ASK_US, queries.UNKNOWN: ASK_US},
        default=NEXT_RUN,
        return_dtype=pl.String,
    )


def unclaimed(numbers: pl.Series, today: date) -> pl.DataFrame:
    """Rights of the living who have stopped working: to an old-age pension, or for want of one to
    contributions given back. Of whoever draws an old-age or a disability pension, beside which
    none is paid in full, there is none: columns of `UNPAID`.
    """
    drawing = awards.in_payment(numbers, (awards.OLD_AGE, awards.DISABILITY), today)
    records = old_age.Records.of(numbers, today)
    answers = records.on(today).answers
    early = pl.col("way") == _EARLY_WAY
    pensions = answers.filter(pl.col("why").is_null() & ~pl.col("working")).select(
        "person",
        what=pl.when(early).then(pl.lit(EARLY)).otherwise(pl.lit(PENSION)),
        from_month=_NO_MONTH,
        monthly="monthly",
        once=_NO_AMOUNT,
        to_do=pl.when(early).then(pl.lit(CLAIM_EARLY)).otherwise(pl.lit(CLAIM)),
    )
    given_back = lump_sums.judged_from(records, answers, due_only=True).answers
    gone = pl.col("why").is_in([old_age.UNKNOWN, old_age.DIED, old_age.BIRTH_DOUBTFUL])
    given_back = given_back.filter(~gone.fill_null(value=False))
    # Told again when more comes to be owed than what was paid: it is for the months since then.
    sums = given_back.with_columns(once=pl.col("amount") + pl.col("difference")).select(
        "person",
        what=pl.lit(LUMP),
        from_month=first_day_of(pl.col("after")),
        monthly=_NO_AMOUNT,
        once="once",
        to_do=pl.lit(CLAIM_LUMP),
    )
    return (
        pl.concat([pensions, sums.filter(pl.col("once") > 0)])
        .join(drawing, on="person", how="anti", maintain_order="left")
        .with_columns(amount=_NO_AMOUNT, to_month=_NO_MONTH)
        .select(*UNPAID)
    )
