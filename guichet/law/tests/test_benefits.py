"""Every benefit agrees with an independent reading of the law, on made-up people crowded around its
edges.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.law.awards import BenefitError
from guichet.law.sa.benefits import BENEFITS
from guichet.law.tests import benefit_oracle as oracle
from guichet.law.tests.made_up_people import (
    SOME,
    Row,
    agree,
    award,
    days,
    maybe,
    means,
    months,
    new_days,
    people,
    rows_of,
    wages,
)

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
    agree("unemployment_m18", oracle.unemployment, rows)


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
            "unemployment_m18",
            {"on": date(2026, 1, 1), "law": "m19", "wage_sum": 1, "wage_months": 1, "months": 1},
            "law is one of",
        ),
        ("party", {"on": date(2026, 1, 1)}, "no benefit 'party'"),
    ],
)
def test_a_wrong_row_is_named(kind: str, row: Row, sentence: str) -> None:
    with pytest.raises(BenefitError, match=sentence):
        BENEFITS.award(kind, pl.DataFrame([row]))
