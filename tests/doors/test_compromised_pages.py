"""What a page that somebody has taken over cannot do: no power, no proof, no mandate."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from guichet.domain.identity import commands as identity
from guichet.domain.identity import machines
from guichet.domain.identity.models import Account
from guichet.engine import scope, store
from guichet.engine.actor import Segment
from tests.doors.conftest import Victim

pytestmark = pytest.mark.django_db


def test_a_compromised_page_gets_no_power_over_accounts(
    victim: Victim, under_the_webs_role: None
) -> None:
    stranger = victim.intruders["stranger"]
    assert isinstance(stranger, Account)
    scope.enter(stranger.pk)
    for statement in (
        "UPDATE identity_account SET segments = '{staff}' WHERE id = %(own)s",
        "UPDATE identity_account SET is_active = true",
        "UPDATE identity_account SET person_number = 1000000008 WHERE id = %(own)s",
        "DELETE FROM identity_account",
        "UPDATE identity_account SET username = 'x' WHERE id = %(own)s",
        "TRUNCATE identity_account CASCADE",
        """INSERT INTO identity_account (username, password, name_ar, name_latin, language,
            segments, is_active, opened_at)
           VALUES ('new', '!', '', '', 'ar', '{staff}', true, now())""",
        """INSERT INTO identity_account (username, password, name_ar, name_latin, language,
            segments, is_active, opened_at)
           VALUES ('new', 'known', '', '', 'ar', '{}', true, now())""",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement, own=stranger.pk)
    set_password = "UPDATE identity_account SET password = 'known' WHERE id = %(whose)s"
    assert store.execute(set_password, whose=victim.account.pk) == 0
    assert store.execute(set_password, whose=stranger.pk) == 1


_PROOFS = {
    "identity_apitoken": "INSERT INTO identity_apitoken (account_id, name, digest, issued_at) VALUES (%(whose)s, 'x', '\\x01', now())",
    "identity_factor": "INSERT INTO identity_factor (account_id, kind, name, material, counter, added_at, confirmed_at, counts_from)"
    " VALUES (%(whose)s, 'totp', '', '\\x01', 0, now(), now(), now())",
    "identity_recoverycode": "INSERT INTO identity_recoverycode (account_id, digest, made_at) VALUES (%(whose)s, '\\x01', now())",
    "identity_identitylink": "INSERT INTO identity_identitylink (account_id, issuer, subject, linked_at)"
    " VALUES (%(whose)s, 'x', 'x', now())",
}
_ENDS = {
    "identity_apitoken": "revoked_at",
    "identity_factor": "removed_at",
    "identity_recoverycode": "replaced_at",
}


@pytest.mark.parametrize("role", [scope.WEB, scope.OFFICE])
@pytest.mark.parametrize("table", _PROOFS)
def test_a_compromised_page_proves_nobody_else(
    table: str, role: str, victim: Victim, under_the_webs_role: None
) -> None:
    stranger, add = victim.intruders["stranger"], _PROOFS[table]
    assert isinstance(stranger, Account)
    store.execute("RESET ROLE")
    store.execute(add, whose=victim.account.pk)
    scope.enter(stranger.pk)
    store.execute(f"SET ROLE {role}")
    for statement in (
        add,
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
        f"UPDATE {table} SET account_id = %(own)s",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement, whose=victim.account.pk, own=stranger.pk)
    if table not in _ENDS:
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(add, whose=stranger.pk)
        return
    end = f"UPDATE {table} SET {_ENDS[table]} = now()"
    assert store.execute(end) == 0, "another's is not ended either"
    scope.enter(victim.account.pk)
    store.execute(f"SET ROLE {role}")
    assert store.execute(end) == store.value(
        f"SELECT count(*) FROM {table} WHERE account_id = %(own)s", own=victim.account.pk
    )


def test_a_compromised_page_gives_nobody_a_mandate(
    victim: Victim, under_the_webs_role: None
) -> None:
    stranger = victim.intruders["stranger"]
    assert isinstance(stranger, Account)
    store.execute("RESET ROLE")
    machine = machines.open_machine("sys-robot", "Robot")
    store.execute("SET ROLE guichet_web")
    given = """INSERT INTO identity_mandate
        (account_id, basis, party_kind, party, rights, granted_by_id, granted_at)
        VALUES (%(whom)s, 'delegate', %(kind)s, %(party)s, %(rights)s, %(by)s, now())"""
    own = {
        "kind": "establishment",
        "party": int(victim.facts["establishment"]),
        "rights": ["wages"],
    }
    counter = {"kind": "nobody", "party": 1, "rights": ["counter"]}  # of the staff
    board = counter | {"rights": ["board"]}
    for session, given_by, whom, more in (
        (stranger, stranger, stranger, {}),
        (stranger, stranger, machine, {}),  # a party that is not its own
        (stranger, victim.account, machine, {}),  # in another's name
        # Its own, to a person: services appoint people.
        (victim.account, victim.account, stranger, {}),
        (stranger, stranger, stranger, counter),
        (victim.account, victim.account, machine, board),
    ):
        scope.enter(session.pk)
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(given, **own | more, whom=whom.pk, by=given_by.pk)
    scope.enter(victim.account.pk)
    assert store.execute(given, **own, whom=machine.pk, by=victim.account.pk) == 1
    for statement in (
        "UPDATE identity_mandate SET rights = '{owner}'",
        "UPDATE identity_mandate SET account_id = %(own)s",
        "UPDATE identity_mandate SET revoked_at = NULL, valid_until = NULL",
        "DELETE FROM identity_mandate",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement, own=victim.account.pk)
    scope.enter(stranger.pk)
    assert store.execute("UPDATE identity_mandate SET revoked_at = now()") == 0


def test_nor_does_a_compromised_page_of_the_office(
    victim: Victim, under_the_webs_role: None
) -> None:
    store.execute("RESET ROLE")
    clerk = identity.open_account(username="clerk", password=None, segments=[Segment.STAFF])
    store.execute("SET ROLE guichet_office")
    store.execute("SELECT set_config('guichet.account', %(clerk)s, false)", clerk=str(clerk.pk))
    assert (
        store.execute(
            "UPDATE identity_account SET password = 'known' WHERE id = %(id)s", id=victim.account.pk
        )
        == 0
    )
    for statement in (
        "UPDATE identity_account SET segments = '{staff}'",
        "UPDATE identity_mandate SET rights = '{owner}'",
        """INSERT INTO identity_mandate (account_id, basis, party_kind, party, rights,
            granted_by_id, granted_at)
           VALUES (%(clerk)s, 'staff', 'nobody', 1, '{board}', %(clerk)s, now())""",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement, clerk=clerk.pk)
