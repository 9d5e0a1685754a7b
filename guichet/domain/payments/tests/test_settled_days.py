"""A day is agreed about because it is not agreed about yet, not because a worker was there at ten
past five.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from guichet.domain.payments import tasks
from guichet.domain.payments.backends.consolidator import Consolidator, ConsolidatorDown
from guichet.domain.payments.presenting import consolidation, settled_days
from guichet.engine import store
from guichet.engine.context import HOME

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 29)
DAYS = [TODAY - timedelta(days=n) for n in range(40)]  # DAYS[1] is yesterday


def at(day: date, hour: int = 5, minute: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HOME).astimezone(UTC)


class OtherSide(Consolidator):
    """One that settled a payment a day and shows no bills."""

    def __init__(self) -> None:
        self.asked: list[date] = []
        self.down = False
        self.garbled: set[date] = set()

    def settlements(self, day: date) -> list[dict[str, Any]]:
        if self.down:
            raise ConsolidatorDown("no answer")
        self.asked.append(day)
        said: dict[str, Any] = {
            "id": f"pay-{day}",
            "reference": "no bill of ours",
            "amount": 100,
            "channel": "atm",
            "paid_at": at(day, 12).isoformat(),
            "reversed": False,
        }
        return [said | ({"amount": "much"} if day in self.garbled else {})]

    def open_bills(self) -> list[dict[str, Any]]:
        return []

    def upload(self, bills: Any) -> list[str]:
        return ["" for _ in bills]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> OtherSide:
    """In agreement up to the day before yesterday's eve, day by day."""
    found = OtherSide()
    for day in DAYS[6:4:-1]:
        consolidation.end_of_day(found, day, at(day + timedelta(days=1)))
    found.asked.clear()
    monkeypatch.setattr(consolidation, "other_side", lambda now: found)
    return found


def test_days_on_which_no_worker_was_there_are_taken_up_the_oldest_first(other: OtherSide) -> None:
    tasks.end_of_day(at(TODAY, 14, 3))
    assert other.asked == DAYS[4:0:-1]
    assert store.value("SELECT count(*) FROM payments_payment WHERE scheme = 'consolidator'") == 6
    tasks.end_of_day(at(TODAY, 15))
    assert len(other.asked) == 4, "and none twice"


def test_a_consolidator_that_is_down_keeps_its_days_open(other: OtherSide) -> None:
    other.down = True
    with pytest.raises(ConsolidatorDown):
        tasks.end_of_day(at(TODAY))
    other.down = False
    tasks.end_of_day(at(TODAY + timedelta(days=1)))
    assert other.asked == [*DAYS[4:0:-1], TODAY]


def test_a_day_that_cannot_be_read_stays_open_and_holds_up_no_other(other: OtherSide) -> None:
    other.garbled = {DAYS[3]}
    with pytest.raises(consolidation.NotANotice):
        tasks.end_of_day(at(TODAY))
    assert settled_days.open_days(at(TODAY)) == [DAYS[3]]
    other.garbled = set()
    tasks.end_of_day(at(TODAY))
    assert settled_days.open_days(at(TODAY)) == []


def test_a_day_agreed_about_while_it_goes_on_is_still_open_when_it_is_over(
    other: OtherSide,
) -> None:
    tasks.end_of_day(at(TODAY))
    consolidation.end_of_day(other, TODAY, at(TODAY, 16))
    assert settled_days.open_days(at(TODAY + timedelta(days=1))) == [TODAY]


def test_no_day_of_before_there_was_a_consolidator_and_none_older_than_it_keeps(
    other: OtherSide,
) -> None:
    assert settled_days.open_days(at(DAYS[5])) == [], (
        "the days before the first are no days of ours"
    )
    later = TODAY + timedelta(days=60)
    found = settled_days.open_days(at(later))
    assert found[0] == later - timedelta(days=32) and found[-1] == later - timedelta(days=1)


def test_without_any_dealings_no_day_is_open() -> None:
    assert settled_days.open_days(at(TODAY)) == []
