"""From what a person contributed to the facts of an award: months, mean wages, the wage five years
before.

A history is a frame of stretches of one wage, in the order of persons and months: `person`, `month`
(the first), `wage` (halalas, of a whole month) and `parts` (of months, `guichet.lib.months.PARTS`).
`stretches` makes it from days of service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from guichet.law.awards import BenefitError
from guichet.law.parameters import Parameters
from guichet.lib.months import PARTS, add_months_to, days_in_month_of, first_day_of, last_day_of

_SHIFT = (
    34  # bits for the parts of a century of months: a wage and its parts are sorted as one number
)
_MOST_WAGE, _MOST_PARTS = 1 << 29, 1 << 34
_LAST = 8  # stretches of one wage that usually hold the last five years
_FIRST = 16  # that usually hold the best fifteen years
_BLOCK = 4_096  # people worked at once
_LONG = 64  # whose history has more stretches is looked at apart, so that it widens no other's row
Whole = NDArray[np.int64]
_BY_DAYS = "service_days"
c = pl.col


def stretches(periods: pl.DataFrame, law: Parameters, *, month_of: int | None) -> pl.DataFrame:
    """A history from `person`, `started_on`, `ended_on` (both worked), `wage`; stretches at the
    same time add their wages up (AN3; REG230 34).

    Days of part months are parts of so many (`month_of`), or of the days their own month has;
    before the day rule a joining month is whole and a leaving month nothing, unless its last day is
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
    return apart.with_columns(
        _parts(month_of).alias("parts"), first_day_of(first).alias("month")
    ).select("person", "month", "wage", "parts")


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


def _parts(month_of: int | None) -> pl.Expr:
    """Whole months, and the days of part months over the days of their month or over a fixed
    number.
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


def counted_m33(parts: pl.Expr, law: Parameters, on: date) -> pl.Expr:
    """Months of M/33 are whole: thirty days are one, a remainder of thirteen days is one more, less
    is dropped (AN1(2), R28).
    """
    rest = law.count("oldage_m33.days_rounded_to_a_month", on)
    day = PARTS // law.count("oldage_m33.days_of_a_month", on)
    return (parts // PARTS + (parts % PARTS >= rest * day).cast(pl.Int64)) * PARTS


@dataclass(frozen=True, slots=True)
class _Table:
    """A history as arrays: where each person's stretches begin and how many there are.

    People are few ones after another, so sums and windows over millions of them are a pass over
    plain arrays; a group-by would copy.
    """

    people: pl.Series
    months: Whole
    wages: Whole
    parts: Whole
    starts: Whole
    sizes: Whole


def _table(history: pl.DataFrame) -> _Table:
    if any(history.get_column(name).null_count() for name in ("person", "month", "wage", "parts")):
        raise BenefitError("a history has no empty cells")
    person = history.get_column("person").to_numpy()
    months = history.get_column("month").to_physical().to_numpy()
    wages, parts = (history.get_column(n).cast(pl.Int64).to_numpy() for n in ("wage", "parts"))
    if history.height and (
        wages.min() < 0
        or wages.max() >= _MOST_WAGE
        or parts.min() < 0
        or parts.max() >= _MOST_PARTS
    ):
        raise BenefitError("a history holds a wage or a time that nobody meant")
    other = person[1:] != person[:-1]
    if bool(np.any((months[1:] < months[:-1]) & ~other)):
        raise BenefitError("the stretches of a person are not in the order of months")
    starts = (
        np.concatenate(([0], np.flatnonzero(other) + 1))
        if history.height
        else np.zeros(0, np.int64)
    )
    people = history.get_column("person").gather(starts)
    if people.n_unique() != people.len():
        raise BenefitError("the stretches of a person are not together")
    return _Table(people, months, wages, parts, starts, np.diff(np.append(starts, history.height)))


def _sums(values: Whole, table: _Table) -> Whole:
    return np.add.reduceat(values, table.starts) if table.starts.size else np.zeros(0, np.int64)


def _rows(table: _Table, who: Whole, width: int, *, last: bool) -> tuple[Whole, NDArray[np.bool_]]:
    """Places of stretches, a line a person: the last ones backwards, or all; and which of them
    exist.
    """
    place = np.arange(width)
    there = place < table.sizes[who, None]
    places = table.starts[who, None] + (table.sizes[who, None] - 1 - place if last else place)
    return np.where(there, places, 0), there


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


def facts_m33(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on` and what `old_age_m33` needs: the mean of the last 24 months, the wage at the
    start of the last 60; `months_all` are those of both laws together.
    """
    asked, five_years = law.count("oldage_m33.average_months", on) * PARTS, 60 * PARTS
    table = _table(history)
    number = table.starts.size
    sums, used, before = np.zeros(number, np.int64), np.zeros(number, np.int64), np.full(number, -1)
    for first in range(0, number, _BLOCK):
        who, width = np.arange(first, min(first + _BLOCK, number)), _LAST
        while who.size:
            places, there = _rows(table, who, width, last=True)
            parts = table.parts[places] * there
            reached = np.cumsum(parts, axis=1)
            window = np.clip(asked - (reached - parts), 0, parts)
            wages = table.wages[places]
            sums[who], used[who] = (wages * window).sum(axis=1), window.sum(axis=1)
            far = reached[:, -1] >= five_years
            at = np.argmax(reached >= five_years, axis=1)
            before[who[far]] = wages[far, at[far]]
            who, width = who[~far & (table.sizes[who] > width)], width * 4
    all_parts = _sums(table.parts, table)
    # The law of 2001 counts its own months by itself; those of the former one are apart.
    start = (law.changes("oldage_m33.months_divisor")[0] - date(1970, 1, 1)).days
    former = _sums(table.parts * (table.months < start), table)
    facts = pl.DataFrame(
        {
            "wage_sum": sums,
            "wage_months": used,
            "_before": before,
            "_new": all_parts - former,
            "_former": former,
        }
    )
    return (
        _named(table, facts, on)
        .with_columns(
            pl.when(c("_before") >= 0).then(c("_before")).alias("wage_5y_before"),
            counted_m33(c("_new"), law, on).alias("months"),
            counted_m33(c("_former"), law, on).alias("months_before_2001"),
        )
        .with_columns((c("months") + c("months_before_2001")).alias("months_all"))
        .drop("_before", "_new", "_former")
    )


def facts_m273(history: pl.DataFrame, on: date, law: Parameters) -> pl.DataFrame:
    """`person`, `on` and what `old_age_m273` needs of contributions: months, and the mean of the
    best 180 (26(1)).
    """
    asked = law.count("oldage_m273.average_best_months", on) * PARTS
    table = _table(history)
    sums, used = np.zeros(table.starts.size, np.int64), np.zeros(table.starts.size, np.int64)
    for who in _by_length(table):
        width = int(table.sizes[who].max())
        places, there = _rows(table, who, width, last=False)
        packed = ((table.wages[places] << _SHIFT) | table.parts[places]) * there
        packed.sort(axis=1)
        sums[who], used[who] = _best(packed, asked)
    facts = pl.DataFrame(
        {"wage_sum": sums, "wage_months": used, "months": _sums(table.parts, table)}
    )
    return _named(table, facts, on).with_columns(c("months").alias("months_all"))


def _best(packed: Whole, asked: int) -> tuple[Whole, Whole]:
    """Wages by parts, and parts, of the highest ones of each line until it has the parts asked for,
    or has no more.
    """
    width = packed.shape[1]
    number = min(width, _FIRST)
    while True:
        top = packed[:, : width - number - 1 : -1] if number < width else packed[:, ::-1]
        parts = top & (_MOST_PARTS - 1)
        reached = np.cumsum(parts, axis=1)
        if number == width or bool((reached[:, -1] >= asked).all()):
            window = np.clip(asked - (reached - parts), 0, parts)
            return ((top >> _SHIFT) * window).sum(axis=1), window.sum(axis=1)
        number = min(width, number * 2)


def _by_length(table: _Table) -> list[Whole]:
    """People by the length of their history, so many at a time that their arrays stay near the
    processor.
    """
    short = np.flatnonzero(table.sizes <= _LONG)
    long = np.flatnonzero(table.sizes > _LONG)
    groups = [short[at : at + _BLOCK] for at in range(0, short.size, _BLOCK)]
    return groups + [long[at : at + _BLOCK // 16] for at in range(0, long.size, _BLOCK // 16)]


def _named(table: _Table, facts: pl.DataFrame, on: date) -> pl.DataFrame:
    """The facts beside their people; a mean of whole months in lowest terms."""
    whole = (c("wage_months") % PARTS == 0) & (c("wage_sum") % PARTS == 0)
    by = pl.when(whole).then(PARTS).otherwise(1)
    return facts.select(
        table.people.alias("person"),
        pl.lit(on).alias("on"),
        (c("wage_sum") // by).alias("wage_sum"),
        (c("wage_months") // by).alias("wage_months"),
        pl.exclude("wage_sum", "wage_months"),
    )
