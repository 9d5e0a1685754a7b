"""Mandates, tokens and limits on guessing, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from guichet.domain.identity import commands, queries, throttle
from guichet.domain.identity.models import Account, ApiToken, Mandate
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind, Segment

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OWNER, STRANGER = 1_000_000_008, 1_000_000_016
SHOP, OTHER_SHOP = 500_000_001, 500_000_002


@pytest.fixture
def owner() -> Account:
    return commands.open_account(username="owner", password="long-Enough-1", person_number=OWNER)


def appoint(*establishments: int, person: int = OWNER, transaction: int = 1) -> None:
    commands.appoint_owner(
        pl.DataFrame(
            {
                "establishment": establishments,
                "owner_number": [person] * len(establishments),
                "transaction": [transaction] * len(establishments),
            }
        )
    )


def covered(account: Account, right: str, *numbers: int, on: date = TODAY) -> set[int]:
    return queries.mandates_of(account).covers(right, PartyKind.ESTABLISHMENT, numbers, on)


def test_an_owner_may_do_everything_for_the_own_establishments_only(owner: Account) -> None:
    appoint(SHOP)
    assert covered(owner, "wages", SHOP, OTHER_SHOP) == {SHOP}
    assert covered(owner, "a right nobody thought of", SHOP) == {SHOP}


def test_sixty_five_thousand_parties_are_one_query(owner: Account) -> None:
    appoint(SHOP, OTHER_SHOP)
    with CaptureQueriesContext(connection) as asked:
        found = covered(owner, "wages", *range(SHOP, SHOP + 65_000))
    assert found == {SHOP, OTHER_SHOP}
    assert len(asked) == 1


def test_being_appointed_twice_leaves_one_mandate_and_the_first_transaction(owner: Account) -> None:
    appoint(SHOP, transaction=7)
    appoint(SHOP, transaction=8)
    assert list(Mandate.objects.values_list("granted_by_transaction", flat=True)) == [7]


def test_an_owner_without_an_account_yet_finds_the_mandate_on_opening_one() -> None:
    appoint(SHOP, person=STRANGER)
    late = commands.open_account(username="late", password=None, person_number=STRANGER)
    assert covered(late, "register", SHOP) == {SHOP}


def test_a_granted_right_covers_itself_and_no_other(owner: Account) -> None:
    clerk = commands.open_account(username="clerk", password=None)
    commands.grant(establishment=SHOP, rights=["wages", "view"], account=clerk, granted_by=owner)
    assert covered(clerk, "wages", SHOP) == {SHOP}
    assert covered(clerk, "register", SHOP) == set()


def test_a_mandate_holds_from_its_first_day_to_its_last() -> None:
    clerk = commands.open_account(username="clerk", password=None)
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    commands.grant(
        establishment=SHOP, rights=["view"], account=clerk, valid_from=first, valid_until=last
    )
    days = [first - timedelta(1), first, last, last + timedelta(1)]
    assert [bool(covered(clerk, "view", SHOP, on=day)) for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_a_revoked_mandate_ends_at_once_and_stays_on_record() -> None:
    clerk = commands.open_account(username="clerk", password=None)
    given = commands.grant(establishment=SHOP, rights=["view"], account=clerk)
    commands.revoke(given, now=NOW)
    assert covered(clerk, "view", SHOP) == set()
    assert Mandate.objects.get(pk=given.pk).revoked_at == NOW


def test_everybody_may_act_for_oneself_and_for_no_other_person(owner: Account) -> None:
    own = queries.mandates_of(owner).covers("self", PartyKind.PERSON, [OWNER, STRANGER], TODAY)
    assert own == {OWNER}


def test_an_establishment_number_never_stands_for_a_person(owner: Account) -> None:
    appoint(SHOP)
    assert queries.mandates_of(owner).covers("self", PartyKind.PERSON, [SHOP], TODAY) == set()


def test_a_mandate_has_exactly_one_holder(owner: Account) -> None:
    with pytest.raises(IntegrityError), store.atomic():
        commands.grant(establishment=SHOP, rights=["view"])
    with pytest.raises(IntegrityError), store.atomic():
        commands.grant(establishment=SHOP, rights=["view"], account=owner, person_number=OWNER)


def test_an_actor_is_what_the_account_is_and_holds(owner: Account) -> None:
    assert queries.actor_of(owner).segments == {Segment.CONTRIBUTOR}
    appoint(SHOP)
    actor = queries.actor_of(owner, Assurance.SECOND_FACTOR)
    assert actor.segments == {Segment.CONTRIBUTOR, Segment.EMPLOYER}
    assert (actor.id, actor.person_number, actor.assurance) == (
        owner.pk,
        OWNER,
        Assurance.SECOND_FACTOR,
    )


def test_the_switcher_lists_oneself_then_establishments_by_number(owner: Account) -> None:
    appoint(OTHER_SHOP, SHOP)
    numbers = [party.number for party in queries.parties_of(owner, TODAY)]
    assert numbers == [OWNER, SHOP, OTHER_SHOP]


def test_a_token_stands_for_its_account_until_it_ends(owner: Account) -> None:
    secret = commands.issue_token(owner, name="payroll", expires_at=NOW + timedelta(days=1))
    actor = queries.token_actor(secret, NOW)
    assert actor is not None and actor.id == owner.pk
    assert queries.token_actor(secret, NOW + timedelta(days=1)) is None
    assert queries.token_actor(secret + "x", NOW) is None


def test_a_revoked_token_and_one_of_a_closed_account_open_nothing(owner: Account) -> None:
    first, second = (commands.issue_token(owner, name=name) for name in ("one", "two"))
    commands.revoke_token(ApiToken.objects.get(name="one"), now=NOW)
    assert queries.token_actor(first, NOW) is None
    Account.objects.filter(pk=owner.pk).update(is_active=False)
    assert queries.token_actor(second, NOW) is None


def test_the_database_holds_no_token_that_could_be_used(owner: Account) -> None:
    secret = commands.issue_token(owner, name="payroll")
    kept = ApiToken.objects.get()
    assert secret.encode() not in bytes(kept.digest)


def test_passwords_are_kept_as_argon2(owner: Account) -> None:
    assert owner.password.startswith("argon2$argon2id$")


def test_a_few_slips_cost_nothing_then_each_wait_is_longer() -> None:
    waits = [throttle.sign_in_failed("owner", "203.0.113.5", now=NOW) for _ in range(20)]
    assert waits[: throttle.FREE_TRIES] == [0] * throttle.FREE_TRIES
    growing = waits[throttle.FREE_TRIES :]
    assert growing == sorted(growing) and growing[0] > 0
    assert growing[-1] == throttle.LONGEST_WAIT.total_seconds()


def test_guessing_from_elsewhere_does_not_keep_the_owner_out() -> None:
    for _ in range(20):
        throttle.sign_in_failed("owner", "203.0.113.5", now=NOW)
    assert throttle.sign_in_wait("owner", "203.0.113.5", now=NOW) > 0
    assert throttle.sign_in_wait("owner", "198.51.100.7", now=NOW) == 0


def test_the_wait_passes_and_success_forgets_the_slips() -> None:
    for _ in range(6):
        wait = throttle.sign_in_failed("owner", "203.0.113.5", now=NOW)
    assert throttle.sign_in_wait("owner", "203.0.113.5", now=NOW + timedelta(seconds=wait)) == 0
    throttle.sign_in_succeeded("owner", "203.0.113.5")
    assert throttle.sign_in_failed("owner", "203.0.113.5", now=NOW) == 0


def test_an_ipv6_client_is_counted_by_its_network() -> None:
    assert throttle.network_of("2001:db8::1") == throttle.network_of("2001:db8::ffff:1")
    assert throttle.network_of("2001:db8::1") != throttle.network_of("2001:db8:0:1::1")
    assert throttle.network_of("::ffff:203.0.113.5") == "203.0.113.5"


def test_one_address_cannot_try_many_accounts_without_end() -> None:
    tries = [
        throttle.address_may_try("203.0.113.5", now=NOW) for _ in range(throttle.ADDRESS_TRIES + 1)
    ]
    assert tries == [True] * throttle.ADDRESS_TRIES + [False]
    assert throttle.address_may_try("203.0.113.5", now=NOW + throttle.ADDRESS_WINDOW)


def test_old_counters_are_swept() -> None:
    throttle.sign_in_failed("owner", "203.0.113.5", now=NOW - timedelta(days=2))
    throttle.sign_in_failed("owner", "198.51.100.7", now=NOW)
    assert throttle.sweep(NOW) == 1


def test_a_new_password_ends_the_tokens_got_with_the_old_one(owner: Account) -> None:
    other = commands.open_account(username="other", password=None)
    mine, theirs = (commands.issue_token(account, name="api") for account in (owner, other))
    commands.change_password(owner, "another-Long-2")
    assert queries.token_actor(mine, NOW) is None
    assert queries.token_actor(theirs, NOW) is not None


def test_a_right_is_held_while_any_mandate_that_gives_it_lives(owner: Account) -> None:
    def may_register(account: Account, on: date = TODAY) -> bool:
        return queries.holds(account, "register", PartyKind.ESTABLISHMENT, on)

    assert not may_register(owner)
    appoint(SHOP)
    assert may_register(owner)  # an owner may do everything
    clerk = commands.open_account(username="clerk", password=None)
    commands.grant(establishment=SHOP, rights=["wages"], account=clerk)
    assert not may_register(clerk)
    granted = commands.grant(
        establishment=SHOP, rights=["register"], account=clerk, valid_until=TODAY
    )
    assert may_register(clerk) and not may_register(clerk, TODAY + timedelta(days=1))
    commands.revoke(granted, now=NOW)
    assert not may_register(clerk)


def test_one_use_may_weigh_as_much_as_many() -> None:
    def within(weight: int) -> bool:
        return throttle.within("k", limit=10, window=timedelta(minutes=1), now=NOW, weight=weight)

    assert [within(6), within(4), within(1)] == [True, True, False]
