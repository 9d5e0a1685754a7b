"""Which person's month is paid: derived from the bills' lines and the ledger whenever it is asked,
kept nowhere (ADR 44).

What was laid on a month of an establishment pays its lines in the order in which they were billed;
among lines of one bill first those of persons whose rights hang on it (M/273), then by the number
of the engagement. So a colleague entered late never takes from a month that was paid, and a month
paid in part is paid for as many as it reaches.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.ledger.kinds import RECEIVABLE
from guichet.domain.ledger.queries import covered_of
from guichet.domain.payments.due import with_due
from guichet.domain.registry import bill_facts as register
from guichet.engine import store
from guichet.law import country

PAID, PARTLY, UNPAID, NOT_DUE = "paid", "partly", "unpaid", "not-due"
STATES = (PAID, PARTLY, UNPAID, NOT_DUE)
PAID_MONTH = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "engagement": pl.Int64,
    "due": pl.Int64,  # contributions of the person for the month, all bills together; halalas
    "paid": pl.Int64,
    # one of `STATES`; not-due: nothing paid, and the last day for paying is not over
    "state": pl.String,
}
PERSON_MONTH = {
    "person": pl.Int64,  # the number asked for
    **PAID_MONTH,
    # the person's rights to annuities hang on the payment (M/273 9(4)); else they stand anyway
    # (M/33 54(3))
    "hangs": pl.Boolean,
}
_MONTH = ["establishment", "month"]
_LINE = [*_MONTH, "engagement"]


def person_months(numbers: pl.Series, today: date) -> pl.DataFrame:
    """Every billed month of persons, paid or not: columns of `PERSON_MONTH`, by person, the oldest
    first.

    What pensions and allowances are reckoned from. A month with no contributions due has no row.
    For one person or for all of them: as many queries for a million engagements as for one.
    """
    held = register.engagements_of(numbers)
    lines = _of_engagements(held["engagement"])
    months = _paid(lines, today).join(
        held.select("person", "engagement", "cohort"), on="engagement"
    )
    found = months.with_columns(hangs=country.cohorts.rights_hang_on_payment(pl.col("cohort")))
    return found.select(*PERSON_MONTH).sort("person", "month", "engagement")


def paid_months(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """The months of engagements at their establishments: `PAID_MONTH`, for ``establishment``,
    ``month``, ``engagement``.
    """
    asked = rows.select(_LINE).unique()
    return _paid(_sums(asked), today).sort(_LINE)


def states_of_stretches(periods: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Add ``state`` to periods: paid when every billed month of it is; null when none was billed.

    Args:
        periods: ``engagement``, ``since``, ``until`` (null while it lasts).
        months: columns of `PAID_MONTH`.
    """
    numbered = periods.with_row_index("stretch")
    inside = numbered.join(
        months.select("engagement", "month", paid_state="state"), on="engagement"
    ).filter(
        (pl.col("month").dt.month_end() >= pl.col("since"))
        & (pl.col("until").is_null() | (pl.col("month") <= pl.col("until")))
    )
    whole = pl.col("paid_state").n_unique() == 1
    some = pl.col("paid_state").is_in([PAID, PARTLY]).any()
    # What is not due yet leaves a period that is paid otherwise paid.
    due = pl.col("paid_state").filter(pl.col("paid_state") != NOT_DUE)
    state = (
        pl.when(whole)
        .then(pl.col("paid_state").first())
        .when((due == PAID).all())
        .then(pl.lit(PAID))
        .when(some)
        .then(pl.lit(PARTLY))
        .otherwise(pl.lit(UNPAID))
    )
    states = inside.group_by("stretch").agg(state=state)
    return numbered.join(states, on="stretch", how="left", maintain_order="left").drop("stretch")


def _paid(lines: pl.DataFrame, today: date) -> pl.DataFrame:
    """`PAID_MONTH` of sums (`_LINE` and ``due``); colleagues' lines are read only where a month is
    paid in part.
    """
    covered = covered_of(lines["establishment"].unique(), RECEIVABLE).rename(
        {"party": "establishment"}
    )
    rows = lines.filter(pl.col("due") > 0).join(
        covered, on=_MONTH, how="left", maintain_order="left"
    )
    open_now, laid = pl.col("open").fill_null(0), pl.col("covered").fill_null(0)
    in_part = rows.filter((open_now > 0) & (laid > 0)).select(_MONTH).unique()
    reached = _reached(in_part, covered)
    rows = rows.join(reached, on=_LINE, how="left", maintain_order="left")
    paid = (
        pl.when(open_now <= 0)
        .then("due")
        .when(laid <= 0)
        .then(0)
        .otherwise(pl.col("reached").fill_null(0))
    )
    rows = with_due(rows.with_columns(paid=paid))
    state = (
        pl.when(pl.col("paid") >= pl.col("due"))
        .then(pl.lit(PAID))
        .when(pl.col("paid") > 0)
        .then(pl.lit(PARTLY))
        .when(pl.col("due_on") >= today)
        .then(pl.lit(NOT_DUE))
        .otherwise(pl.lit(UNPAID))
    )
    return rows.with_columns(state=state).select(*PAID_MONTH)


def _reached(months: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """What reaches each engagement of months that are paid in part: `_LINE` and ``reached``."""
    if months.is_empty():
        return pl.DataFrame(schema={**{n: PAID_MONTH[n] for n in _LINE}, "reached": pl.Int64})
    parts = standing_parts(_lines(months))
    cohorts = register.cohorts(parts["engagement"])
    ranked = parts.join(cohorts, on="engagement", how="left").with_columns(
        later=(~country.cohorts.rights_hang_on_payment(pl.col("cohort"))).fill_null(value=True)
    )
    # What is open is of the lines billed last, whatever else was ever moved on the month.
    ranked = ranked.join(covered, on=_MONTH, how="left").sort(
        *_MONTH, "billed_in", "later", "engagement"
    )
    whole = pl.col("amount").sum().over(_MONTH) - pl.col("open")
    before = pl.col("amount").cum_sum().over(_MONTH) - pl.col("amount")
    reach = pl.min_horizontal(pl.col("amount"), (whole - before).clip(lower_bound=0))
    return ranked.with_columns(reached=reach).group_by(_LINE).agg(pl.col("reached").sum())


def standing_parts(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines as they still stand: what a later bill gave back is taken from the latest of the same
    person before it.

    ``lines`` has `_LINE`, ``billed_in`` and ``total``; out comes ``amount``, never below nothing,
    in place of ``total``.
    """
    owed = pl.col("total").cum_sum().over(_LINE)
    rows = lines.sort(*_LINE, "billed_in").with_columns(owed=owed)
    # What is owed at the end of a line and never falls below that later stands.
    rows = rows.with_columns(
        stands=pl.col("owed").cum_min(reverse=True).over(_LINE).clip(lower_bound=0)
    )
    amount = pl.col("stands") - pl.col("stands").shift(1).over(_LINE).fill_null(0)
    return (
        rows.with_columns(amount=amount)
        .filter(pl.col("amount") > 0)
        .drop("owed", "stands", "total")
    )


# The lines of bills, and what was taken back of them because an objection was right.
_CHARGED = (
    "(SELECT establishment, month, engagement, billed_in, total FROM contributions_contribution"
    " UNION ALL SELECT establishment, month, engagement, billed_in, -amount FROM contributions_concession) c"
)
_DUE = {**{n: PAID_MONTH[n] for n in _LINE}, "due": pl.Int64}


def _of_engagements(engagements: pl.Series) -> pl.DataFrame:
    """The sums of every billed month of engagements."""
    return store.fetch(
        "SELECT c.establishment, c.month, c.engagement, sum(c.total)::bigint"
        " FROM (SELECT DISTINCT month FROM contributions_run) r CROSS JOIN unnest(%(engagements)s::bigint[]) e(engagement)"
        f" JOIN {_CHARGED} ON c.month = r.month AND c.engagement = e.engagement GROUP BY 1, 2, 3",
        _DUE,
        engagements=engagements.unique(),
    )


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    return store.fetch(
        "SELECT c.establishment, c.month, c.engagement, sum(c.total)::bigint"
        " FROM unnest(%(establishments)s::bigint[], %(months)s::date[], %(engagements)s::bigint[]) a(establishment, month, engagement)"
        f" JOIN {_CHARGED} USING (month, engagement, establishment) GROUP BY 1, 2, 3",
        _DUE,
        establishments=rows["establishment"],
        months=rows["month"],
        engagements=rows["engagement"],
    )


def _lines(months: pl.DataFrame) -> pl.DataFrame:
    """Every line of establishments' months, by way of the bills they may stand on."""
    return store.fetch(
        "SELECT c.establishment, c.month, c.engagement, c.billed_in, c.total"
        " FROM unnest(%(establishments)s::bigint[], %(months)s::date[]) a(establishment, month)"
        " JOIN contributions_bill b ON b.establishment = a.establishment AND b.month >= a.month"
        f" JOIN {_CHARGED}"
        "  ON c.billed_in = b.month AND c.establishment = b.establishment AND c.month = a.month",
        {**{n: PAID_MONTH[n] for n in _LINE}, "billed_in": pl.Date, "total": pl.Int64},
        establishments=months["establishment"],
        months=months["month"],
    )
