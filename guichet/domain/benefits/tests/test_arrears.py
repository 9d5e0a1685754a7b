"""Months since a pension was due are paid once each, as arrears; parts of months by days; and
nothing is taken back by itself.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands, queries
from guichet.domain.benefits.tests.test_benefits import (
    DECEMBER,
    NOVEMBER,
    NOW,
    OCTOBER,
    ONE,
    TWO,
    enter,
    pension,
)
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.refusal import Refused
from guichet.law import country
from guichet.lib.months import add_months

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    seeds.people(ONE, TWO)
    record(iban_of(ONE), ONE)


def orders() -> list[tuple[str, int]]:
    return store.rows("SELECT purpose, amount FROM payouts_order ORDER BY id")


def lines(person: int = ONE) -> list[tuple[date, int, int]]:
    return store.rows(
        "SELECT month, part, amount FROM benefits_payment WHERE person = %(p)s ORDER BY month, part",
        p=person,
    )


def test_an_award_that_comes_late_pays_the_months_since_as_a_line_of_its_own() -> None:
    enter(pension(ONE, paid_from=AUGUST, owed_from=None))
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.ordered, done.total, done.arrears) == (1, 1_600_000, 1_200_000)
    assert sorted(orders()) == [("benefit", 400_000), ("benefit-arrears", 1_200_000)]
    assert [month for month, *_ in lines()] == [AUGUST, SEPTEMBER, OCTOBER, NOVEMBER]
    assert (balance(BENEFITS), balance(BENEFIT), balance(PAYOUTS)) == (1_600_000, 0, -1_600_000)
    again = commands.run_month(NOVEMBER, NOW)
    assert (again.ordered, again.total) == (0, 0)
    said = queries.months_of_orders(
        pl.Series([o for (o,) in store.rows("SELECT id FROM payouts_order")])
    )
    assert sorted(said.select("first", "last", "arrears").rows()) == [
        (AUGUST, OCTOBER, True),
        (NOVEMBER, NOVEMBER, False),
    ]


def test_a_raise_for_months_past_pays_the_difference_of_each_month_once() -> None:
    enter(pension(ONE, paid_from=AUGUST, owed_from=None))
    commands.run_month(NOVEMBER, NOW)
    commands.end(f"A-{ONE}", SEPTEMBER, "corrected", NOW)
    enter(pension(ONE, 450_000, paid_from=OCTOBER, award="A2", owed_from=None))
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.total, done.arrears) == (100_000, 100_000)
    assert lines()[2:] == [
        (OCTOBER, 1, 400_000),
        (OCTOBER, 2, 50_000),
        (NOVEMBER, 1, 400_000),
        (NOVEMBER, 2, 50_000),
    ]
    assert orders()[-1] == ("benefit-arrears", 100_000)
    assert commands.run_month(NOVEMBER, NOW).total == 0


def test_who_had_no_account_is_paid_all_months_once_there_is_one() -> None:
    enter(pension(TWO, owed_from=OCTOBER))
    assert commands.run_month(OCTOBER, NOW).left_out == 1
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.ordered, done.left_out) == (0, 1)
    assert queries.left_out(NOVEMBER).select("amount", "why").rows() == [(800_000, "no-account")]
    record(iban_of(TWO), TWO)
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.ordered, done.total, done.arrears, done.left_out) == (1, 800_000, 400_000, 0)


def test_a_pension_that_ended_late_is_not_taken_back_but_shown() -> None:
    enter(pension(ONE, owed_from=OCTOBER))
    commands.run_month(NOVEMBER, NOW)
    commands.end(f"A-{ONE}", date(2026, 10, 17), "died", NOW)
    done = commands.run_month(NOVEMBER, NOW)
    assert (done.total, done.left_out) == (0, 0)
    assert queries.paid_beyond(NOVEMBER).select("person", "amount").rows() == [(ONE, 400_000)]
    assert queries.left_out(NOVEMBER).is_empty()


def test_months_that_another_system_paid_are_never_paid_again() -> None:
    enter(pension(ONE, paid_from=date(2024, 1, 1)))
    assert commands.run_month(NOVEMBER, NOW).total == 400_000
    commands.end(f"A-{ONE}", date(2023, 12, 1), "corrected", NOW)
    for owed_from in (None, OCTOBER):
        late = pension(ONE, 450_000, paid_from=AUGUST, award="A2", owed_from=owed_from)
        with pytest.raises(Refused, match="before-the-books"), transaction.atomic():
            enter(late)
    enter(pension(ONE, 450_000, paid_from=AUGUST, award="A2", owed_from=NOVEMBER))
    assert commands.run_month(NOVEMBER, NOW).total == 50_000


def test_a_disability_begins_on_its_day_and_its_first_month_is_counted_by_days() -> None:
    enter(pension(ONE, 300_000, kind="disability", paid_from=date(2026, 10, 17), owed_from=None))
    assert queries.pension_of(pl.Series([ONE]), date(2026, 10, 20)).height == 1
    done = commands.run_month(NOVEMBER, NOW)
    part = 145_161  # 15 of 31 days of 3,000.00
    assert lines() == [(OCTOBER, 1, part), (NOVEMBER, 1, 300_000)] and done.arrears == part


@pytest.mark.parametrize("kind", ["old-age", "survivor"])
def test_other_pensions_begin_on_the_first(kind: str) -> None:
    with pytest.raises(Refused, match="begins-within-month"):
        enter(pension(ONE, kind=kind, paid_from=date(2026, 10, 17)))


def test_the_month_of_the_ending_event_is_paid_whole() -> None:
    assert country.pension_months.last_month(date(2026, 10, 1)) == OCTOBER
    assert country.pension_months.last_month(date(2026, 10, 31)) == OCTOBER
    enter(pension(ONE, owed_from=OCTOBER))
    commands.end(f"A-{ONE}", date(2026, 10, 2), "died", NOW)
    assert commands.run_month(NOVEMBER, NOW).total == 400_000


@dataclass
class Oracle:
    """A pencil: pensions as lists, months one by one, money in Decimal."""

    pensions: list[tuple[str, Decimal, date, date | None]] = field(default_factory=list)
    paid: dict[date, Decimal] = field(default_factory=dict)

    def comes_to(self, month: date) -> Decimal:
        """What a month comes to."""
        total = Decimal()
        for _, monthly, begins, till in self.pensions:
            if begins.replace(day=1) > month or (till is not None and till < month):
                continue
            days = Decimal(monthrange(month.year, month.month)[1])
            owed = days - begins.day + 1 if begins.replace(day=1) == month else days
            total += (monthly * owed / days).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return total

    def run(self, month: date) -> Decimal:
        """Pay what is missing up to a month."""
        one, whole = date(2026, 1, 1), Decimal()
        while one <= month:
            missing = max(self.comes_to(one) - self.paid.get(one, Decimal()), Decimal())
            self.paid[one] = self.paid.get(one, Decimal()) + missing
            whole, one = whole + missing, add_months(one, 1)
        return whole


_months = some.integers(0, 9).map(lambda n: add_months(date(2026, 1, 1), n))
_change = some.tuples(
    some.sampled_from(["old-age", "disability", "survivor"]),
    some.integers(1, 10**8),  # monthly
    _months,
    some.integers(1, 31),  # day of beginning, where it may be any
    some.one_of(some.none(), _months),  # a run, after the change
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=some.lists(_change, min_size=1, max_size=6))
def test_whatever_is_entered_and_corrected_and_run_is_what_a_pencil_says(
    changes: list[tuple[str, int, date, int, date | None]],
) -> None:
    with transaction.atomic():
        _as_the_pencil_says(changes)
        transaction.set_rollback(True)


def _as_the_pencil_says(changes: list[tuple[str, int, date, int, date | None]]) -> None:
    oracle, now = Oracle(), datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    for number, (kind, monthly, month, day, run) in enumerate(changes):
        begins = month
        if kind == "disability":
            begins = month + timedelta(days=min(day, monthrange(month.year, month.month)[1]) - 1)
        for at, (award, amount, since, till) in enumerate(oracle.pensions):
            if (
                award.startswith(kind) and till is None
            ):  # the new one takes its place from its month on
                last = add_months(month, -1)
                commands.end(award, last, "corrected", now)
                oracle.pensions[at] = (award, amount, since, last)
        award = f"{kind}-{number}"
        enter(pension(ONE, monthly, kind=kind, paid_from=begins, award=award, owed_from=None))
        oracle.pensions.append((award, Decimal(monthly) / 100, begins, None))
        if run is not None:
            assert Decimal(commands.run_month(run, now).total) / 100 == oracle.run(run)
    assert Decimal(commands.run_month(DECEMBER, now).total) / 100 == oracle.run(DECEMBER)
    kept = {month: Decimal() for month, paid in oracle.paid.items() if paid}
    for month, _, amount in lines():
        kept[month] += Decimal(amount) / 100
    assert kept == {month: paid for month, paid in oracle.paid.items() if paid}
