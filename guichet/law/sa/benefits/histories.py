"""From what a person contributed to the facts of an award: months, mean wages, the wage five years
before.

A history is a frame of stretches of one wage, in the order of persons and months: `person`, `month`
(the first), `wage` (halalas, of a whole month) and `parts` (of months, `guichet.lib.months.PARTS`).
`stretches` makes it from days of service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from guichet.law.awards import BenefitError
from guichet.law.parameters import Parameters
from guichet.lib.months import PARTS

_SHIFT = (
    34  # bits for the parts of a century of months: a wage and its parts are sorted as one number
)
_MOST_WAGE, _MOST_PARTS = 1 << 29, 1 << 34
_LAST = 8  # stretches of one wage that usually hold the last five years
_FIRST = 16  # that usually hold the best fifteen years
_BLOCK = 4_096  # people worked at once
_LONG = 64  # whose history has more stretches is looked at apart, so that it widens no other's row
Whole = NDArray[np.int64]
c = pl.col


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
