"""Cohorts, coverage by age, the frozen wage, wage corrections."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.law.sa.contributions import (
    band_year,
    determine_cohort,
    limit_growth,
    registered_month,
    with_annuities_covered,
    with_saned_covered,
)
from guichet.law.sa.deadlines import (
    DeadlineError,
    backdates_annuities_only,
    correction_allowed,
    deadline,
)


@pytest.mark.parametrize(
    ("group", "first", "months", "born", "cohort"),
    [
        ("saudi", None, None, date(2000, 1, 1), "m273"),
        ("saudi", date(2024, 7, 3), 0, date(2000, 1, 1), "m273"),
        ("saudi", date(2024, 7, 2), 0, date(2000, 1, 1), "m33_transitional"),
        ("saudi", date(2005, 1, 1), 239, date(1976, 1, 4), "m33_transitional"),
        ("saudi", date(2005, 1, 1), 239, date(1976, 1, 3), "m33"),
        ("saudi", date(2004, 1, 1), 240, date(1985, 6, 15), "m33"),
        ("other", date(2010, 1, 1), 10, date(1985, 6, 15), "other"),
        ("gcc", None, None, date(1985, 6, 15), "gcc"),
        ("martian", None, None, date(1985, 6, 15), None),
    ],
)
def test_the_cohort_of_a_person(
    group: str, first: date | None, months: int | None, born: date, cohort: str | None
) -> None:
    frame = pl.DataFrame(
        {
            "nationality_group": [group],
            "first_period": [first],
            "months_on_reference": [months],
            "born": [born],
        },
        schema_overrides={"first_period": pl.Date, "months_on_reference": pl.Int64},
    )
    assert determine_cohort(frame).item(0, "cohort") == cohort


@pytest.mark.parametrize(
    ("cohort", "born", "started", "facts", "covered"),
    [
        # 1384-08-28H + 60 Hijri years = 2023-03-20
        ("m33", date(1965, 1, 1), date(2023, 3, 19), {}, True),
        ("m33", date(1965, 1, 1), date(2023, 3, 20), {}, False),
        ("m33", date(1965, 1, 1), date(2023, 3, 20), {"returning": True}, True),
        ("m33", date(1965, 1, 1), date(2023, 3, 20), {"returning": True, "pensioner": True}, False),
        (
            *("m33", date(1965, 1, 1), date(2023, 3, 20)),
            {"returning": True, "pensioner": True, "chose_cover": True},
            True,
        ),
        (
            *("m33", date(1955, 1, 1), date(2023, 3, 20)),
            {"returning": True, "pensioner": True, "chose_cover": True},
            False,
        ),
        ("m273", date(1961, 1, 2), date(2026, 1, 1), {}, True),
        ("m273", date(1961, 1, 1), date(2026, 1, 1), {}, False),
        ("other", date(1990, 1, 1), date(2026, 1, 1), {}, False),
    ],
)
def test_annuities_by_age_on_entry(
    cohort: str, born: date, started: date, facts: dict, covered: bool
) -> None:
    frame = pl.DataFrame([{"cohort": cohort, "born": born, "started_on": started, **facts}])
    assert with_annuities_covered(frame).item(0, "annuities_covered") is covered


@pytest.mark.parametrize(
    ("cohort", "born", "started", "month", "covered"),
    [
        ("m33", date(1980, 1, 1), date(2010, 1, 1), date(2014, 8, 1), False),
        ("m33", date(1980, 1, 1), date(2010, 1, 1), date(2014, 9, 1), True),
        ("m33", date(1950, 1, 1), date(2000, 1, 1), date(2014, 9, 1), False),
        ("m273", date(1962, 1, 2), date(2026, 1, 1), date(2026, 1, 1), True),
        ("m273", date(1962, 1, 1), date(2026, 1, 1), date(2026, 1, 1), False),
        ("m273", date(1962, 1, 2), date(2026, 1, 1), date(2027, 1, 1), True),
        ("m273", date(1962, 1, 2), date(2026, 1, 1), date(2027, 2, 1), False),
        ("other", date(1990, 1, 1), date(2026, 1, 1), date(2026, 1, 1), False),
    ],
)
def test_unemployment_by_age(
    cohort: str, born: date, started: date, month: date, covered: bool
) -> None:
    row = {"cohort": cohort, "born": born, "started_on": started, "month": month}
    assert with_saned_covered(pl.DataFrame([row])).item(0, "saned_covered") is covered


@pytest.mark.parametrize(
    ("month", "started", "wage_month"),
    [
        (date(2021, 6, 1), date(2015, 3, 9), date(2021, 1, 1)),
        (date(2021, 6, 1), date(2021, 3, 9), date(2021, 3, 1)),
        (date(2021, 6, 1), None, date(2021, 1, 1)),
        (date(2022, 1, 1), date(2021, 3, 9), date(2022, 1, 1)),
        (date(2022, 2, 1), date(2021, 3, 9), date(2022, 2, 1)),
    ],
)
def test_the_wage_was_frozen_for_the_year(
    month: date, started: date | None, wage_month: date
) -> None:
    frame = pl.DataFrame(
        {"month": [month], "started_on": [started]}, schema_overrides={"started_on": pl.Date}
    )
    assert registered_month(frame).item(0, "wage_month") == wage_month


def test_wages_may_be_corrected_until_the_deadline() -> None:
    assert correction_allowed(date(2021, 6, 1), date(2022, 3, 31))
    assert not correction_allowed(date(2021, 6, 1), date(2022, 4, 1))
    assert correction_allowed(date(2026, 2, 1), date(2026, 2, 28))
    assert not correction_allowed(date(2026, 2, 1), date(2026, 3, 1))
    assert correction_allowed(date(2026, 2, 1), date(2026, 9, 1), found_by_institution=True)


def test_a_period_claimed_for_the_past_counts_for_annuities_alone_under_the_new_law() -> None:
    assert backdates_annuities_only("m273", date(2026, 1, 1))
    assert not backdates_annuities_only("m33", date(2026, 1, 1))


def test_growth_after_fifty_for_many_at_once() -> None:
    frame = pl.DataFrame(
        {
            "age_on_1_january": [52, 49, 52, 60, 60, 52],
            "previous_registered": [2_000_000, 2_000_000, None, 333_333, 333_333, 2_000_000],
            "new_actual": [2_500_000, 2_500_000, 2_500_000, 900_000, 900_000, 1_000_000],
            "absence_years": [None, None, None, 25, 2, None],
        }
    )
    done = limit_growth(frame)
    # 3333.33 x 1.04^25 = 8886.11; 3333.33 x 1.04^2 = 3605.33 is less than 3666.66
    assert done["registered"].to_list() == [
        *(2_200_000, 2_500_000, 2_500_000, 888_611, 366_666, 1_000_000)
    ]
    assert done.columns == [*frame.columns, "registered"]
    assert limit_growth(frame.drop("absence_years"))["registered"].to_list()[3] == 366_666


def test_a_band_asked_for_after_15_january_serves_the_next_year() -> None:
    assert [band_year(date(2026, 1, day)) for day in (1, 15, 16)] == [2026, 2026, 2027]


def test_a_deadline_the_sources_do_not_name_is_said() -> None:
    with pytest.raises(DeadlineError, match="no deadline found"):
        deadline("wage_change", date(2020, 1, 1))
    with pytest.raises(DeadlineError, match="before the injury"):
        deadline("injury", date(2026, 1, 2), employer_informed=date(2026, 1, 1))
