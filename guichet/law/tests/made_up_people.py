"""Made-up people of benefits, crowded around the edges of the law, and what is worked for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import polars as pl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from guichet.law.sa.benefits import BENEFITS
from guichet.law.steps import Unit
from guichet.lib.months import PARTS

Row = dict[str, Any]
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
edges = [
    date(2001, 4, 1),
    date(2005, 9, 20),
    date(2005, 9, 21),
    date(2011, 1, 1),
    date(2024, 7, 2),
    date(2024, 7, 3),
    date(2026, 2, 1),
]
days = st.one_of(st.sampled_from(edges), st.dates(date(2001, 4, 1), date(2040, 12, 31)))
new_days = st.one_of(st.sampled_from(edges[5:]), st.dates(date(2024, 7, 3), date(2060, 12, 31)))
wages = st.one_of(
    st.sampled_from([0, 40_000, 150_000, 198_374, 198_375, 198_376, 4_500_000]),
    st.integers(0, 4_500_000),
)
whole_months = st.one_of(
    st.sampled_from(
        [0, 23, 24, 59, 60, 61, 119, 120, 179, 180, 299, 300, 359, 360, 479, 480, 481, 534]
    ),
    st.integers(0, 620),
)
month_parts = st.builds(Fraction, st.integers(0, 620 * 31), st.sampled_from([28, 29, 30, 31, 1000]))
months = st.one_of(whole_months.map(Fraction), month_parts)
people = st.integers(0, 9)
maybe = partial(st.one_of, st.none())


@st.composite
def means(draw: st.DrawFn, most: int, prefix: str = "") -> Row:
    number = draw(st.integers(1, most))
    return {
        f"{prefix}wage_sum": draw(wages) * number + draw(st.integers(0, number - 1)),
        f"{prefix}wage_months": number,
    }


def rows_of(most: int = 24, **columns: st.SearchStrategy) -> st.SearchStrategy[list[Row]]:
    facts = st.fixed_dictionaries(columns)
    row = st.builds(lambda mean, fact: {**mean, **fact}, means(most), facts) if most else facts
    return st.lists(row, min_size=1, max_size=12)


def award(kind: str, rows: list[Row]) -> list[Row]:
    """Rows with months as fractions, worked; months are parts of months there and fractions again
    here.
    """
    needs = BENEFITS.kind(kind).needs
    told = [
        {
            name: int(v * PARTS) if needs[name].unit is Unit.MONTHS and v is not None else v
            for name, v in row.items()
        }
        for row in rows
    ]
    types = {name: needs[name].type for name in rows[0]}
    done = BENEFITS.award(kind, pl.DataFrame(told, schema=types)).rows(named=True)
    law = BENEFITS.numbers()
    for row in done:
        explained = BENEFITS.explain(kind, row).as_data()
        assert explained["version"] == law.version and explained["steps"]
    return done


def agree(kind: str, reading: Callable[[Row], Row], rows: list[Row]) -> None:
    for row, got in zip(rows, award(kind, rows), strict=True):
        wanted = reading(row)
        found = {name: got[name] for name in wanted}
        if "months_bought" in found:
            found["months_bought"] = Fraction(found["months_bought"], PARTS)
        assert found == wanted, row
