"""A dependant is brought up to date from the registries, and the family's shares follow."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_survivors import (
    DAUGHTER,
    LATE,
    NOW,
    SON,
    STRANGER,
    WIDOW,
    _late,
    asks,
    code,
    context_of,
    registry,
    shares,
)
from guichet.domain.benefits import survivors
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.engine import decisions, referrals, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib import samples

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db
KEY = "benefits.update_dependant"
NEWBORN = int(samples.person(25))
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def updates(context: Context, person: int) -> Answer:
    return perform(KEY, {"person": str(person), "deceased": str(LATE)}, context)


def settlements() -> int:
    return int(store.value("SELECT count(*) FROM benefits_settlement"))


def test_nothing_new_settles_nothing(registry: Any) -> None:
    context = context_of(WIDOW)
    asks(context, WIDOW)
    answer = updates(context, WIDOW)
    assert answer.outcome is Outcome.ACCEPTED and answer.output["found"] == "nothing"
    assert answer.output["monthly"] == "1666.68" and settlements() == 1


def test_who_studies_no_longer_leaves_the_share_to_the_others(registry: Any) -> None:
    """Of 24 years the son had a share as a student; two have three quarters: 5,000 x 75% / 2."""
    context = context_of(SON)
    asks(context, SON)
    registry["of"] = {}
    answer = updates(context, SON)
    assert (answer.output["found"], answer.output["monthly"]) == ("new", "0.00")
    assert answer.output["from_day"] == "2026-12-01"
    assert shares(NOVEMBER) == {WIDOW: 166_668, SON: 166_666, DAUGHTER: 166_666}
    assert shares(DECEMBER) == {WIDOW: 187_500, DAUGHTER: 187_500}
    told = json.loads(answer.output["shares"])
    assert [row["monthly"] for row in told] == ["1875.00", "1875.00"]
    assert families_are_whole() == []


def test_who_becomes_disabled_keeps_the_share_without_an_age(registry: Any) -> None:
    context = context_of(DAUGHTER)
    asks(context, DAUGHTER)
    registry["of"] = {SON: {"student": "yes", "disabled": "yes"}}
    updates(context_of(SON), SON)
    assert SON in shares(date(2060, 1, 1))


def test_a_marriage_brings_the_grant_once(registry: Any) -> None:
    """18 x 1,666.66 for the daughter, who married on 20 October."""
    context = context_of(DAUGHTER)
    asks(context, DAUGHTER)
    registry["of"][DAUGHTER] = {"married": "yes", "married_on": "2026-10-20"}
    answer = updates(context, DAUGHTER)
    assert answer.output["grant"] == "29999.88"
    assert shares(date(2026, 10, 1))[DAUGHTER] == 166_666
    assert shares(NOVEMBER) == {WIDOW: 187_500, SON: 187_500}
    again = updates(context, DAUGHTER)
    assert again.output["found"] == "nothing" and again.output.get("grant") is None
    assert store.rows("SELECT person, amount FROM benefits_grant") == [(DAUGHTER, 2_999_988)]


def test_who_married_before_the_claim_has_the_grant_with_it(registry: Any) -> None:
    registry["of"][DAUGHTER] = {"married": "yes", "married_on": "2026-10-20"}
    asks(context_of(WIDOW), WIDOW)
    assert store.rows("SELECT person, amount FROM benefits_grant") == [(DAUGHTER, 2_999_988)]
    assert DAUGHTER not in shares(NOVEMBER) and DAUGHTER in shares(date(2026, 10, 1))


def _approved(answer: Answer, context: Context, key: str) -> Answer:
    return decisions.rule(
        answer.transaction,
        approved=True,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=lambda *_: context.actor,
        rights=[referrals.right_to_rule(service_of(key))],
    )


def test_a_child_is_born_into_the_share_that_was_kept(registry: Any) -> None:
    context = context_of(WIDOW)
    asked = asks(context, WIDOW, expecting="yes")
    _approved(asked, context, "benefits.claim_survivors_pension")
    assert shares(date(2026, 10, 1)) == dict.fromkeys((WIDOW, SON, DAUGHTER), 125_000)
    registry["family"][NEWBORN] = ("son", "2026-11-20", "m")
    answer = updates(context_of(NEWBORN), NEWBORN)
    assert answer.outcome is Outcome.ACCEPTED and answer.output["monthly"] == "1250.00"
    # From the first month on: what was kept is the child's.
    assert shares(date(2026, 10, 1)) == dict.fromkeys((WIDOW, SON, DAUGHTER, NEWBORN), 125_000)
    assert families_are_whole() == []


def test_a_member_nobody_knew_is_for_a_person_and_counts_from_then_on(registry: Any) -> None:
    context = context_of(WIDOW)
    asks(context, WIDOW)
    registry["family"][NEWBORN] = ("daughter", "2019-01-05", "f")
    asking = context_of(NEWBORN)
    answer = updates(asking, NEWBORN)
    assert answer.outcome is Outcome.REFERRED and settlements() == 1
    assert _approved(answer, asking, KEY).outcome is Outcome.ACCEPTED
    assert NEWBORN not in shares(NOVEMBER) and shares(NOVEMBER)[WIDOW] == 166_668
    assert shares(DECEMBER) == dict.fromkeys((WIDOW, SON, DAUGHTER, NEWBORN), 125_000)
    assert families_are_whole() == []


def test_no_stranger_learns_of_a_family(registry: Any) -> None:
    asks(context_of(WIDOW), WIDOW)
    assert code(updates(context_of(STRANGER), STRANGER)) == "dependant-not-sharing"
    assert survivors.awards_with(pl.Series([STRANGER])).is_empty()
