"""A father over sixty has a share where he was idle at the death: work that began since does not
take it, and work of then keeps him from it however late he is found.

Of a pension of 6,000 two share three quarters: 2,250 each; one alone has half: 3,000.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_survivors import (
    DAUGHTER,
    DIED,
    LATE,
    NOW,
    SON,
    WIDOW,
    _late,
    asks,
    context_of,
    registry,
)
from guichet.domain.benefits import commands, queries
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.domain.registry.tests import seeds
from guichet.engine import decisions, referrals
from guichet.engine.actor import Actor, Assurance
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib import samples

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db
UPDATE = "benefits.update_dependant"
FATHER = int(samples.person(27))
HIS = ("father", "1944-03-01", "m")
OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _two(registry: Any) -> None:
    """A pensioner's widow, and the father who depended on the deceased."""
    for child in (SON, DAUGHTER):
        del registry["family"][child]
    registry["family"][FATHER] = HIS
    registry["of"] = {FATHER: {"dependent": "yes"}}
    seeds.people(FATHER, born=date(1944, 3, 1))
    row = {
        "person": LATE,
        "kind": "old-age",
        "monthly": 600_000,
        "paid_from": date(2026, 1, 1),
        "paid_till": None,
        "award": "P",
        "owed_from": DIED.replace(day=1),
    }
    commands.enter(pl.DataFrame([row], schema=queries.PENSION), NOW)


def paid(month: date) -> dict[int, int]:
    found = queries.pension_of(pl.Series([WIDOW, FATHER]), month)
    return dict(found.select("person", "monthly").iter_rows())


def works_since(day: date) -> None:
    seeds.engage(seeds.establishment(1_010_999_902), FATHER, since=day)


@pytest.mark.parametrize(
    ("since", "shares"),
    [
        (date(2026, 10, 12), {WIDOW: 225_000, FATHER: 225_000}),
        (DIED, {WIDOW: 300_000}),
        (date(2020, 1, 1), {WIDOW: 300_000}),
    ],
)
def test_who_was_idle_at_the_death_has_a_share(since: date, shares: dict[int, int]) -> None:
    works_since(since)
    asks(context_of(WIDOW), WIDOW)
    assert paid(OCTOBER) == shares and paid(DECEMBER) == shares
    assert families_are_whole() == []


@pytest.mark.parametrize(
    ("since", "shares"),
    [
        (date(2020, 1, 1), {WIDOW: 300_000}),
        (date(2026, 10, 12), {WIDOW: 300_000, FATHER: 225_000}),
    ],
)
def test_who_is_found_late_is_judged_by_the_day_of_death(
    registry: Any, since: date, shares: dict[int, int]
) -> None:
    """A share of 75% for two, out of the half that nobody had: hers stays (AN23(5))."""
    works_since(since)
    del registry["family"][FATHER]
    asks(context_of(WIDOW), WIDOW)
    registry["family"][FATHER] = HIS
    context = context_of(FATHER)
    answer = perform(UPDATE, {"person": str(FATHER), "deceased": str(LATE)}, context)
    assert answer.outcome is Outcome.REFERRED
    decisions.rule(
        answer.transaction,
        approved=True,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=lambda *_: context.actor,
        rights=[referrals.right_to_rule(service_of(UPDATE))],
    )
    assert paid(OCTOBER) == {WIDOW: 300_000} and paid(DECEMBER) == shares
    assert families_are_whole() == []
