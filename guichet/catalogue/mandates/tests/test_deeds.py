"""Acting by a deed: for whom, how long, and who may end it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.catalogue.mandates.tests.appointments import TODAY, ask, done, signed_up
from guichet.domain.identity import commands, queries
from guichet.domain.identity.models import Mandate
from guichet.engine.actor import PartyKind
from tests.contract.world import World

pytestmark = pytest.mark.django_db


def test_a_deed_lets_its_agent_act_for_the_principal_for_a_year_at_most(world: World) -> None:
    answer = done(ask(world.account, "mandates.register_deed", deed=world.facts["deed"]))
    principal = int(answer.output["principal"] or 0)
    may_act = [
        queries.may(world.account, "self", PartyKind.PERSON, principal, TODAY + timedelta(n))
        for n in (0, 365, 366)
    ]
    assert may_act == [True, True, False]
    assert not queries.may(world.account, "appoint", PartyKind.PERSON, principal, TODAY)
    assert answer.output["holds_until"] == "2027-11-22"


@pytest.mark.parametrize(
    ("basis", "ends"), [("attorney", True), ("guardian", False), ("custodian", False)]
)
def test_the_principal_ends_an_attorney_but_no_guardian(
    world: World, basis: str, ends: bool
) -> None:
    agent = signed_up(world.facts["new_citizen"])
    leaf_of = {"party_kind": "person", "party": int(world.facts["worker"]), "rights": ["self"]}
    Mandate.objects.create(person_number=agent.person_number, basis=basis, **leaf_of)
    answer = ask(
        world.worker,
        "mandates.end_agent",
        person=world.facts["worker"],
        delegate=str(agent.person_number),
    )
    assert [f.code for f in answer.errors] == ([] if ends else ["mandate-by-court"])
    assert (
        queries.may(agent, "self", PartyKind.PERSON, int(world.facts["worker"]), TODAY) is not ends
    )


def test_a_deed_is_nobodys_without_a_national_number(world: World) -> None:
    nameless = commands.open_account(username="nameless", password=None)
    answer = ask(nameless, "mandates.register_deed", deed=world.facts["deed"])
    assert "actor-not-known" in [f.code for f in answer.errors]
