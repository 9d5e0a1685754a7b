"""A version of a bill that was committed late is sent although one with a higher number was sent
before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from guichet.domain.payments import tasks
from guichet.domain.payments.presenting import presentment
from guichet.domain.payments.presenting.consolidation import SCHEME
from guichet.domain.payments.tests.world import NOW, OCTOBER, firm, owe
from guichet.engine import store

pytestmark = pytest.mark.django_db


def due(now: datetime, done: datetime | None = None) -> bool:
    """Whether the round, last ``done`` then, is due."""
    asked = f"SELECT coalesce(({tasks._UNTOLD}), false) FROM (SELECT %(done)s::timestamptz AS done_at) r"
    return bool(store.value(asked, now=now, done=done))


def test_a_late_version_is_looked_for_while_it_may_still_come(db: None) -> None:
    number = firm()
    owe(number, OCTOBER, 500)
    presentment.present(pl.Series([number]), NOW)
    untold = presentment.untold(SCHEME, 10)
    assert untold.height > 1 and due(NOW)
    late, *others = untold["id"].to_list()
    presentment.told(SCHEME, pl.DataFrame({"id": others, "refused": [""] * len(others)}), NOW)
    assert max(others) > late
    later = NOW + timedelta(minutes=5)
    assert due(later, done=NOW), "the highest was sent, a lower one was not"
    assert not due(later, done=later - timedelta(seconds=20)), (
        "and that is not looked for all the time"
    )
    assert presentment.untold(SCHEME, 10)["id"].to_list() == [late]
    presentment.told(SCHEME, pl.DataFrame({"id": [late], "refused": [""]}), NOW)
    assert not due(NOW + timedelta(minutes=11), done=NOW), "idle, nothing is asked"
