"""What the register remembers: wages in force, corrections, months to be billed again."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.domain.registry import (
    bill_facts,
    commands,
    engagement_facts,
    histories,
    person_changes,
    queries,
)
from guichet.domain.registry.tests import seeds
from guichet.engine import store

WORKER, SECOND = 1_100_000_005, 1_100_000_013


@pytest.fixture
def place(db: None) -> int:
    """An establishment."""
    return seeds.establishment(1_010_000_001)


def set_wage(
    engagement: int, month: date, basic: int, *, version: int = 1, transaction: int = 50
) -> None:
    """Record a wage."""
    row = {
        "engagement_id": engagement,
        "effective_from": month,
        "version": version,
        "basic": basic,
        "housing": 0,
        "transaction": transaction,
    }
    commands.set_wages(wages=pl.DataFrame([row]), today=seeds.TODAY)


def found(place: int, worker: int, on: date) -> dict[str, object]:
    """The register's answer about one pair."""
    pair = pl.Series([place]), pl.Series([worker])
    return queries.engagements_of(*pair, on=pl.Series([on])).row(0, named=True)


def test_the_wage_in_force_is_the_latest_version_of_the_latest_month(place: int) -> None:
    engagement = seeds.engage(place, WORKER, since=date(2026, 1, 15))
    set_wage(engagement, date(2026, 6, 1), 900_000)
    set_wage(engagement, date(2026, 6, 1), 910_000, version=2, transaction=51)
    assert found(place, WORKER, date(2026, 5, 31))["wage_basic"] == 800_000
    june = found(place, WORKER, date(2026, 6, 1))
    assert (june["wage_basic"], june["wage_version"], june["wage_by"]) == (910_000, 2, 51)
    assert found(place, WORKER, date(2025, 12, 31))["wage_basic"] is None


def test_pairs_are_answered_in_the_order_asked_however_many(place: int) -> None:
    numbers = [1_200_000_000 + n for n in range(200)]
    ids = seeds.people(*numbers[:150])
    row = {
        "establishment_id": seeds.id_of(place),
        "started_on": date(2025, 1, 1),
        "occupation": "",
        "contract": "",
        "basic": 500_000,
        "housing": 0,
        "transaction": 0,
    }
    joining = pl.DataFrame([row | {"person_id": i} for i in ids])
    commands.open_engagements(engagements=joining, today=seeds.TODAY)
    asked = pl.Series(list(reversed(numbers)))
    answer = queries.engagements_of(
        pl.Series([place] * 200), asked, on=pl.Series([date(2026, 1, 1)] * 200)
    )
    assert answer["person_id"].to_list() == [None] * 50 + list(reversed(ids))
    assert answer["wage_basic"].null_count() == 50


def test_the_latest_of_several_periods_is_found(place: int) -> None:
    first = seeds.engage(place, WORKER, since=date(2024, 1, 1))
    ends = pl.DataFrame(
        {
            "engagement_id": [first],
            "ended_on": [date(2024, 6, 30)],
            "end_reason": ["resignation"],
            "transaction": [40],
        }
    )
    commands.end_engagements(ends=ends, today=seeds.TODAY)
    second = seeds.engage(place, WORKER, since=date(2025, 1, 1))
    assert found(place, WORKER, date(2026, 1, 1))["engagement_id"] == second
    assert histories.edges_of(pl.Series([second]))["previous_until"][0] == date(2024, 6, 30)


def test_many_pairs_are_found_as_one_is(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    other = seeds.establishment(1_010_000_002)
    first = seeds.engage(place, WORKER, since=date(2024, 1, 1))
    ended = {"ended_on": date(2024, 6, 30), "end_reason": "resignation", "transaction": 40}
    ends = pl.DataFrame([{"engagement_id": first} | ended])
    commands.end_engagements(ends=ends, today=seeds.TODAY)
    again = seeds.engage(place, WORKER, since=date(2025, 1, 1))
    elsewhere = seeds.engage(other, WORKER, since=date(2025, 5, 1))
    seeds.people(SECOND)
    set_wage(again, date(2026, 6, 1), 900_000)
    asked = pl.DataFrame(
        [
            (place, WORKER, date(2026, 5, 1)),
            (other, WORKER, date(2026, 5, 1)),
            (place, WORKER, date(2026, 6, 1)),
            (place, SECOND, date(2026, 6, 1)),
            (other, 1_100_000_021, date(2026, 6, 1)),
            (1, WORKER, date(2026, 6, 1)),
            (None, None, date(2026, 6, 1)),
            (place, WORKER, date(2020, 1, 1)),
        ],
        schema={"place": pl.Int64, "worker": pl.Int64, "on": pl.Date},
        orient="row",
    )

    def answered(more: bool) -> pl.DataFrame:
        return queries.engagements_of(
            asked["place"], asked["worker"], on=asked["on"], wages=more, names=more
        )

    singly = [answered(more) for more in (True, False)]
    monkeypatch.setattr(engagement_facts, "MANY", 0)
    together = [answered(more) for more in (True, False)]
    assert all(one.equals(many) for one, many in zip(singly, together, strict=True))
    found = [again, elsewhere, again, None, None, None, None, again]
    assert together[0]["engagement_id"].to_list() == found
    wages = [800_000, 800_000, 900_000, None, None, None, None, None]
    assert together[0]["wage_basic"].to_list() == wages


def test_a_month_holds_whoever_worked_a_day_of_it(place: int) -> None:
    stays = seeds.engage(place, WORKER, since=date(2026, 11, 30))
    left = seeds.engage(place, SECOND, since=date(2026, 1, 1))
    ends = pl.DataFrame(
        {
            "engagement_id": [left],
            "ended_on": [date(2026, 11, 1)],
            "end_reason": ["resignation"],
            "transaction": [40],
        }
    )
    commands.end_engagements(ends=ends, today=seeds.TODAY)

    def in_month(month: date) -> list[int]:
        return queries.engagements_for_month(month)["engagement_id"].to_list()

    assert in_month(date(2026, 11, 1)) == [stays, left]
    assert in_month(date(2026, 10, 1)) == [left]
    assert in_month(date(2026, 12, 1)) == [stays]
    only = queries.engagements_for_month(date(2026, 11, 1), engagements=pl.Series([left]))
    assert only["basic"].to_list() == [800_000]
    here = pl.Series([seeds.id_of(place)])
    assert queries.engagements_for_month(date(2026, 11, 1), establishment_ids=here).height == 2


@pytest.mark.django_db(transaction=True)
def test_changes_to_past_months_are_noted_once_committed(transactional_db: None) -> None:
    place = seeds.establishment(1_010_000_001)
    engagement = seeds.engage(place, WORKER, since=date(2026, 9, 10), transaction=60)
    set_wage(engagement, date(2026, 11, 1), 900_000)
    noted = bill_facts.backdated_after(0)
    assert noted.select("engagement_id", "month", "transaction").rows() == [
        (engagement, date(2026, 9, 1), 60)
    ]
    seen = int(noted["xid"].max())  # type: ignore[arg-type]
    assert bill_facts.backdated_after(seen).is_empty()
    set_wage(engagement, date(2026, 10, 1), 850_000, transaction=61)
    assert bill_facts.backdated_after(seen)["month"].to_list() == [date(2026, 10, 1)]
    with store.atomic(keep=False):
        set_wage(engagement, date(2026, 8, 1), 1, transaction=62)
        assert 62 not in bill_facts.backdated_after(0)["transaction"].to_list()


def test_a_corrected_date_leaves_its_trace(place: int) -> None:
    engagement = seeds.engage(place, WORKER, since=date(2026, 11, 10))
    correction = {
        "engagement_id": engagement,
        "field": "started_on",
        "old": date(2026, 11, 10),
        "new": date(2026, 10, 20),
        "transaction": 70,
    }
    commands.correct_engagements(corrections=pl.DataFrame([correction]), today=seeds.TODAY)
    assert histories.corrections_of(engagement).rows() == [
        ("started_on", "2026-11-10", "2026-10-20", 70)
    ]
    assert histories.edges_of(pl.Series([engagement]))["start_by"][0] == 70


def test_a_person_is_found_by_a_number_given_up(place: int) -> None:
    (person,) = seeds.people(2_100_000_004, cohort="other")
    change = {"person_id": person, "old": 2_100_000_004, "new": WORKER, "transaction": 80}
    person_changes.change_identifiers(changes=pl.DataFrame([change]), today=seeds.TODAY)
    moved = {
        "person_id": person,
        "old": "other",
        "new": "m273",
        "since": seeds.TODAY,
        "transaction": 81,
    }
    person_changes.change_cohorts(changes=pl.DataFrame([moved]), today=seeds.TODAY)
    both = histories.persons(pl.Series([2_100_000_004, WORKER]))
    assert both["person_id"].to_list() == [person, person]
    assert set(both["number"]) == {WORKER}
    assert set(both["cohort"]) == {"m273"}


@pytest.mark.django_db(transaction=True)
def test_another_cohort_is_noted_for_every_engagement_it_reaches(transactional_db: None) -> None:
    place, other = (seeds.establishment(n) for n in (1_010_000_001, 1_010_000_002))
    stays = seeds.engage(place, WORKER, since=date(2024, 1, 1))
    later = seeds.engage(other, WORKER, since=date(2026, 10, 5))
    seen = bill_facts.backdated_after(0)["xid"].max()
    person = histories.persons(pl.Series([WORKER]))["person_id"][0]
    moved = {
        "person_id": person,
        "old": "m33",
        "new": "m273",
        "since": date(2026, 9, 20),
        "transaction": 81,
    }
    person_changes.change_cohorts(changes=pl.DataFrame([moved]), today=seeds.TODAY)
    noted = bill_facts.backdated_after(int(seen))  # type: ignore[arg-type]
    assert sorted(noted.select("engagement_id", "month").rows()) == [
        (stays, date(2026, 9, 1)),
        (later, date(2026, 10, 1)),
    ]
    assert set(noted["transaction"]) == {81}


def test_a_statement_shows_each_wage_of_each_period(place: int) -> None:
    engagement = seeds.engage(place, WORKER, since=date(2026, 1, 15))
    set_wage(engagement, date(2026, 6, 1), 900_000)
    set_wage(engagement, date(2026, 6, 1), 910_000, version=2)
    statement = histories.periods_of(WORKER)
    assert statement.select("wage_from", "basic").rows() == [
        (date(2026, 1, 1), 800_000),
        (date(2026, 6, 1), 910_000),
    ]
    assert histories.wage_history(engagement)["basic"].to_list() == [910_000, 900_000, 800_000]


def pages(place: int, *askings: tuple[str, int], size: int = 25) -> pl.DataFrame:
    searches, numbers = zip(*askings, strict=True)
    asked = {"establishment": [place] * len(askings), "search": searches, "page": numbers}
    return queries.workers_pages(pl.DataFrame(asked), on=seeds.TODAY, size=size)


def test_workers_come_by_page_and_by_search(place: int) -> None:
    for number in (WORKER, SECOND):
        seeds.engage(place, number)
    first = pages(place, ("", 1), ("", 2), size=1)
    # One to show, one to say that more follow; then the other.
    assert first.select("page", "place", "worker").rows() == [
        (1, 1, WORKER),
        (1, 2, SECOND),
        (2, 1, SECOND),
    ]
    assert pages(place, ("11000000", 1))["worker"].to_list() == [WORKER, SECOND]
    for spelled in ("محم", "مُحَمَّد", "مـحـمـد"):
        assert pages(place, (spelled, 1)).height == 2
    assert pages(place, ("%", 1), ("_", 1), ("\\", 1)).is_empty()
    assert queries.count_workers(pl.Series([place]), on=seeds.TODAY).rows() == [(place, 2)]
    assert all(row["wage_from"] >= row["started_on"] for row in first.iter_rows(named=True))


def test_a_known_person_keeps_birth_date_and_cohort_but_not_the_name(place: int) -> None:
    (person,) = seeds.people(WORKER)
    facts = pl.DataFrame(
        [
            {
                "person_id": person,
                "identifier": WORKER,
                "name_ar": "أحمد",
                "name_latin": "Ahmed",
                "sex": "m",
                "nationality": "SA",
                "birth_date": date(1999, 9, 9),
                "cohort": "m273",
                "cohort_since": seeds.TODAY,
                "transaction": 90,
            }
        ]
    )
    commands.upsert_persons(facts=facts)
    now = histories.persons(pl.Series([WORKER])).row(0, named=True)
    assert (now["name_ar"], now["born"], now["cohort"]) == ("أحمد", date(1990, 5, 5), "m33")
