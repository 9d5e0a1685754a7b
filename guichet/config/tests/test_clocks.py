"""The doctor names what a clock left behind that once ran ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.config import checks, clocks
from guichet.domain.identity import commands, throttle
from guichet.engine import store

pytestmark = pytest.mark.django_db


def test_a_time_to_come_is_named_with_its_column() -> None:
    now = timezone.now()
    throttle.within("x", limit=1, window=timedelta(hours=1), now=now + timedelta(days=3))
    (line,) = [line for line in checks.look() if line.what == "clock"]
    assert line.level is checks.Level.ATTENTION and "identity.Throttle.since: 1 rows" in line.found


def test_seconds_between_two_machines_are_no_news() -> None:
    now = timezone.now()
    throttle.within("x", limit=1, window=timedelta(hours=1), now=now + timedelta(seconds=20))
    assert list(clocks.ahead(now)) == []


def test_the_latest_of_large_tables_are_looked_at() -> None:
    now = timezone.now()
    commands.open_account(username="x", password=None)
    store.execute(
        "INSERT INTO engine_event (name, body, at) VALUES ('x', '{}', %(at)s)",
        at=now + timedelta(days=1),
    )
    assert [one.column for one in clocks.ahead(now)] == ["engine.Event.at"]
