"""From days of service to a history: stretches of one wage, as each law counts their months."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from guichet.law.parameters import Parameters
from guichet.lib.months import PARTS, add_months_to, days_in_month_of, first_day_of, last_day_of

_BY_DAYS = "service_days"
c = pl.col


def stretches(periods: pl.DataFrame, law: Parameters, *, month_of: int | None) -> pl.DataFrame:
    """A history from `person`, `started_on`, `ended_on` (both worked), `wage`; stretches at the
    same time add their wages up (AN3; REG230 34).

    Days of part months are parts of so many (`month_of`), or of the days their own month has.
    """
    rows = service(periods, law).with_columns(parts=parts_of(month_of))
    return rows.select("person", "month", "wage", "parts")


def service(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Days of service that do not overlap: `person`, `month` (the first), `started_on`,
    `ended_on`, `wage` of all employers together; from periods as for `stretches`.

    Before the day rule a joining month is whole and a leaving month nothing, unless its last day is
    worked (RC21(3)).
    """
    began = min(
        d for d in law.changes("proration.rule") if law.word("proration.rule", d) == _BY_DAYS
    )
    first, last = c("started_on"), c("ended_on")
    joined_then = first_day_of(first) == first_day_of(last)
    leaving = (
        pl.when(joined_then | (last == last_day_of(last)))
        .then(last_day_of(last))
        .otherwise(last_day_of(add_months_to(first_day_of(last), -1)))
    )
    whole = periods.with_columns(
        pl.when(first < began).then(first_day_of(first)).otherwise(first).alias("started_on"),
        pl.when(last < began).then(leaving).otherwise(last).alias("ended_on"),
    ).filter(c("ended_on") >= c("started_on"))
    apart = _apart(whole.select("person", "started_on", "ended_on", "wage"))
    return apart.with_columns(month=first_day_of(first))


def _apart(periods: pl.DataFrame) -> pl.DataFrame:
    """Stretches that do not overlap: at each day on which some wage begins or ends, the sum of
    those running.
    """
    begun = periods.select(
        "person", c("started_on").alias("day"), c("wage").alias("change"), pl.lit(1).alias("more")
    )
    ended = periods.select(
        "person",
        c("ended_on").dt.offset_by("1d").alias("day"),
        (-c("wage")).alias("change"),
        pl.lit(-1).alias("more"),
    )
    turns = (
        pl.concat([begun, ended]).group_by("person", "day").agg(c("change").sum(), c("more").sum())
    )
    turns = turns.sort("person", "day").with_columns(
        c("change").cum_sum().over("person").alias("wage"),
        c("more").cum_sum().over("person").alias("running"),
        c("day").shift(-1).over("person").alias("_next"),
    )
    return turns.filter(c("running") > 0).select(
        "person",
        c("day").alias("started_on"),
        c("_next").dt.offset_by("-1d").alias("ended_on"),
        "wage",
    )


def parts_of(month_of: int | None) -> pl.Expr:
    """Parts of months from `started_on` to `ended_on`: whole months, and the days of part months
    over the days of their month or over a fixed number.
    """
    first, last = c("started_on"), c("ended_on")

    def part(day: pl.Expr, days: pl.Expr) -> pl.Expr:
        of = days_in_month_of(day) if month_of is None else pl.lit(month_of, dtype=pl.Int64)
        return pl.min_horizontal(days, of) * (PARTS // of)

    def index(day: pl.Expr) -> pl.Expr:
        return day.dt.year().cast(pl.Int64) * 12 + day.dt.month()

    late = first != first_day_of(first)
    early = last != last_day_of(last)
    inside = (first_day_of(first) == first_day_of(last)) & (late | early)
    head = (
        pl.when(late).then(part(first, days_in_month_of(first) - first.dt.day() + 1)).otherwise(0)
    )
    tail = pl.when(early).then(part(last, last.dt.day().cast(pl.Int64))).otherwise(0)
    whole = index(last) - index(first) + 1 - late.cast(pl.Int64) - early.cast(pl.Int64)
    only = part(first, (last - first).dt.total_days() + 1)
    return pl.when(inside).then(only).otherwise(whole * PARTS + head + tail)


def stretches_m33(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """A history as M/33 counts it: thirty days are a month (AN1(2)); one wage that outlasted the
    former law is two stretches, because the months of each law have their own divisor.
    """
    key, began = "oldage_m33.days_of_a_month", law.changes("oldage_m33.months_divisor")[0]
    first, last = c("started_on"), c("ended_on")
    former = periods.filter(first < began).with_columns(
        ended_on=pl.min_horizontal(last, pl.lit(began - timedelta(days=1)))
    )
    since = periods.filter(last >= began).with_columns(
        started_on=pl.max_horizontal(first, pl.lit(began))
    )
    whole = pl.concat([former, since])
    return stretches(whole, law, month_of=law.count(key, law.latest(key)))


def stretches_m273(periods: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """A history as M/273 counts it: days are parts of their own month (REG230 36)."""
    return stretches(periods, law, month_of=None)
