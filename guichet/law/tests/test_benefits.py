"""Every benefit agrees with an independent reading of the law, on made-up people crowded around its
edges.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.law.awards import BenefitError
from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.benefits.injuries import lines_of
from guichet.law.steps import Unit
from guichet.law.tests import benefit_oracle as oracle
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


earlier = st.one_of(
    st.just(
        {
            "earlier_wage_sum": None,
            "earlier_wage_months": None,
            "earlier_months": None,
            "earlier_wage_5y_before": None,
        }
    ),
    st.builds(
        lambda mean, held, before: {
            **mean,
            "earlier_months": held,
            "earlier_wage_5y_before": before,
        },
        means(24, "earlier_"),
        months,
        maybe(wages),
    ),
)


@SOME
@given(
    st.lists(
        st.builds(
            lambda facts, mean, past: {**facts, **mean, **past},
            st.fixed_dictionaries(
                {
                    "on": days,
                    "months": months,
                    "months_before_2001": st.one_of(st.just(Fraction(0)), months),
                    "wage_5y_before": maybe(wages),
                    "growth_limited": st.booleans(),
                    "months_above_limit": st.sampled_from(
                        [Fraction(0), Fraction(1), Fraction(24), Fraction(60)]
                    ),
                    "dependants": st.integers(0, 5),
                }
            ),
            means(24),
            earlier,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_old_age_under_m33(rows: list[Row]) -> None:
    agree("old_age_m33", oracle.old_age_m33, rows)


@SOME
@given(
    rows_of(
        180,
        on=new_days,
        months=months,
        age_months=st.one_of(st.integers(640, 900), st.sampled_from([659, 660, 779, 780, 781])),
        deferred_months=st.none(),
    )
)
def test_old_age_under_m273(rows: list[Row]) -> None:
    agree("old_age_m273", oracle.old_age_m273, rows)


@SOME
@given(rows_of(on=days, months=months))
def test_months_bought(rows: list[Row]) -> None:
    agree("deemed_months", oracle.deemed, rows)


@SOME
@given(
    rows_of(on=days, months=months, months_before_2001=months, members=people.map(lambda n: n + 1))
)
def test_lump_sums(rows: list[Row]) -> None:
    agree("lump_sum_m33", oracle.lump_m33, rows)


@SOME
@given(
    rows_of(
        0,
        on=new_days,
        contributions=st.integers(0, 10**9),
        price_changes=st.lists(
            st.sampled_from(["-0.02", "0", "0.012", "0.055", "0.0551", "0.07"]), max_size=40
        ),
    )
)
def test_refunds(rows: list[Row]) -> None:
    agree("refund_m273", oracle.refund, rows)


SERVICE = {
    "months": months,
    "in_service": st.booleans(),
    "consecutive_months": maybe(months),
    "total_months": maybe(months),
}


@pytest.mark.parametrize("new", [False, True])
def test_disability(new: bool) -> None:
    @SOME
    @given(
        rows_of(
            180 if new else 24, on=new_days if new else days, helper_needed=st.booleans(), **SERVICE
        )
    )
    def agrees(rows: list[Row]) -> None:
        agree(f"disability_{'m273' if new else 'm33'}", partial(oracle.disability, new=new), rows)

    agrees()


@pytest.mark.parametrize("new", [False, True])
def test_death_in_service(new: bool) -> None:
    @SOME
    @given(
        rows_of(
            180 if new else 24,
            on=new_days if new else days,
            members=people.map(lambda n: n + 1),
            **SERVICE,
        )
    )
    def agrees(rows: list[Row]) -> None:
        agree(f"death_in_service_{'m273' if new else 'm33'}", partial(oracle.death, new=new), rows)

    agrees()


@SOME
@given(rows_of(0, on=days, pension=wages, average=maybe(wages), members=people))
def test_shares_under_m33(rows: list[Row]) -> None:
    agree("shares_m33", partial(oracle.shares, new=False), rows)


@SOME
@given(rows_of(0, on=new_days, pension=wages, members=people.map(lambda n: n + 1)))
def test_shares_under_m273(rows: list[Row]) -> None:
    agree("shares_m273", partial(oracle.shares, new=True), rows)


@SOME
@given(rows_of(0, on=days, pension=wages, average=maybe(wages), members=people))
def test_no_family_is_given_more_than_there_is(rows: list[Row]) -> None:
    for row in award("shares_m33", rows):
        least = row["minimum"]
        assert sum(row["shares"]) == row["total"]
        assert row["total"] <= max(row["pension"], row["average"] or 0, least)
        assert not row["shares"] or max(row["shares"]) - min(row["shares"]) < row["members"]


degrees = st.one_of(st.sampled_from([0, 499_999, 500_000, 1_000_000]), st.integers(0, 1_000_000))


@SOME
@given(rows_of(3, on=days, degree=degrees, helper_needed=st.booleans()))
def test_injury_annuities(rows: list[Row]) -> None:
    agree("injury_annuity", oracle.annuity, rows)


@SOME
@given(rows_of(3, on=days, degree=degrees, age_months=st.integers(180, 1100)))
def test_injury_lump_sums(rows: list[Row]) -> None:
    agree("injury_lump_sum", oracle.injury_lump, rows)


@SOME
@given(rows_of(3, on=days, degree=degrees))
def test_lump_sums_of_who_is_not_saudi(rows: list[Row]) -> None:
    agree("injury_lump_sum_nonsaudi", oracle.foreign_lump, rows)


@SOME
@given(rows_of(3, on=days, members=people.map(lambda n: n + 1)))
def test_deaths_by_work_of_who_is_not_saudi(rows: list[Row]) -> None:
    agree("injury_death_nonsaudi", oracle.foreign_death, rows)


@SOME
@given(days, st.integers(0, 200), wages, st.booleans())
def test_daily_allowances_are_cut_at_the_ends_of_months(
    start: date, length: int, wage: int, treatment: bool
) -> None:
    until = date.fromordinal(start.toordinal() + length)
    spell = pl.DataFrame([{"on": start, "until": until, "wage": wage, "treatment": treatment}])
    lines = BENEFITS.award("injury_allowance", lines_of(spell))
    assert lines["amount"].to_list() == oracle.allowance(start, until, wage, treatment=treatment)


@SOME
@given(
    rows_of(
        12,
        on=st.dates(date(2024, 7, 3), date(2028, 1, 1)),
        qualifying_months=months,
        sick_child=st.booleans(),
        in_service=st.booleans(),
        pregnancy_months=maybe(st.integers(0, 10)),
    )
)
def test_maternity(rows: list[Row]) -> None:
    agree("maternity", oracle.maternity, rows)


@SOME
@given(
    rows_of(
        24,
        on=st.dates(date(2014, 9, 1), date(2030, 1, 1)),
        law=st.sampled_from(["m18", "m273"]),
        months=st.integers(0, 14),
    )
)
def test_unemployment(rows: list[Row]) -> None:
    agree("unemployment", oracle.unemployment, rows)


births = st.one_of(
    st.dates(date(1930, 1, 1), date(2005, 12, 31)),
    st.sampled_from(
        [
            date(1976, 1, 3),
            date(1976, 1, 4),
            date(1976, 2, 29),
            date(1975, 12, 31),
            date(1994, 7, 3),
            date(1994, 7, 4),
            date(1995, 7, 3),
            date(1995, 8, 31),
        ]
    ),
)


@SOME
@given(rows_of(0, on=days, born=births, cohort=st.just("m33"), months_on_reference=months))
def test_normal_ages_under_m33(rows: list[Row]) -> None:
    agree("old_age_right", oracle.normal_age, rows)


@SOME
@given(rows_of(0, on=new_days, born=births, cohort=st.just("m273"), months_on_reference=months))
def test_normal_ages_under_m273(rows: list[Row]) -> None:
    agree("old_age_right", oracle.normal_age, rows)


def test_every_birthday_on_a_thirtieth_that_is_missing_is_reached_on_the_twenty_ninth() -> None:
    """All days of 1964 to 1999; the description counts the ones whose month lacks a 30th sixty
    years on: 101.
    """
    first, last = date(1964, 1, 1), date(1999, 12, 31)
    births = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    frame = pl.DataFrame({"born": births}).with_columns(
        pl.lit(date(2024, 1, 1)).alias("on"), pl.lit("m33").alias("cohort")
    )
    got = BENEFITS.award("old_age_right", frame)["reached"].to_list()
    wanted = [oracle.hijri_birthday(born, 60) for born in births]
    assert got == wanted
    shortened = sum(
        oracle.Gregorian.fromdate(born).to_hijri().day == 30
        and oracle.Gregorian.fromdate(reached).to_hijri().day == 29
        for born, reached in zip(births, wanted, strict=True)
    )
    assert shortened == 101


@pytest.mark.parametrize(
    ("kind", "row", "sentence"),
    [
        ("old_age_m33", {"months": 1, "wage_sum": 1, "wage_months": 24}, "missing columns: on"),
        (
            "old_age_m33",
            {"on": date(2026, 1, 1), "months": -1, "wage_sum": 1, "wage_months": 24},
            "row 0: months is negative",
        ),
        (
            "old_age_m33",
            {"on": date(2026, 1, 1), "months": 1, "wage_sum": 1, "wage_months": 0},
            "no average of no months",
        ),
        (
            "old_age_m33",
            {"on": date(2001, 3, 31), "months": 1, "wage_sum": 1, "wage_months": 1},
            "no pensions on that day",
        ),
        (
            "old_age_m273",
            {
                "on": date(2024, 7, 2),
                "months": 1,
                "wage_sum": 1,
                "wage_months": 1,
                "age_months": 780,
            },
            "no pensions on that day",
        ),
        (
            "shares_m33",
            {"on": date(2026, 1, 1), "pension": None, "members": 1},
            "row 0: pension is missing",
        ),
        (
            "shares_m33",
            {"on": date(2026, 1, 1), "pension": 5.5, "members": 1},
            "pension is Float64, not Int64",
        ),
        (
            "shares_m33",
            {"on": date(2026, 1, 1), "pension": 5, "members": 10**6},
            "no number of people of a family",
        ),
        (
            "old_age_right",
            {"on": date(2026, 1, 1), "born": date(1980, 1, 1), "cohort": "gcc"},
            "not insured for pensions",
        ),
        (
            "unemployment",
            {"on": date(2026, 1, 1), "law": "m19", "wage_sum": 1, "wage_months": 1, "months": 1},
            "law is one of",
        ),
        ("party", {"on": date(2026, 1, 1)}, "no benefit 'party'"),
    ],
)
def test_a_wrong_row_is_named(kind: str, row: Row, sentence: str) -> None:
    with pytest.raises(BenefitError, match=sentence):
        BENEFITS.award(kind, pl.DataFrame([row]))
