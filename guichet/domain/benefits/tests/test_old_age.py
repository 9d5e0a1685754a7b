"""From what is on record to a right and an amount: by the law of each, on any day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.domain.benefits import old_age
from guichet.domain.benefits.contributed import until
from guichet.domain.benefits.words import STEPS, WAYS
from guichet.domain.registry.tests import seeds
from guichet.law import country
from guichet.lib.months import PARTS

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
OLD, NEW, FOREIGN, NOBODY = 1000000008, 1000000016, 1000000024, 1999999999


@pytest.fixture
def records() -> old_age.Records:
    place = seeds.establishment(1_010_999_901)
    seeds.engage(place, OLD, since=date(1995, 1, 1))
    seeds.engage(place, NEW, since=date(2025, 1, 1), cohort="m273")
    seeds.engage(place, FOREIGN, since=date(2020, 1, 1), cohort="other")
    return old_age.Records.of(pl.Series([OLD, NEW, FOREIGN, NOBODY]), TODAY)


def told(worked: old_age.Worked) -> dict[int, dict[str, object]]:
    return {row["person"]: row for row in worked.answers.iter_rows(named=True)}


def test_the_months_of_both_laws_count_and_each_by_its_own_divisor(
    records: old_age.Records,
) -> None:
    """75 months before April 2001 and 307 and 21 days after it, of 10,000 a month: 10,000 x (75/600
    + 308/480), because 21 days are a month.
    """
    mine = told(records.on(TODAY))[OLD]
    assert (mine["way"], mine["why"], mine["from_day"]) == ("early", None, date(2026, 12, 1))
    assert mine["months"] == 383 * PARTS
    assert mine["monthly"] == round(1_000_000 * 75 / 600 + 1_000_000 * 308 / 480)


def test_why_there_is_no_right_is_told_apart(records: old_age.Records) -> None:
    whys = {person: row["why"] for person, row in told(records.on(TODAY)).items()}
    assert whys == {
        OLD: None,
        NEW: old_age.NOT_YET,
        FOREIGN: old_age.NOT_INSURED,
        NOBODY: old_age.UNKNOWN,
    }
    assert told(records.on(TODAY))[OLD]["working"]


def test_of_the_new_law_the_age_is_65_and_a_year_later_gives_more(
    records: old_age.Records,
) -> None:
    born = date(1990, 5, 5)
    at, late = (told(records.on(day))[NEW] for day in (date(2055, 5, 5), date(2056, 5, 5)))
    assert at["reached"] == born.replace(year=2055)
    assert (at["way"], late["way"]) == ("normal", "normal")
    # 2.25% a year of 10,000: 364 months and four days; a year later 3% more besides.
    assert at["monthly"] == round(1_000_000 * 0.0225 * (364 + 4 / 31) / 12)
    assert late["monthly"] > at["monthly"] * 1.03


def test_another_wage_counts_from_next_month_on(records: old_age.Records) -> None:
    then = date(2028, 12, 1)
    usual, higher = (told(records.on(then, wage=w))[OLD] for w in (None, 1_400_000))
    assert usual["average"] == 1_000_000
    assert higher["average"] == 1_400_000  # of the last 24 months
    history = records.history.filter(pl.col("person") == OLD)
    after = until(history, then, TODAY, 1_400_000).sort("started_on")
    assert after["ended_on"].to_list() == [date(2026, 11, 30), date(2028, 11, 30)]


def test_no_wage_counts_above_the_ceiling(records: old_age.Records) -> None:
    top = country.contributions.wage_limits(TODAY).ceilings["m33"]
    mine = told(records.on(date(2030, 1, 1), wage=top * 2))[OLD]
    assert mine["average"] <= top


def test_months_that_are_not_paid_do_not_count_where_rights_hang_on_them() -> None:
    from guichet.domain.contributions.tests import world

    place = seeds.establishment(1_010_999_902)
    seeds.engage(place, NEW, since=date(2025, 1, 1), cohort="m273")
    before = old_age.Records.of(pl.Series([NEW]), TODAY)
    world.run(date(2026, 9, 1))
    after = old_age.Records.of(pl.Series([NEW]), TODAY)
    held = [told(r.on(TODAY))[NEW]["months"] for r in (before, after)]
    assert held[0] - held[1] == PARTS  # type: ignore[operator]


def test_every_step_and_way_of_old_age_has_words(records: old_age.Records) -> None:
    for benefit in (old_age.RIGHT, old_age.PENSION):
        for cohort in country.cohorts.INSURED:
            kind = country.benefits.of(benefit, cohort)
            assert kind is not None
            assert {tell.name for tell in kind.tells} <= set(STEPS)
    steps = [one.kind for person, one in records.on(TODAY).explained() if person == OLD]
    assert steps == ["old_age_right", "old_age_m33"]
    assert set(WAYS) == {"normal", "early", "arduous", "prison"}
