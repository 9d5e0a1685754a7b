"""Who may act for whom after an appointment, a change and an end: bureaus, branches, agents, races,
the guard.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from guichet.catalogue.mandates.tests.appointments import (
    APPOINT,
    CHANGE,
    END,
    TODAY,
    ask,
    done,
    may,
    signed_up,
)
from guichet.domain.identity import commands, queries
from guichet.domain.identity.models import Mandate
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.service import Outcome
from tests.contract.world import World

pytestmark = pytest.mark.django_db


def test_an_appointed_clerk_may_do_what_was_named_from_the_first_day_to_the_last(
    world: World,
) -> None:
    shop, clerk = world.facts["establishment"], signed_up(world.facts["new_citizen"])
    done(
        ask(
            world.account,
            APPOINT,
            establishment=shop,
            delegate=str(clerk.person_number),
            rights="wages,view",
            since="2026-11-23",
            until="2026-12-31",
        )
    )
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 31), date(2027, 1, 1)]
    assert [may(clerk, "wages", shop, on=day) for day in days] == [False, True, True, False]
    assert not may(clerk, "register", shop, on=days[1])
    assert not may(clerk, "wages", world.facts["branch"], on=days[1])


def test_a_delegate_cannot_appoint_and_cannot_keep_what_was_ended(world: World) -> None:
    shop, clerk = world.facts["establishment"], signed_up(world.facts["new_citizen"])
    everything = "register,wages,pay,bank,certificates,view"
    number = str(clerk.person_number)
    done(ask(world.account, APPOINT, establishment=shop, delegate=number, rights=everything))
    other = world.facts["new_resident"]
    refused = ask(clerk, APPOINT, establishment=shop, delegate=other, rights="view")
    assert [f.code for f in refused.errors] == ["not-covered-by-mandate"]
    assert ask(clerk, END, establishment=shop, delegate=number).outcome is Outcome.REFUSED
    done(ask(world.account, END, establishment=shop, delegate=number))
    assert not any(may(clerk, right, shop) for right in everything.split(","))


def test_a_change_ends_the_old_and_keeps_both_in_the_record(world: World) -> None:
    shop, clerk = world.facts["establishment"], signed_up(world.facts["new_citizen"])
    number = str(clerk.person_number)
    first = done(ask(world.account, APPOINT, establishment=shop, delegate=number, rights="view"))
    changed = done(ask(world.account, CHANGE, establishment=shop, delegate=number, rights="wages"))
    assert changed.output["rights_before"] == "View"
    assert may(clerk, "wages", shop) and not may(clerk, "view", shop)
    old, new = Mandate.objects.filter(person_number=clerk.person_number).order_by("id")
    assert (old.granted_by_transaction, old.ended_by_transaction) == (
        first.transaction,
        changed.transaction,
    )
    assert (new.granted_by_transaction, new.revoked_at) == (changed.transaction, None)


def test_the_staff_of_a_bureau_act_for_its_clients_with_the_clients_rights_only(
    world: World,
) -> None:
    shop, bureau = world.facts["establishment"], world.facts["foreign_establishment"]
    chief = signed_up(seeds.OTHER_OWNER, "chief")
    commands.appoint_owner(
        pl.DataFrame(
            {
                "establishment": [int(bureau)],
                "owner_number": [seeds.OTHER_OWNER],
                "transaction": [1],
            }
        )
    )
    done(ask(world.account, APPOINT, establishment=shop, bureau=bureau, rights="wages,view"))
    assert may(chief, "wages", shop) and not may(chief, "register", shop)
    assert not may(chief, "appoint", shop)
    staff, typist = (
        signed_up(world.facts["new_citizen"], "staff"),
        signed_up(world.facts["new_resident"], "typist"),
    )
    done(
        ask(
            chief,
            APPOINT,
            establishment=bureau,
            delegate=str(staff.person_number),
            rights="clients",
        )
    )
    done(
        ask(
            chief, APPOINT, establishment=bureau, delegate=str(typist.person_number), rights="wages"
        )
    )
    assert may(staff, "wages", shop) and not may(staff, "wages", bureau)
    assert not may(typist, "wages", shop) and may(typist, "wages", bureau)
    assert int(shop) in [p.number for p in queries.parties_of(staff, TODAY)]
    done(ask(world.account, END, establishment=shop, bureau=bureau))
    assert not may(staff, "wages", shop) and not may(chief, "wages", shop)


def test_a_bureau_does_not_hand_its_clients_on_to_another(world: World) -> None:
    shop, first = int(world.facts["establishment"]), int(world.facts["foreign_establishment"])
    second, clerk = int(world.facts["branch"]), signed_up(world.facts["new_citizen"])
    for party, bureau in ((shop, first), (first, second)):
        Mandate.objects.create(
            bureau=bureau, party_kind="establishment", party=party, rights=["wages", "clients"]
        )
    commands.grant(establishment=second, rights=["clients"], person_number=clerk.person_number)
    assert may(clerk, "wages", first) and not may(clerk, "wages", shop)


def test_branches_follow_the_main_establishment_and_those_opened_later_too(world: World) -> None:
    shop, branch = world.facts["establishment"], world.facts["branch"]
    main = store.value("SELECT id FROM registry_establishment WHERE number = %(n)s", n=int(shop))
    store.execute(
        "UPDATE registry_establishment SET main_id = %(main)s WHERE number = %(n)s",
        main=main,
        n=int(branch),
    )
    clerk = signed_up(world.facts["new_citizen"])
    number = str(clerk.person_number)
    done(
        ask(
            world.account,
            APPOINT,
            establishment=shop,
            delegate=number,
            rights="view",
            branches="all",
        )
    )
    assert may(clerk, "view", branch)
    alone = ask(world.account, END, establishment=branch, delegate=number)
    assert [f.code for f in alone.errors] == ["mandate-follows-main"]
    opened = done(
        ask(
            world.account,
            "registry.register_establishment",
            cr_number=world.facts["new_business"],
            opened_on="2026-11-22",
            main=shop,
        )
    )
    assert may(clerk, "view", opened.output["establishment"] or 0)
    done(ask(world.account, END, establishment=shop, delegate=number))
    assert not any(
        may(clerk, "view", n) for n in (shop, branch, opened.output["establishment"] or 0)
    )


def test_an_agent_may_ask_in_the_persons_matters_until_the_last_day(world: World) -> None:
    agent = signed_up(world.facts["new_citizen"])
    person = world.facts["worker"]
    before = ask(agent, "account.statement_of_periods", person=person)
    assert [f.code for f in before.errors] == ["not-covered-by-mandate"]
    done(
        ask(
            world.worker,
            "mandates.appoint_agent",
            person=person,
            delegate=str(agent.person_number),
            rights="self",
            until="2026-12-31",
        )
    )
    assert ask(agent, "account.statement_of_periods", person=person).outcome is Outcome.ACCEPTED
    kinds = [(p.kind, p.number) for p in queries.parties_of(agent, TODAY)]
    assert kinds == [(PartyKind.PERSON, agent.person_number), (PartyKind.PERSON, int(person))]
    further = ask(
        agent,
        "mandates.appoint_agent",
        person=person,
        delegate=world.facts["new_resident"],
        rights="self",
        until="2026-12-31",
    )
    assert [f.code for f in further.errors] == ["not-covered-by-mandate"]
    assert not queries.may(agent, "self", PartyKind.PERSON, int(person), date(2027, 1, 1))


def test_one_that_ran_out_makes_way_for_a_new_one(world: World) -> None:
    shop, number = world.facts["establishment"], world.facts["new_citizen"]
    Mandate.objects.create(
        person_number=int(number),
        party_kind="establishment",
        party=int(shop),
        rights=["view"],
        valid_from=TODAY - timedelta(30),
        valid_until=TODAY - timedelta(1),
    )
    done(ask(world.account, APPOINT, establishment=shop, delegate=number, rights="view"))
    assert Mandate.objects.filter(person_number=int(number), revoked_at__isnull=True).count() == 1


def test_fifty_appointments_at_once_are_one_call_and_one_wrong_one_does_not_stop_them(
    world: World,
) -> None:
    from demo.population import a_living
    from guichet.engine.perform import perform_many

    rows = [
        {
            "establishment": world.facts["establishment"],
            "delegate": str(a_living(40 + n)),
            "rights": "view",
        }
        for n in range(49)
    ]
    rows.append(rows[0] | {"delegate": world.facts["owner"]})
    context = replace(world.context(APPOINT, "engine"), idempotency_key="fifty")
    answers = perform_many(APPOINT, rows, context)
    assert [a.outcome for a in answers] == [Outcome.ACCEPTED] * 49 + [Outcome.REFUSED]
    assert Mandate.objects.filter(basis="delegate").count() == 49
