"""A child is expected, or somebody is missing: it is heard of whoever of the family says it, before
the award and after.

Of a pension of 6,000 four have 1,500 each; with a fifth to come 1,200 each, and 1,200 are kept.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_survivors import (
    DAUGHTER,
    DIED,
    KEY,
    LATE,
    NOW,
    SON,
    STRANGER,
    WIDOW,
    _late,
    asks,
    context_of,
    registry,
)
from guichet.domain.benefits import commands, queries
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.domain.identity import appointments
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import decisions, referrals, store
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib import samples

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db
MOTHER, NEWBORN = int(samples.person(26)), int(samples.person(25))
OCTOBER = date(2026, 10, 1)
FOUR = (WIDOW, SON, DAUGHTER, MOTHER)
EXPECTED, INCOMPLETE = "survivors-child-expected", "survivors-family-incomplete"


@pytest.fixture(autouse=True)
def _four(registry: Any) -> None:
    """Four members of a pensioner's family."""
    registry["family"][MOTHER] = ("mother", "1945-03-01", "f")
    registry["of"][MOTHER] = {"dependent": "yes"}
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


def paid() -> dict[int, int]:
    found = queries.pension_of(pl.Series([*FOUR, NEWBORN]), OCTOBER)
    return dict(found.select("person", "monthly").iter_rows())


def reserved() -> int:
    return int(
        store.value("SELECT coalesce(sum(value), 0) FROM benefits_heirfact WHERE what = 'reserved'")
    )


def approved(answer: Answer, context: Context) -> Answer:
    return decisions.rule(
        answer.transaction,
        approved=True,
        reason="seen",
        ruler=Actor(id=0, name="clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=lambda *_: context.actor,
        rights=[referrals.right_to_rule(service_of(KEY))],
    )


def told(answer: Answer) -> set[str]:
    return {row["monthly"] for row in json.loads(answer.output["shares"])}


def test_after_the_award_it_is_for_a_person_and_kept_then(registry: Any) -> None:
    asks(context_of(SON), SON)
    assert paid() == dict.fromkeys(FOUR, 150_000)
    widow = context_of(WIDOW)
    answer = asks(widow, WIDOW, expecting="yes")
    assert answer.outcome is Outcome.REFERRED and EXPECTED in {f.code for f in answer.findings}
    assert reserved() == 0
    ruled = approved(answer, widow)
    assert ruled.outcome is Outcome.ACCEPTED and told(ruled) == {"1200.00"}
    assert reserved() == 1 and paid() == dict.fromkeys(FOUR, 120_000)
    assert families_are_whole() == []


def test_it_is_kept_though_another_was_awarded_before_the_ruling(registry: Any) -> None:
    widow = context_of(WIDOW)
    answer = asks(widow, WIDOW, expecting="yes")
    assert asks(context_of(SON), SON).outcome is Outcome.ACCEPTED
    assert told(approved(answer, widow)) == {"1200.00"}
    assert reserved() == 1 and paid() == dict.fromkeys(FOUR, 120_000)
    assert families_are_whole() == []


def test_the_same_day_and_the_same_heir_is_no_repetition(registry: Any) -> None:
    widow = context_of(WIDOW)
    first = asks(widow, WIDOW)
    answer = asks(widow, WIDOW, expecting="yes")
    assert answer.outcome is Outcome.REFERRED
    ruled = approved(answer, widow)
    assert not ruled.repeated and ruled.output["code"] != first.output["code"]
    assert told(ruled) == {"1200.00"} and reserved() == 1


def test_what_is_kept_already_is_not_kept_twice(registry: Any) -> None:
    """Two say so of one child, and both are approved; who says it after that has the notice."""
    widow, son = context_of(WIDOW), context_of(SON)
    first, second = asks(widow, WIDOW, expecting="yes"), asks(son, SON, expecting="yes")
    assert {first.outcome, second.outcome} == {Outcome.REFERRED}
    assert told(approved(first, widow)) == told(approved(second, son)) == {"1200.00"}
    third = asks(context_of(MOTHER), MOTHER, expecting="yes")
    assert third.outcome is Outcome.ACCEPTED and told(third) == {"1200.00"}
    assert reserved() == 1 and paid() == dict.fromkeys(FOUR, 120_000)


def guardian_of(person: int, guardian: int) -> Context:
    """Who acts for another of the family in all matters."""
    mandate = {
        "party": [person],
        "delegate": [guardian],
        "bureau": pl.Series([None], dtype=pl.Int64),
        "holder_ar": [""],
        "holder_latin": [""],
        "basis": [""],
        "rights": ["self"],
        "since": pl.Series([None], dtype=pl.Date),
        "until": pl.Series([None], dtype=pl.Date),
        "with_branches": [False],
        "transaction": [1],
    }
    appointments.appoint(
        pl.DataFrame(mandate), kind=PartyKind.PERSON.value, now=NOW, today=NOW.date()
    )
    return context_of(guardian)


def test_two_in_one_call_are_told_the_shares_that_are_recorded(registry: Any) -> None:
    """The daughter was told 1,200 and 1,500 were recorded; nobody is decided without the child."""
    rows = [
        {"person": str(DAUGHTER), "deceased": str(LATE)},
        {"person": str(WIDOW), "deceased": str(LATE), "expecting": "yes"},
    ]
    answers = perform_many(KEY, rows, guardian_of(DAUGHTER, WIDOW))
    for answer in answers:
        recorded = {f"{amount / 100:.2f}" for amount in paid().values()}
        assert answer.outcome is not Outcome.ACCEPTED or told(answer) == recorded
    assert [answer.outcome for answer in answers] == [Outcome.REFERRED] * 2
    assert paid() == {}


def test_no_stranger_keeps_anything(registry: Any) -> None:
    stranger = context_of(STRANGER)
    assert asks(stranger, STRANGER, expecting="yes").outcome is Outcome.REFUSED
    assert asks(context_of(SON), SON).outcome is Outcome.ACCEPTED and reserved() == 0


def test_after_the_award_who_is_missing_is_for_a_person_too(registry: Any) -> None:
    widow = context_of(WIDOW)
    asks(widow, WIDOW)
    answer = asks(widow, WIDOW, missing="yes")
    assert answer.outcome is Outcome.REFERRED and INCOMPLETE in {f.code for f in answer.findings}
    assert approved(answer, widow).outcome is Outcome.ACCEPTED
    assert paid() == dict.fromkeys(FOUR, 150_000)


def test_a_child_is_born_into_what_was_kept_after_the_award(registry: Any) -> None:
    asks(context_of(SON), SON)
    widow = context_of(WIDOW)
    approved(asks(widow, WIDOW, expecting="yes"), widow)
    registry["family"][NEWBORN] = ("son", "2026-11-20", "m")
    born = context_of(NEWBORN)
    asked = {"person": str(NEWBORN), "deceased": str(LATE)}
    assert perform("benefits.update_dependant", asked, born).outcome is Outcome.ACCEPTED
    assert paid() == dict.fromkeys((*FOUR, NEWBORN), 120_000)
    assert families_are_whole() == []


@pytest.fixture
def births(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[dict[str, str]] | None]:
    """What the registry of births says of each mother who is asked about; null: nothing."""
    said: dict[int, list[dict[str, str]] | None] = {}

    def ask(check: RegistryCheck, keys: pl.Series, context: Context) -> pl.DataFrame:
        assert set(keys) <= set(said)  # nobody is asked about without need
        if any(said[key] is None for key in keys):
            raise SourceDown
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            births_status=pl.lit("recorded"),
            births_entries=pl.Series([json.dumps(said[key]) for key in keys]),
        )

    monkeypatch.setattr(RegistryCheck, "ask", ask)
    return said


def updated(context: Context, person: int) -> Answer:
    asked = {"person": str(person), "deceased": str(LATE)}
    return perform("benefits.update_dependant", asked, context)


def test_of_a_child_born_dead_the_others_share_what_was_kept(registry: Any, births: Any) -> None:
    """1,500 each from the first month on (M/33 51: stillborn, shared among the others), once."""
    widow = context_of(WIDOW)
    approved(asks(widow, WIDOW, expecting="yes"), widow)
    assert paid() == dict.fromkeys(FOUR, 120_000)
    births[WIDOW] = [
        {"born_on": "2020-01-01", "live": "no", "months": "7"},
        {"born_on": "2026-11-18", "live": "no", "months": "8"},
    ]
    answer = updated(widow, WIDOW)
    assert answer.outcome is Outcome.ACCEPTED and answer.output["found"] == "new"
    assert paid() == dict.fromkeys(FOUR, 150_000) and families_are_whole() == []
    assert updated(widow, WIDOW).output["found"] == "nothing"  # and is not asked about again


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"born_on": "2026-09-11", "live": "no", "months": "8"}],  # before the death
        [
            {"born_on": "2026-11-18", "live": "no", "months": "8"},  # of twins
            {"born_on": "2026-11-18", "live": "yes", "months": "8"},
        ],
    ],
)
def test_while_no_such_birth_is_on_record_it_stays_kept(
    registry: Any, births: Any, entries: list[dict[str, str]]
) -> None:
    widow = context_of(WIDOW)
    approved(asks(widow, WIDOW, expecting="yes"), widow)
    births[WIDOW] = entries
    assert updated(widow, WIDOW).output["found"] == "nothing"
    assert updated(context_of(SON), SON).outcome is Outcome.ACCEPTED
    assert paid() == dict.fromkeys(FOUR, 120_000)


def test_while_births_cannot_be_asked_only_the_mother_waits(registry: Any, births: Any) -> None:
    widow = context_of(WIDOW)
    approved(asks(widow, WIDOW, expecting="yes"), widow)
    births[WIDOW] = None
    assert updated(widow, WIDOW).outcome is Outcome.HELD
    assert updated(context_of(SON), SON).outcome is Outcome.ACCEPTED
