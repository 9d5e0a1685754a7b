"""Clients see where each request of theirs stands, and nobody sees another's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from demo.public_bodies.bank import iban_of
from guichet.catalogue.account.change_bank_account import ChangeBankAccount
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.tasks import who_asked
from guichet.engine import decisions
from guichet.engine.actor import Actor, Assurance
from guichet.engine.check import WhenDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.resume import resume_held
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]

pytestmark = pytest.mark.django_db
MINE, THEIRS = "account.follow_requests", "account.follow_establishment_requests"
WAIVE = "payments.waive_penalties"
DAYS = timedelta(days=1)


def context(account: Any, language: str = "en", later: timedelta = 0 * DAYS) -> Context:
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    return Context(actor=actor, channel="test", now=NOW + later, language=language)


def of_person(world: World, account: Any, number: str, **rest: Any) -> Answer:
    return perform(MINE, {"person": world.facts[number]}, context(account, **rest))


def of_debtor(world: World, **rest: Any) -> Answer:
    given = {"establishment": world.facts["debtor"]}
    return perform(THEIRS, given, context(world.account, **rest))


def lines(answer: Answer) -> list[dict[str, Any]]:
    assert answer.accepted, answer.errors
    return list(json.loads(answer.output["requests"] or "[]"))


def waived(world: World) -> Answer:
    given = {"establishment": world.facts["debtor"], "reason": "bank"}
    answer = perform(WAIVE, given, world.context(WAIVE, "test"))
    assert answer.outcome is Outcome.REFERRED
    return answer


def rule(answer: Answer, *, approved: bool) -> None:
    decisions.rule(
        answer.transaction,
        approved=approved,
        reason="Papers seen.",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW + DAYS,
        actor_of=who_asked,
        rights=[f"decide:{WAIVE}"],
    )


def opened(world: World, asker: Context) -> Answer:
    """What somebody asks for no party, while the body that is asked is silent."""
    given = {"cr_number": world.facts["new_business"], "opened_on": "2026-11-22"}
    answer = perform("registry.register_establishment", given, asker)
    assert answer.outcome is Outcome.HELD
    return answer


def down(settings: Any, name: str) -> None:
    setattr(settings, name, "http://127.0.0.1:9/none/v1")


def test_with_nothing_to_follow_it_says_where_the_rest_stands(world: World) -> None:
    answer = of_person(world, world.worker, "worker")
    assert lines(answer) == [] and answer.output["open"] == "0"
    assert [f.code for f in answer.warnings] == ["no-requests-to-follow"]


def test_what_a_person_decides_has_a_holder_a_day_and_in_the_end_a_reason(indebted: World) -> None:
    asked = waived(indebted)
    answer = of_debtor(indebted)
    (line,) = lines(answer)
    assert line["reference"] == asked.reference and line["since"] == "2026-11-22"
    assert (line["stage"], line["who"]) == ("deciding", "The institution’s officers")
    assert line["by"] == "2026-12-02" and not line["ended"] and line["why"]
    assert (answer.output["open"], answer.output["by"]) == ("1", "2026-12-02")
    assert not answer.output["why"], "who and by when is enough for an ear"
    assert float(answer.output["due"] or 0) >= 2_500
    (late,) = lines(of_debtor(indebted, later=11 * DAYS))
    assert late["stage"] == "overdue"
    rule(asked, approved=False)
    ended = of_debtor(indebted, later=2 * DAYS)
    assert "declined it: Papers seen." in str(ended.output["why"]) and ended.output["open"] == "0"
    for language, word in (("en", "Papers seen."), ("ar", "لم توافق"), ("fr", "refusé")):
        (line,) = lines(of_debtor(indebted, language=language, later=2 * DAYS))
        assert (line["stage"], line["ended"]) == ("declined", "2026-11-23")
        assert word in line["why"] and "Papers seen." in line["why"]
        assert not line["who"] and not line["by"]
    assert lines(of_debtor(indebted, later=100 * DAYS)) == []


def test_what_was_approved_says_so(indebted: World) -> None:
    rule(waived(indebted), approved=True)
    answer = of_debtor(indebted, later=2 * DAYS)
    (line,) = lines(answer)
    assert line["stage"] == "accepted" and "Papers seen." in line["why"]
    assert answer.output["open"] == "0" and answer.output["stage"] == "accepted"


def test_what_is_held_names_the_body_that_is_asked_in_the_readers_language(
    world: World, settings: Any
) -> None:
    before = settings.COMMERCIAL_REGISTRY_URL
    down(settings, "COMMERCIAL_REGISTRY_URL")
    asked = opened(world, context(world.account, "fr"))
    (line,) = lines(of_person(world, world.account, "owner"))
    assert (line["stage"], line["who"]) == ("checking", "Commercial registry")
    assert not line["by"] and not line["why"], "the stage and the body say all"
    (arabic,) = lines(of_person(world, world.account, "owner", language="ar"))
    assert arabic["who"] == "السجل التجاري"
    settings.COMMERCIAL_REGISTRY_URL = before
    assert resume_held(NOW + DAYS, who_asked) == 1
    (line,) = lines(of_person(world, world.account, "owner", later=2 * DAYS))
    assert (line["stage"], line["ended"]) == ("accepted", "2026-11-23")
    assert line["reference"] == asked.reference


def test_an_agent_sees_what_was_asked_for_the_person_and_not_what_the_person_asked_for_nobody(
    indebted: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = indebted
    (check,) = ChangeBankAccount.checks
    holding = replace(check, when_down=WhenDown.HOLD)  # type: ignore[type-var]
    monkeypatch.setattr(ChangeBankAccount, "checks", (holding,))
    down(settings, "BANKS_URL")
    down(settings, "COMMERCIAL_REGISTRY_URL")
    person = world.facts["retired"]
    retired = identity.open_account(
        username="retired", password="correct horse", person_number=int(person), name_ar="متقاعد"
    )
    given = {"person": person, "iban": iban_of(int(person), bank="10")}
    key = "account.change_bank_account"
    assert perform(key, given, context(retired)).outcome is Outcome.HELD
    opened(world, context(retired))
    assert len(lines(of_person(world, retired, "retired"))) == 2
    (line,) = lines(of_person(world, world.worker, "retired"))
    assert line["what"] == ChangeBankAccount.title.en
    assert lines(of_person(world, world.worker, "worker")) == []
    stranger = of_person(world, world.account, "retired")
    assert [f.code for f in stranger.errors] == ["not-covered-by-mandate"]


def test_a_delegate_without_the_right_to_view_sees_nothing(indebted: World) -> None:
    waived(indebted)
    given = {"establishment": indebted.facts["debtor"]}
    identity.grant(
        establishment=int(given["establishment"]), rights=["wages"], account=indebted.worker
    )
    refused = perform(THEIRS, given, context(indebted.worker))
    assert [f.code for f in refused.errors] == ["not-covered-by-mandate"]
    identity.grant(
        establishment=int(given["establishment"]), rights=["view"], account=indebted.worker
    )
    assert len(lines(perform(THEIRS, given, context(indebted.worker)))) == 1
