"""Mobiles, PINs and codes on a real database: what holds, and what a hostile caller gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from guichet.domain.contact import (
    commands,
    pin_hash,
    pin_sign_in,
    queries,
    refusals,
)
from guichet.domain.contact.models import Mobile, Pin
from guichet.domain.contact.tests.codes_sent import (
    MOBILE,
    NOBODY,
    NOW,
    OWNER,
    PIN,
    WRONG,
    redeem,
    send,
)
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import Account
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelled", ["0500000001", "+966500000001", "00966 50 000 0001", "966500000001"]
)
def test_a_caller_is_found_however_the_network_spells_the_number(
    owner: Account, spelled: str
) -> None:
    assert queries.account_of_mobile(spelled) == owner


@pytest.mark.parametrize(
    "number", ["", "anonymous", "+33612345678", "05000", "0500000001;drop", "٠٥٠٠٠٠٠٠٠١"]
)
def test_what_is_no_saudi_mobile_is_nobody(owner: Account, number: str) -> None:
    assert queries.account_of_mobile(number) is None


def test_a_mobile_belongs_to_one_account(owner: Account) -> None:
    other = identity.open_account(username="other", password=None, person_number=NOBODY)
    with pytest.raises(Refused) as refused:
        commands.register_mobile(other, MOBILE, now=NOW)
    assert refused.value.refusal is refusals.MOBILE_TAKEN
    commands.register_mobile(owner, "0500000009", now=NOW)
    commands.register_mobile(other, MOBILE, now=NOW)
    assert queries.account_of_mobile(MOBILE) == other
    assert Mobile.objects.filter(account=owner).count() == 2


def test_history_is_neither_changed_nor_removed(owner: Account) -> None:
    for change in (
        "UPDATE contact_mobile SET number = '+966500000002'",
        "UPDATE contact_pin SET hash = 'x', ended_at = now()",
        "DELETE FROM contact_pin",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(change)
    send(owner)
    with pytest.raises(DatabaseError), store.atomic():
        store.execute("UPDATE contact_code SET expires_at = now() + interval '1 year'")


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "12345",
        "1234567",
        "٢٧٤٩٥١",
        "27495a",
        "111111",
        "121212",
        "123123",
        "123456",
        "987654",
        "890123",
    ],
)
def test_a_pin_that_people_try_first_is_not_taken(owner: Account, pin: str) -> None:
    with pytest.raises(Refused):
        commands.set_pin(owner, pin, now=NOW)
    assert pin_sign_in.enter(OWNER, PIN, place="x", now=NOW).account == owner


def test_a_pin_is_no_part_of_ones_own_numbers(owner: Account) -> None:
    with pytest.raises(Refused):
        commands.set_pin(owner, "000008", now=NOW)


def test_a_pin_is_kept_as_argon2_keyed_with_the_secret_and_ends_when_replaced(
    owner: Account, settings: Any
) -> None:
    commands.set_pin(owner, "860317", now=NOW)
    live = Pin.objects.get(account=owner, ended_at__isnull=True)
    assert live.hash.startswith("$argon2id$") and "860317" not in live.hash
    assert pin_sign_in.enter(OWNER, "860317", place="x", now=NOW).account == owner
    assert pin_sign_in.enter(OWNER, PIN, place="x", now=NOW).account is None
    assert not pin_hash.holds(live.hash, "860317", owner.pk + 1), (
        "another account's row is worth nothing"
    )
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"
    assert not pin_hash.holds(live.hash, "860317", owner.pk), "the table alone is worth nothing"
    settings.SECRET_KEY_FALLBACKS = [before]
    assert pin_hash.holds(live.hash, "860317", owner.pk)
    assert not pin_hash.holds("", "860317", owner.pk)


def test_guessing_from_elsewhere_never_costs_the_owners_own_mobile_anything(owner: Account) -> None:
    for _ in range(50):
        assert pin_sign_in.enter(OWNER, WRONG, place="+966599999999", now=NOW).account is None
    assert pin_sign_in.enter(OWNER, PIN, place="0500000001", now=NOW) == pin_sign_in.PinResult(
        owner
    )


def test_after_many_wrong_pins_the_right_one_needs_a_code_too_and_a_guesser_cannot_tell(
    owner: Account,
) -> None:
    for _ in range(pin_sign_in.FREE_TRIES):
        assert pin_sign_in.enter(OWNER, WRONG, place="kiosk 1", now=NOW) == pin_sign_in.PinResult(
            None
        )
    wrong = pin_sign_in.enter(OWNER, WRONG, place="kiosk 1", now=NOW)
    right = pin_sign_in.enter(OWNER, PIN, place="kiosk 1", now=NOW)
    assert wrong.code_needed and right.code_needed
    assert (wrong.account, right.account) == (None, owner)
    pin_sign_in.forget_tries(owner, "kiosk 1")
    assert pin_sign_in.enter(OWNER, PIN, place="kiosk 1", now=NOW) == pin_sign_in.PinResult(owner)


def test_nobody_at_all_is_asked_for_a_code_after_as_many_tries(owner: Account) -> None:
    ends = [
        pin_sign_in.enter(NOBODY, PIN, place="x", now=NOW)
        for _ in range(pin_sign_in.FREE_TRIES + 1)
    ]
    assert [e.code_needed for e in ends] == [False] * pin_sign_in.FREE_TRIES + [True]
    assert {e.account for e in ends} == {None}


def test_wrong_tries_are_forgotten_after_a_day(owner: Account) -> None:
    for _ in range(pin_sign_in.FREE_TRIES + 3):
        pin_sign_in.enter(OWNER, WRONG, place="x", now=NOW)
    tomorrow = NOW + pin_sign_in.FORGOTTEN_AFTER
    assert pin_sign_in.enter(OWNER, PIN, place="x", now=tomorrow) == pin_sign_in.PinResult(owner)


def test_one_place_may_not_try_many_people() -> None:
    allowed = [
        pin_sign_in.place_may_try("+966599999999", now=NOW)
        for _ in range(pin_sign_in.PLACE_TRIES + 1)
    ]
    assert allowed == [True] * pin_sign_in.PLACE_TRIES + [False]


def test_a_closed_account_has_no_pin(owner: Account) -> None:
    Account.objects.filter(pk=owner.pk).update(is_active=False)
    assert pin_sign_in.enter(OWNER, PIN, place="x", now=NOW).account is None
    assert queries.account_of_mobile(MOBILE) is None


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    return None


def _at_once(work: Any, times: int) -> list[Any]:
    found: list[Any] = []
    gate = threading.Barrier(times)

    def one() -> None:
        gate.wait()
        try:
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_many_who_name_a_code_at_once_one_has_used_it(committed: None, owner: Account) -> None:
    code = send(owner)
    assert sorted(_at_once(lambda: redeem(owner, code), 3)) == [False, False, True]
    assert connection.vendor == "postgresql"


def test_tries_made_at_once_do_not_share_a_count(committed: None, owner: Account) -> None:
    ends = _at_once(lambda: pin_sign_in.enter(OWNER, WRONG, place="x", now=NOW), 8)
    assert sum(e.code_needed for e in ends) == 8 - pin_sign_in.FREE_TRIES
