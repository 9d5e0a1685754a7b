"""A pensioner works again: the pension stops or is cut from the month after, comes back after the
work, and what was paid meanwhile is a debt.

Awarded on 22 November 2026 from December on: 7,666.67, by an average and a last wage of 10,000.00.
Whoever is past sixty Hijri years is paid what the new wage lacks of the higher of the two (M/33
38(4a); AN8(3)); of whoever is younger the pension stops.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import (
    awards,
    commands,
    old_age,
    queries,
    unpaid,
    work_again_lines,
)
from guichet.domain.benefits.debts import debts_of
from guichet.domain.benefits.deceased import whole
from guichet.domain.benefits.tests.retired import corrected
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

pytestmark = pytest.mark.django_db
ONE, DECIDED = 1_000_000_024, date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YOUNG, OLD = date(1990, 5, 5), date(1962, 3, 1)
FULL = 766_667


def at(year: int, month: int, day: int = 10) -> datetime:
    return datetime(year, month, day, 9, 0, tzinfo=UTC)


def ends(engagement: int, on: date) -> None:
    row = {"engagement_id": [engagement], "ended_on": [on], "end_reason": ["resignation"]}
    left = pl.DataFrame(row | {"transaction": [seeds.BEFORE]})
    register.end_engagements(ends=left, today=max(on, DECIDED))


def retired(born: date) -> int:
    """Awarded on the day; where they worked before."""
    place = seeds.establishment(1_010_999_901)
    seeds.people(ONE, born=born)
    ends(seeds.engage(place, ONE, since=date(1995, 1, 1)), date(2026, 11, 20))
    record(iban_of(ONE), ONE)
    worked = old_age.Records.of(pl.Series([ONE]), DECIDED).on(DECIDED)
    found = worked.answers.select("person", "way", "monthly", paid_from="from_day")
    steps = awards.as_text(one for _, one in worked.explained())
    rows = found.with_columns(transaction=pl.lit(24), steps=pl.lit(steps))
    awards.award(rows, awards.OLD_AGE, DECIDED, AT)
    return place


def works(place: int, since: date, wage: int = 600_000) -> int:
    return seeds.engage(place, ONE, since=since, basic=wage, housing=0)


def paid() -> list[tuple[int, date, date | None]]:
    lines = queries.history_of(ONE).filter(
        pl.col("paid_till").is_null() | (pl.col("paid_till") >= pl.col("paid_from"))
    )
    return lines.select("monthly", "paid_from", "paid_till").rows()


def asks(now: datetime, key: str = "benefits.declare_work_again") -> Answer:
    account = identity.open_account(
        username="again", password=None, person_number=ONE, name_ar="متقاعد", language="en"
    )
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    context = Context(actor=actor, channel="web", now=now, language="en")
    return perform(key, {"person": str(ONE)}, context)


def test_of_who_is_past_sixty_the_gap_to_the_old_wage_is_paid(db: None) -> None:
    """10,000.00 less 6,000.00 is 4,000.00, from March: the work began in February."""
    place = retired(OLD)
    works(place, date(2027, 2, 14))
    answer = asks(at(2027, 2, 20))
    assert answer.outcome is Outcome.ACCEPTED
    told = [answer.output[n] for n in ("effect", "from_month", "monthly", "registered_wage")]
    assert told == ["reduced", "2027-03", "4000.00", "6000.00"]
    assert paid() == [
        (FULL, date(2026, 12, 1), date(2027, 2, 1)),
        (400_000, date(2027, 3, 1), None),
    ]
    assert work_again_lines.are_whole() == []


def test_of_who_is_younger_it_stops_and_comes_back(db: None) -> None:
    place = retired(YOUNG)
    engagement = works(place, date(2027, 2, 14))
    assert work_again_lines.follow(at(2027, 2, 20)) == 1
    assert paid() == [(FULL, date(2026, 12, 1), date(2027, 2, 1))]
    assert work_again_lines.follow(at(2027, 3, 20)) == 0
    ends(engagement, date(2027, 5, 9))
    assert work_again_lines.follow(at(2027, 5, 20)) == 1
    assert paid()[1:] == [(FULL, date(2027, 6, 1), None)]
    assert work_again_lines.follow(at(2027, 6, 20)) == 0 and work_again_lines.are_whole() == []


def test_who_has_left_is_not_awarded_another_before_it_comes_back(db: None) -> None:
    """Left on 9 May, and it is not followed yet: the pension of June is the former one, once."""
    place = retired(YOUNG)
    engagement = works(place, date(2027, 2, 14))
    work_again_lines.follow(at(2027, 2, 20))
    ends(engagement, date(2027, 5, 9))
    assert unpaid.unclaimed(pl.Series([ONE]), date(2027, 5, 15)).is_empty()
    answer = asks(at(2027, 5, 15), "benefits.claim_early_pension")
    assert answer.repeated or answer.outcome is Outcome.REFUSED
    assert awards.awards_of(pl.Series([ONE])).height == 1
    work_again_lines.follow(at(2027, 5, 20))
    assert paid()[1:] == [(FULL, date(2027, 6, 1), None)]


def test_what_was_paid_meanwhile_is_a_debt_of_each_month(db: None) -> None:
    """Registered in May of work since February: March, April and May were paid in vain."""
    place = retired(YOUNG)
    for month in range(12, 18):
        year, number = 2026 + (month - 1) // 12, (month - 1) % 12 + 1
        commands.run_month(date(year, number, 1), at(year, number))
    works(place, date(2027, 2, 14))
    work_again_lines.follow(at(2027, 5, 20))
    commands.run_month(date(2027, 5, 1), at(2027, 5, 21))
    assert debts_of(pl.Series([ONE])).select("month", "amount").rows() == [
        (date(2027, month, 1), FULL) for month in (3, 4, 5)
    ]


def test_a_wage_that_changes_changes_the_pension(db: None) -> None:
    """8,000.00 from April leaves 2,000.00; 11,000.00 leaves nothing."""
    place = retired(OLD)
    engagement = works(place, date(2027, 2, 14))
    work_again_lines.follow(at(2027, 2, 20))
    corrected(engagement, date(2027, 4, 1), 800_000)
    assert work_again_lines.follow(at(2027, 4, 20)) == 1
    assert paid()[1:] == [
        (400_000, date(2027, 3, 1), date(2027, 3, 1)),
        (200_000, date(2027, 4, 1), None),
    ]
    corrected(engagement, date(2027, 6, 1), 1_100_000)
    work_again_lines.follow(at(2027, 6, 20))
    assert paid()[-1] == (200_000, date(2027, 4, 1), date(2027, 5, 1))
    assert work_again_lines.are_whole() == []


def test_a_wage_corrected_after_the_work_changes_the_months_that_are_over(db: None) -> None:
    """8,000.00 from April, told in June of work that ended in May: 2,000.00 in April and May."""
    place = retired(OLD)
    engagement = works(place, date(2027, 2, 14))
    ends(engagement, date(2027, 5, 9))
    work_again_lines.follow(at(2027, 5, 20))
    march, may, june = (date(2027, month, 1) for month in (3, 5, 6))
    assert paid()[1:] == [(400_000, march, may), (FULL, june, None)]
    corrected(engagement, date(2027, 4, 1), 800_000)
    assert work_again_lines.follow(at(2027, 6, 20)) == 1
    assert paid()[1:] == [
        (400_000, march, march),
        (200_000, date(2027, 4, 1), may),
        (FULL, june, None),
    ]
    assert work_again_lines.follow(at(2027, 6, 21)) == 0 and work_again_lines.are_whole() == []


def test_the_next_employer_at_once_is_the_same_work(db: None) -> None:
    place = retired(YOUNG)
    ends(works(place, date(2027, 2, 14)), date(2027, 4, 30))
    works(seeds.establishment(1_010_999_903), date(2027, 5, 1))
    work_again_lines.follow(at(2027, 6, 20))
    assert paid() == [(FULL, date(2026, 12, 1), date(2027, 2, 1))]


def test_the_family_shares_the_whole_pension(db: None) -> None:
    place = retired(OLD)
    works(place, date(2027, 2, 14))
    work_again_lines.follow(at(2027, 2, 20))
    assert whole(ONE, date(2027, 4, 3), date(2027, 4, 20)).pension == FULL


def test_declared_before_it_is_registered_waits_for_a_person(db: None) -> None:
    retired(OLD)
    assert asks(at(2027, 2, 20)).outcome is Outcome.REFERRED
    assert paid() == [(FULL, date(2026, 12, 1), None)]


def test_under_the_newer_law_a_person_decides(db: None) -> None:
    """The mean wage of all insured is on no record: the pension is paid as it is."""
    place = retired(OLD)
    store.execute("UPDATE registry_person SET cohort = 'm273'")
    works(place, date(2027, 2, 14))
    assert work_again_lines.follow(at(2027, 2, 20)) == 0
    assert work_again_lines.left_to_people(date(2027, 2, 20)) == [(ONE, "facts-lacking")]
    assert asks(at(2027, 2, 20)).outcome is Outcome.REFERRED
    assert paid() == [(FULL, date(2026, 12, 1), None)]


def test_without_a_pension_there_is_nothing_to_declare(db: None) -> None:
    place = seeds.establishment(1_010_999_901)
    works(place, date(2027, 2, 14))
    assert {f.code for f in asks(at(2027, 2, 20)).errors} == {"work-again-without-pension"}


@pytest.mark.django_db(transaction=True)
def test_declared_and_followed_at_once_it_changes_once(db: None) -> None:
    place = retired(OLD)
    works(place, date(2027, 2, 14))

    def go(number: int) -> object:
        try:
            return work_again_lines.follow(at(2027, 2, 20))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(map(int, pool.map(go, range(3)))) == 1  # type: ignore[call-overload]
    assert len(paid()) == 2 and work_again_lines.are_whole() == []
