"""When the past or the law has changed, every award is decided anew: what changes is paid from the
month it is due, what cannot be decided is left to people, and nobody's pay stops.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from guichet.domain.benefits import awards, commands, queries, recalculation
from guichet.domain.benefits.commandline import group
from guichet.domain.benefits.tests.retired import (
    AFTER,
    DECEMBER,
    LATER,
    MARCH,
    MONTHLY,
    ONE,
    THREE,
    TWO,
    award,
    corrected,
    paid,
    place,
    whole,
    worked,
)
from guichet.domain.contributions.tests import world
from guichet.domain.identity.staff import GATHER
from guichet.domain.identity.tests.staffing import member
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.law import country
from guichet.law.parameter_files import DatedValue
from guichet.law.parameters import Parameters
from guichet.lib.months import add_months

pytestmark = pytest.mark.django_db
# Of 12,000.00 in the last 24 months: 12,000 x (75/600 + 308/480).
RAISED = 920_000
# Of 8,000.00: 8,000 x (75/600 + 308/480).
LOWERED = 613_333
TWO_YEARS_BEFORE = date(2024, 11, 1)


@pytest.fixture
def two(db: None) -> list[int]:
    """Two with an award of the same amount; their engagements."""
    at = place()
    engagements = [worked(person, at) for person in (ONE, TWO)]
    award(ONE, TWO)
    return engagements


def by_run(month: date) -> list[tuple[date, int]]:
    return store.rows(
        "SELECT month, amount FROM benefits_payment WHERE ordered_in = %(month)s ORDER BY 1, id",
        month=month,
    )


def left() -> list[tuple[Any, ...]]:
    return store.rows("SELECT person, why FROM benefits_recalculationcase ORDER BY person, id")


def test_a_corrected_wage_raises_the_pension_from_its_beginning_and_arrears_are_ordered(
    two: list[int],
) -> None:
    for month in range(3):
        commands.run_month(add_months(DECEMBER, month), AFTER)
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    done = recalculation.recalculate(AFTER)
    assert (done.looked, done.raised, done.lowered, done.left.height) == (2, 1, 0, 0)
    assert (done.monthly_more, done.past_more) == (RAISED - MONTHLY, 4 * (RAISED - MONTHLY))
    # The old line was replaced from its first month on.
    assert paid(ONE) == [(MONTHLY, DECEMBER, date(2026, 11, 1)), (RAISED, DECEMBER, None)]
    assert paid(TWO) == [(MONTHLY, DECEMBER, None)]
    kept = awards.awards_of(pl.Series([ONE]))
    assert kept["monthly"].to_list() == [MONTHLY, RAISED]
    assert kept["transaction"].n_unique() == 1  # both come of the claim
    steps = json.loads(store.value("SELECT steps FROM benefits_award ORDER BY id DESC LIMIT 1"))
    assert [one["kind"] for one in steps] == ["old_age_right", "old_age_m33"]
    commands.run_month(MARCH, AFTER)
    more = RAISED - MONTHLY
    ordered = sorted(amount for _, amount in by_run(MARCH))
    assert ordered == sorted([more, more, more, RAISED, MONTHLY])
    assert whole()
    again = recalculation.recalculate(AFTER)
    assert (again.looked, again.changed) == (2, 0)


def test_a_lower_wage_lowers_the_pension_and_what_was_paid_beyond_is_found(two: list[int]) -> None:
    for month in (DECEMBER, date(2027, 1, 1)):
        commands.run_month(month, AFTER)
    corrected(two[0], TWO_YEARS_BEFORE, 800_000)
    done = recalculation.recalculate(AFTER)
    assert (done.raised, done.lowered) == (0, 1)
    assert done.monthly_less == MONTHLY - LOWERED
    commands.run_month(MARCH, AFTER)
    beyond = queries.paid_beyond(MARCH).select("person", "amount").rows()
    assert beyond == [(ONE, 2 * (MONTHLY - LOWERED))]
    assert whole()


def test_who_would_have_no_right_is_left_to_people_and_paid_as_before(two: list[int]) -> None:
    """Of the months of one only three years are true, another was still at work on the day."""
    change = {
        "engagement_id": two,
        "field": ["started_on", "ended_on"],
        "old": [date(1995, 1, 1), date(2026, 11, 20)],
        "new": [date(2023, 11, 1), date(2026, 12, 31)],
        "transaction": [seeds.BEFORE] * 2,
    }
    register.correct_engagements(corrections=pl.DataFrame(change), today=LATER)
    done = recalculation.recalculate(AFTER)
    assert (done.looked, done.changed, done.left.height) == (2, 0, 2)
    assert left() == [(ONE, "not-yet"), (TWO, "working")]
    assert paid(ONE) == paid(TWO) == [(MONTHLY, DECEMBER, None)]
    assert commands.run_month(MARCH, AFTER).ordered == 2
    assert whole()
    asked = ["left", "--as", member("accountant", GATHER).username]
    listed = CliRunner().invoke(group, asked).output.splitlines()
    assert listed[0] == "2 awards wait for somebody; they are paid as before"
    assert listed[1] == f"  {ONE}: not-yet; paid 7,666.67, by the record of today no pension"


def raised_minimum(day: date, amount: int) -> Parameters:
    """The law with a minimum that is raised on a day."""
    law = country.parameters()
    key = "oldage_m33.minimum_pension"
    more = DatedValue(day, Decimal(amount), "high", "test")
    return Parameters({**law._entries, key: (*law._entries[key], more)})


def test_a_new_law_lifts_pensions_from_its_day_on_and_again_at_the_next(two: list[int]) -> None:
    commands.run_month(MARCH, AFTER)
    law = raised_minimum(date(2027, 2, 1), 8_000)
    done = recalculation.recalculate(AFTER, law)
    assert (done.raised, done.past_more) == (2, 2 * 2 * (800_000 - MONTHLY))
    january = date(2027, 1, 1)
    assert paid(ONE) == [(MONTHLY, DECEMBER, january), (800_000, date(2027, 2, 1), None)]
    commands.run_month(MARCH, AFTER)
    more = 800_000 - MONTHLY
    assert [amount for _, amount in by_run(MARCH)].count(more) == 4
    assert recalculation.recalculate(AFTER, law).changed == 0
    next_law = raised_minimum(date(2027, 2, 1), 8_000)
    entries = next_law._entries["oldage_m33.minimum_pension"]
    summer = DatedValue(date(2027, 6, 15), Decimal(8_500), "high", "test")
    next_law = Parameters({**next_law._entries, "oldage_m33.minimum_pension": (*entries, summer)})
    july = AFTER + timedelta(days=120)  # 8 July: a raise within a month holds from the next
    assert recalculation.recalculate(july, next_law).raised == 2
    assert paid(ONE)[1:] == [
        (800_000, date(2027, 2, 1), date(2027, 6, 1)),
        (850_000, date(2027, 7, 1), None),
    ]
    assert whole()
    # What changes before a line that is closed is for people.
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    done = recalculation.recalculate(july, next_law)
    assert (done.changed, left()) == (0, [(ONE, "closed-line")])


def test_a_minimum_raised_by_mistake_in_the_past_counts_from_the_award_on(two: list[int]) -> None:
    done = recalculation.recalculate(AFTER, raised_minimum(date(2026, 10, 1), 9_000))
    assert done.raised == 2
    assert paid(TWO) == [(MONTHLY, DECEMBER, date(2026, 11, 1)), (900_000, DECEMBER, None)]


def test_months_paid_late_count_where_rights_hang_on_them() -> None:
    """Under M/273, 65 that month: 262 months and 20 of 30 days of 10,000.00, of which September
    2026 was not paid.

    2.25% a year: 10,000 x 0.0225 x (261 + 2/3) / 12 = 4,906.25; with it 4,925.00.
    """
    from guichet.domain.payments.tests.world import notice, receive

    at = place()
    seeds.people(THREE, cohort="m273", born=date(1961, 11, 1))
    worked(THREE, at, since=date(2005, 1, 1), cohort="m273")
    world.run(date(2026, 9, 1))
    award(THREE)
    before = paid(THREE)[0][0]
    owed = store.value("SELECT sum(total) FROM contributions_contribution")
    receive(notice(establishment=at, amount=int(owed)))
    done = recalculation.recalculate(AFTER)
    assert (done.raised, before, paid(THREE)[-1][0]) == (1, 490_625, 492_500)


def test_a_rehearsal_says_what_it_would_come_to_and_writes_nothing(two: list[int]) -> None:
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    corrected(two[1], TWO_YEARS_BEFORE, 800_000)
    tables = ("benefits_award", "benefits_pension", "benefits_recalculation", "engine_auditleaf")

    def counts() -> list[int]:
        return [store.value(f"SELECT count(*) FROM {table}") for table in tables]

    were = counts()
    told = recalculation.rehearse(AFTER)
    assert counts() == were
    # Both by 1,533.33 or a minor unit more: the first by its award's name.
    assert sorted(told.largest["due"].to_list()) == [LOWERED, RAISED]
    done = recalculation.recalculate(AFTER)
    assert (told.looked, told.raised, told.lowered, told.monthly_more, told.past_less) == (
        done.looked,
        done.raised,
        done.lowered,
        done.monthly_more,
        done.past_less,
    )
    assert told.past_less == 4 * (MONTHLY - LOWERED)


def test_the_command_rehearses_then_decides_and_orders_the_arrears(
    two: list[int], monkeypatch: Any
) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    commands.run_month(MARCH, AFTER)
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    acting = ["recalculate", "--as", member("accountant", GATHER).username]
    said = CliRunner().invoke(group, [*acting, "--rehearse"])
    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    assert lines[0] == (
        "2 awards looked at: 1 would be raised, 0 would be lowered, 0 left to people"
    )
    assert lines[3] == f"  {ONE}: 7,666.67 -> 9,200.00 from 2026-12"
    done = CliRunner().invoke(group, acting).output.splitlines()
    # Four months of 1,533.33.
    assert done[-1] == "arrears ordered: 6,133.32 to 1 pensioners"
    assert CliRunner().invoke(group, acting).output.splitlines()[0].startswith("2 awards looked at")


def test_whoever_changes_is_told_once(two: list[int]) -> None:
    corrected(two[0], TWO_YEARS_BEFORE, 1_200_000)
    for _ in range(2):
        recalculation.recalculate(AFTER)
    told = store.rows("SELECT body::text FROM engine_event WHERE name = 'pension-recalculated'")
    bodies = [json.loads(one) for (one,) in told]
    assert [(one["person"], one["paid"], one["due"]) for one in bodies] == [(ONE, MONTHLY, RAISED)]
