"""Rights of the staff: two give them, nobody raises himself, and the database and the log know."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import Error
from django.utils import timezone

from guichet.domain.identity import audit_check, commands, staff, staff_changes
from guichet.domain.identity.models import Account, Mandate, RightProposal
from guichet.domain.identity.staff_changes import Administrator
from guichet.domain.identity.tests.staffing import administrators, appoint
from guichet.engine import audit, store
from guichet.engine.actor import Segment
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


def somebody(name: str = "somebody", *segments: Segment) -> Account:
    """An account of the staff without a right."""
    return commands.open_account(username=name, password=None, segments=segments or [Segment.STAFF])


def held(account: Account) -> frozenset[str]:
    """What it may do now."""
    return staff.rights(account, timezone.now().astimezone(HOME).date())


def refused(code: str, act: Callable[[], object]) -> None:
    """It is refused, for this reason."""
    with pytest.raises(Refused) as error:
        act()
    assert error.value.refusal.code == code


def test_an_account_of_the_staff_may_do_nothing_until_two_said_so() -> None:
    account, now = somebody(), timezone.now()
    first, second = administrators()
    assert held(account) == frozenset()
    proposal = staff_changes.propose(first, account, staff.GATHER, now=now)
    assert held(account) == frozenset()
    refused("staff-right-same-person", lambda: staff_changes.confirm(first, proposal.pk, now=now))
    unsure = Administrator(second.account)
    refused(
        "staff-right-second-factor", lambda: staff_changes.confirm(unsure, proposal.pk, now=now)
    )
    staff_changes.confirm(second, proposal.pk, now=now)
    assert held(account) == {staff.GATHER}
    refused("staff-proposal-over", lambda: staff_changes.confirm(second, proposal.pk, now=now))
    refused(
        "staff-right-second-factor",
        lambda: staff_changes.withdraw(unsure, account, staff.GATHER, now=now),
    )
    assert held(account) == {staff.GATHER}
    staff_changes.withdraw(first, account, staff.GATHER, now=now)
    assert held(account) == frozenset()
    refused(
        "staff-right-not-held",
        lambda: staff_changes.withdraw(first, account, staff.GATHER, now=now),
    )


def test_nobody_raises_himself_and_nobody_else_gives_rights() -> None:
    now = timezone.now()
    first, second = administrators()
    refused(
        "staff-right-own",
        lambda: staff_changes.propose(first, first.account, staff.RELEASE, now=now),
    )
    proposal = staff_changes.propose(first, second.account, staff.RELEASE, now=now)
    refused("staff-right-own", lambda: staff_changes.confirm(second, proposal.pk, now=now))
    clerk = Administrator(appoint(somebody("clerk"), staff.COUNTER, place=101), sure=True)
    refused(
        "staff-right-needed", lambda: staff_changes.propose(clerk, somebody(), staff.BOOKS, now=now)
    )
    refused("staff-right-needed", lambda: staff_changes.confirm(clerk, proposal.pk, now=now))
    refused(
        "staff-right-needed",
        lambda: staff_changes.withdraw(clerk, first.account, staff.ADMINISTER, now=now),
    )
    assert held(second.account) == {staff.ADMINISTER}


def test_what_cannot_be_proposed_is_refused() -> None:
    now = timezone.now()
    first, _ = administrators()
    client = somebody("client", Segment.EMPLOYER)
    refused(
        "staff-account-unknown", lambda: staff_changes.propose(first, client, staff.BOOKS, now=now)
    )
    for wrong in ("owner", "decide", "decide:no.service", ""):
        refused(
            "staff-right-unknown",
            lambda wrong=wrong: staff_changes.propose(first, somebody(f"a{wrong}"), wrong, now=now),
        )  # type: ignore[misc]
    account = somebody()
    staff_changes.propose(first, account, staff.BOOKS, now=now)
    refused("staff-right-held", lambda: staff_changes.propose(first, account, staff.BOOKS, now=now))


def test_a_clerk_who_goes_to_another_branch_serves_there_only() -> None:
    account = appoint(somebody(), staff.COUNTER, place=101)
    appoint(account, staff.COUNTER, place=102)
    assert staff.places(account, staff.COUNTER, timezone.now().date()) == [102]


def test_two_first_administrators_are_named_once() -> None:
    administrators()
    refused("staff-begun-already", lambda: staff_changes.begin([somebody()], timezone.now()))


def test_who_left_the_staff_holds_nothing() -> None:
    account = appoint(somebody(), staff.RELEASE)
    Account.objects.filter(pk=account.pk).update(segments=[])
    account.refresh_from_db()
    assert held(account) == frozenset()


@pytest.mark.parametrize(
    "written",
    [
        # A right without a proposal; a proposal by nobody, one confirmed at once, one by a clerk.
        "INSERT INTO identity_mandate (account_id, basis, party_kind, party, rights, granted_at)"
        " VALUES ({clerk}, 'staff', 'nobody', 1, '{{administer}}', now())",
        "INSERT INTO identity_mandate (account_id, basis, party_kind, party, rights, granted_at)"
        " VALUES ({clerk}, 'delegate', 'nobody', 1, '{{administer}}', now())",
        'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at)'
        " VALUES ({clerk}, 'release', 1, 'proposed', now())",
        'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, proposed_by_id, closed_by_id,'
        " closed_at, confirmed) VALUES ({clerk}, 'release', 1, 'proposed', now(), {first}, {second}, now(), true)",
        'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, proposed_by_id)'
        " VALUES ({second}, 'release', 1, 'proposed', now(), {clerk})",
        'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, closed_at, confirmed)'
        " VALUES ({clerk}, 'administer', 1, 'carried-over', now(), now(), true)",
        'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, closed_at, confirmed)'
        " VALUES ({clerk}, 'administer', 1, 'begun', now(), now(), true)",
        # Confirmed by who proposed it, by who gets it, by a clerk; rewritten; deleted.
        "UPDATE identity_rightproposal SET confirmed = true, closed_at = now(), closed_by_id = {first} WHERE closed_at IS NULL",
        "UPDATE identity_rightproposal SET confirmed = true, closed_at = now(), closed_by_id = {clerk} WHERE closed_at IS NULL",
        "UPDATE identity_rightproposal SET confirmed = true, closed_at = now(), closed_by_id = {second}, \"right\" = 'release'"
        " WHERE closed_at IS NULL",
        "UPDATE identity_rightproposal SET place = 7",
        "DELETE FROM identity_rightproposal",
    ],
)
def test_the_database_refuses_a_right_that_two_did_not_give(written: str) -> None:
    clerk = appoint(somebody("clerk"), staff.COUNTER, place=101)
    first, second = administrators()
    staff_changes.propose(first, clerk, staff.BOOKS, now=timezone.now())
    people = {"clerk": clerk.pk, "first": first.account.pk, "second": second.account.pk}
    with pytest.raises(Error), store.atomic():
        store.execute(written.format(**people))


def test_the_log_tells_a_changed_right() -> None:
    clerk = appoint(somebody("clerk"), staff.COUNTER, place=101)
    first, _ = administrators()
    third = somebody("third")
    staff_changes.propose(first, clerk, staff.BOOKS, now=timezone.now())
    staff_changes.withdraw(first, clerk, staff.COUNTER, now=timezone.now())
    appoint(clerk, staff.GATHER)
    assert audit.verify() == []
    store.execute("SET session_replication_role = replica")
    for change, told in (
        (
            "UPDATE identity_mandate SET rights = '{release}' WHERE 'gather' = ANY (rights)",
            "nobody confirmed",
        ),
        (
            "UPDATE identity_rightproposal SET \"right\" = 'release' WHERE \"right\" = 'gather'",
            "not what was proposed",
        ),
        (
            "UPDATE identity_rightproposal SET closed_by_id = {third} WHERE \"right\" = 'gather'",
            "end is not what was said",
        ),
        (
            "UPDATE identity_rightproposal SET confirmed = true, closed_at = now(), closed_by_id = {third} WHERE closed_at IS NULL",
            "end is not",
        ),
        (
            "UPDATE identity_mandate SET revoked_at = NULL WHERE 'counter' = ANY (rights)",
            "was ended, and is not",
        ),
        ("DELETE FROM identity_rightproposal WHERE closed_at IS NULL", "it is missing"),
    ):
        with store.atomic(keep=False):
            store.execute(change.replace("{third}", str(third.pk)))
            assert any(told in fault for fault in audit.verify()), told
    store.execute("RESET session_replication_role")
    assert audit_check.rights_are_whole() == []
    assert RightProposal.objects.count() == Mandate.objects.filter(basis="staff").count() + 1


def test_after_the_migration_staff_keep_what_they_did_and_nothing_more() -> None:
    kept = import_module("guichet.domain.identity.migrations.0014_rights_kept").CARRY
    gatherer, assigner, idle, gone = (
        somebody(name) for name in ("gatherer", "assigner", "idle", "gone")
    )
    clerk = appoint(somebody("clerk"), staff.COUNTER, place=101)
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    # As it was before: a right of the counter that nobody proposed.
    for table, triggers in (
        ("identity_mandate", "was_confirmed"),
        ("identity_rightproposal", "by_two"),
    ):
        store.execute(f"ALTER TABLE {table} DISABLE TRIGGER {triggers}")
    store.execute("ALTER TABLE identity_mandate DISABLE TRIGGER only_ends")
    store.execute("UPDATE identity_mandate SET proposal_id = NULL")
    store.execute("ALTER TABLE identity_mandate ENABLE TRIGGER only_ends")
    for what, account in (("gathered", gatherer), ("released", gone)):
        audit.note("payouts", {"what": what, "by": account.pk})
    audit.note("payments", {"what": "assigned", "by": assigner.pk})
    Account.objects.filter(pk=gone.pk).update(segments=[])
    store.execute(kept)
    gone.refresh_from_db()
    assert [held(a) for a in (gatherer, assigner, idle, gone, clerk)] == [
        {staff.GATHER},
        {staff.RECONCILE},
        frozenset(),
        frozenset(),
        {staff.COUNTER},
    ]
    assert audit_check.mandates_are_whole() == [] and audit_check.rights_are_whole() == []
