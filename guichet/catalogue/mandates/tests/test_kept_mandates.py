"""Mandates are kept: ended and never rewritten, and every change of one is in the audit log."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from guichet.catalogue.mandates.tests.appointments import APPOINT, CHANGE, END, ask, done
from guichet.domain.identity import commands
from guichet.engine import audit, store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def test_a_mandate_can_only_be_ended_not_rewritten_nor_removed(world: World) -> None:
    done(
        ask(
            world.account,
            APPOINT,
            establishment=world.facts["establishment"],
            delegate=world.facts["new_citizen"],
            rights="view",
        )
    )
    for change in (
        "UPDATE identity_mandate SET rights = '{register}'",
        "UPDATE identity_mandate SET revoked_at = now(), party = 1",
        "DELETE FROM identity_mandate",
    ):
        with pytest.raises(DatabaseError), store.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_what_the_institution_grants_and_ends_itself_is_in_the_audit_log(world: World) -> None:
    given = commands.grant(establishment=1, rights=["view"], account=world.worker)
    commands.revoke(given, now=NOW)
    kinds = {"mandates-given", "mandates-ended"}
    from guichet.engine.models import AuditLeaf

    assert set(AuditLeaf.objects.values_list("kind", flat=True)) >= kinds
    assert audit.verify() == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE identity_mandate SET rights = '{owner}' WHERE basis = 'delegate'",
        "UPDATE identity_mandate SET party = 599999999 WHERE basis = 'delegate'",
        "UPDATE identity_mandate SET valid_until = '2099-01-01' WHERE basis = 'owner'",
        "UPDATE identity_mandate SET revoked_at = NULL WHERE id = (SELECT max(id) FROM identity_mandate)",
        "DELETE FROM identity_mandate WHERE basis = 'delegate'",
        "INSERT INTO identity_mandate (person_number, party_kind, party, rights, granted_at)"
        " VALUES (1000000008, 'establishment', 500000001, '{owner}', now())",
    ],
)
def test_the_audit_finds_a_mandate_that_was_changed_removed_revived_or_made_up(
    world: World, attack: str
) -> None:
    shop, number = world.facts["establishment"], world.facts["new_citizen"]
    done(ask(world.account, APPOINT, establishment=shop, delegate=number, rights="view"))
    done(ask(world.account, CHANGE, establishment=shop, delegate=number, rights="wages"))
    done(ask(world.account, END, establishment=shop, delegate=number))
    assert audit.verify() == []
    store.execute("SET session_replication_role = replica")
    assert store.execute(attack.replace("%", "%%")) > 0
    store.execute("RESET session_replication_role")
    assert audit.verify() != []
