"""What may be handed on: each right is somebody's to ask for, money is given by name, and words are
the same throughout.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from demo.deeds import a_deed, deeds
from demo.population import a_living
from guichet.catalogue.mandates import _rights
from guichet.catalogue.mandates.tests.appointments import TODAY, ask, done, signed_up
from guichet.domain.identity import queries
from guichet.domain.identity.mandates import including
from guichet.domain.identity.models import Mandate
from guichet.engine.actor import PartyKind
from guichet.engine.fields import Iban
from guichet.engine.registry import services
from guichet.engine.service import Power
from tests.contract.world import World

pytestmark = pytest.mark.django_db

AGENT = "mandates.appoint_agent"
APPOINT = "mandates.appoint_delegate"
OFFERED = {PartyKind.ESTABLISHMENT: _rights.DELEGATES, PartyKind.PERSON: _rights.AGENTS}
ASKED = {kind: {s.right for s in services().values() if s.party_kind is kind} for kind in OFFERED}


@pytest.mark.parametrize("kind", OFFERED)
def test_no_right_is_offered_that_no_service_asks_for(kind: PartyKind) -> None:
    covering = {name for right in ASKED[kind] for name in including(right, kind)}
    assert set(OFFERED[kind]) - {"clients"} <= covering


@pytest.mark.parametrize("kind", OFFERED)
def test_every_right_that_a_service_asks_for_can_be_given_but_the_one_to_give(
    kind: PartyKind,
) -> None:
    assert ASKED[kind] - {"appoint"} <= set(OFFERED[kind])


# What a person claims goes to the account on record, which those who see to all their matters may
# ask for; an establishment's money, and what an account is named for, goes where one says.
STEERED = [
    key
    for key, service in services().items()
    if service.power is Power.MONEY
    and (
        service.party_kind is PartyKind.ESTABLISHMENT
        or any(isinstance(field, Iban) for field in service.inputs.values())
    )
]


@pytest.mark.parametrize("key", STEERED)
def test_where_money_goes_is_changed_only_by_whom_it_was_given_to_by_name(key: str) -> None:
    service = services()[key]
    assert service.right == "bank"
    assert including("bank", service.party_kind) == ["bank", "owner"]


def test_what_steers_money_is_found() -> None:
    """The one that a person asks, the one that an establishment does, and what is paid back."""
    assert set(STEERED) == {
        "account.change_bank_account",
        "account.change_establishment_bank_account",
        "payments.refund_credit",
    }


def test_an_agent_with_everything_else_cannot_change_the_bank_account(world: World) -> None:
    agent, person = signed_up(world.facts["new_citizen"]), world.facts["worker"]
    given = {"person": person, "delegate": str(agent.person_number), "until": "2026-12-31"}
    done(ask(world.worker, AGENT, rights="view,certificates,self", **given))
    asked = {"person": person, "iban": world.facts["worker_iban"]}
    refused = ask(agent, "account.change_bank_account", **asked)
    assert [f.code for f in refused.errors] == ["not-covered-by-mandate"]
    done(ask(world.worker, "mandates.end_agent", person=person, delegate=given["delegate"]))
    done(ask(world.worker, AGENT, rights="bank", **given))
    done(ask(agent, "account.change_bank_account", **asked))
    assert not queries.may(agent, "view", PartyKind.PERSON, int(person), TODAY)


def test_an_agent_who_may_only_look_asks_for_no_certificate(world: World) -> None:
    agent, person = signed_up(world.facts["new_citizen"]), world.facts["worker"]
    done(
        ask(
            world.worker,
            AGENT,
            person=person,
            delegate=str(agent.person_number),
            rights="view",
            until="2026-12-31",
        )
    )
    may = [
        queries.may(agent, r, PartyKind.PERSON, int(person), TODAY)
        for r in ("view", "certificates", "bank", "appoint")
    ]
    assert may == [True, False, False, False]


def test_a_delegate_who_pays_cannot_change_the_bank_account_or_take_money_out(world: World) -> None:
    clerk, shop = signed_up(world.facts["new_citizen"]), world.facts["establishment"]
    done(
        ask(
            world.account,
            APPOINT,
            establishment=shop,
            delegate=str(clerk.person_number),
            rights="pay",
        )
    )
    for key in ("account.change_establishment_bank_account", "payments.refund_credit"):
        given = dict.fromkeys(services()[key].inputs, "") | {
            "establishment": shop,
            "iban": world.facts["business_iban"],
        }
        refused = ask(clerk, key, **{n: v for n, v in given.items() if n in services()[key].inputs})
        assert "not-covered-by-mandate" in [f.code for f in refused.errors], key


@pytest.mark.parametrize(
    ("kind", "money"), [("guardian", True), ("custodian", True), ("attorney", False)]
)
def test_a_court_gives_money_too_and_a_notary_does_not_say(
    world: World, kind: str, money: bool
) -> None:
    numbers = pl.Series([a_deed(a_living(n)) for n in range(200, 260)])
    deed = (
        deeds(numbers)
        .filter(pl.col("kind") == kind, pl.col("status") == "active")
        .row(0, named=True)
    )
    agent = signed_up(str(deed["agent_number"]))
    done(ask(agent, "mandates.register_deed", deed=str(deed["number"])))
    assert queries.may(agent, "view", PartyKind.PERSON, deed["principal_number"], TODAY)
    assert queries.may(agent, "bank", PartyKind.PERSON, deed["principal_number"], TODAY) is money


def test_of_age_is_counted_in_hijri_years_on_the_first_day(world: World) -> None:
    shop = world.facts["establishment"]
    refused = ask(
        world.account, APPOINT, establishment=shop, delegate=world.facts["child"], rights="view"
    )
    assert [f.code for f in refused.errors] == ["mandate-holder-minor"]
    grown = ask(
        world.account,
        APPOINT,
        establishment=shop,
        delegate=world.facts["child"],
        rights="view",
        since=date(2046, 1, 1).isoformat(),
    )
    assert grown.accepted


def test_a_bureau_with_clients_gives_its_staff_the_right_to_act_for_them(world: World) -> None:
    shop, staff = world.facts["establishment"], world.facts["new_citizen"]
    refused = ask(world.account, APPOINT, establishment=shop, delegate=staff, rights="clients")
    assert [f.code for f in refused.errors] == ["no-clients-to-act-for"]
    Mandate.objects.create(
        bureau=int(shop),
        party_kind="establishment",
        party=int(world.facts["foreign_establishment"]),
        rights=["view"],
    )
    done(ask(world.account, APPOINT, establishment=shop, delegate=staff, rights="clients"))


def test_what_the_institution_gave_an_account_is_ended_by_the_owner(world: World) -> None:
    shop, bureau = world.facts["establishment"], signed_up(world.facts["new_citizen"])
    given = Mandate.objects.create(
        account=bureau, party_kind="establishment", party=int(shop), rights=["view"]
    )
    done(
        ask(
            world.account,
            "mandates.end_delegate",
            establishment=shop,
            delegate=str(bureau.person_number),
        )
    )
    given.refresh_from_db()
    assert given.revoked_at is not None
