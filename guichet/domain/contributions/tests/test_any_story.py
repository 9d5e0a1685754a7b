"""Whatever happens in whatever order, the sum of all lines of a month is the law applied to what is
true of it.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from guichet.domain.contributions import assessment, facts
from guichet.domain.contributions.tests import world
from guichet.domain.ledger import queries as ledger
from guichet.engine import store
from guichet.law import country
from guichet.lib.months import add_months, last_day

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2026, 1, 1)
PEOPLE, FIRMS = 3, 2
KINDS = ("hire", "leave", "wage")


def emptied() -> None:
    """Each story begins with an empty register."""
    tables = connection.introspection.django_table_names(only_existing=True)
    ours = [
        t
        for t in tables
        if t.startswith(
            (
                "registry_",
                "contributions_",
                "payments_",
                "payouts_",
                "benefits_",
                "ledger_",
                "engine_",
            )
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(ours)} RESTART IDENTITY")
        cursor.execute("RESET session_replication_role")


event = some.tuples(
    some.sampled_from(KINDS),
    some.integers(0, PEOPLE - 1),
    some.integers(0, FIRMS - 1),
    some.integers(0, 120),  # days back from the day it is told
    some.sampled_from([1200, 9000, 30000, 50000]),
)


class Story:
    """A few people and firms, told about month by month."""

    def __init__(self) -> None:
        emptied()
        self.firms = world.establish(*range(1000000100, 1000000100 + FIRMS))
        cohorts = ("m33", "m273", "other")
        self.people = [world.enter(1000000200 + i, cohorts[i]) for i in range(PEOPLE)]
        self.open: dict[tuple[int, int], tuple[int, date]] = {}
        self.left: dict[tuple[int, int], date] = {}

    def tell(self, what: tuple[str, int, int, int, int], today: date) -> None:
        """One event, if it can be: joining, leaving or a wage, reaching some days back."""
        kind, who, where, back, riyals = what
        day, pair = today - timedelta(back), (who, where)
        current = self.open.get(pair)
        if kind == "hire" and current is None and day > self.left.get(pair, world.EARLY):
            number = world.engage(
                self.people[who], self.firms[where], riyals, started_on=day, today=today
            )
            self.open[pair] = (number, day)
        elif current is not None and kind == "wage":
            month = max(day, current[1]).replace(day=1)
            world.pay(current[0], month, riyals, today=today)
        elif current is not None and kind == "leave" and day >= current[1]:
            world.leave(current[0], day, today=today)
            self.left[pair] = day
            del self.open[pair]


def billed(month: date) -> pl.DataFrame:
    sums = ", ".join(f"sum({name})::bigint" for name in assessment.AMOUNTS)
    return store.fetch(
        f"SELECT month, engagement, establishment, {sums} FROM contributions_contribution"
        " WHERE month = %(month)s GROUP BY 1, 2, 3 HAVING sum(days) <> 0 OR sum(total) <> 0 ORDER BY 2",
        assessment.LINE,
        month=month,
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(some.lists(event, max_size=4), min_size=2, max_size=4))
def test_the_lines_of_a_month_always_sum_to_the_truth_about_it(
    months: list[list[tuple[str, int, int, int, int]]],
) -> None:
    story = Story()
    for index, events in enumerate(months):
        month = add_months(FIRST, index)
        for what in events:
            story.tell(what, last_day(month))
        world.run(month)
        world.run(month)
    # What was told in the last month about earlier ones is in its bill already; nothing is open.
    for index in range(len(months)):
        month = add_months(FIRST, index)
        known = facts.of_month(month)
        due = assessment.truth(known, facts.of_several_employers(month), country.parameters())
        expected = assessment.lines(due, due.clear()).sort("engagement")
        assert billed(month).equals(expected), month
    trial = ledger.trial_balance()
    assert trial["balance"].sum() == 0
    totals = store.value("SELECT coalesce(sum(total), 0)::bigint FROM contributions_bill")
    assert totals == trial.filter(pl.col("kind") == "receivable")["balance"].sum()
