"""A thief who knew the password added a factor that does not count yet: its owner is not locked out
when the wait ends.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.channels.web.tests.test_second_factor import add_app, sign_in
from guichet.domain.identity import commands as identity
from guichet.domain.identity import factors
from guichet.domain.identity.models import Factor, RecoveryCode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def earnest(settings: Any) -> None:
    settings.FACTOR_WAIT_HOURS = 24


def owner() -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, "owner")
    return client


def unused() -> int:
    return RecoveryCode.objects.filter(used_at=None, replaced_at=None).count()


def test_the_owner_removes_what_does_not_count_yet_with_the_password_alone(branch: Branch) -> None:
    add_app(branch.client())
    (waiting,) = factors.live(branch.owner)
    removed = owner().post("/security/remove/", {"factor": str(waiting.pk)})
    assert removed.headers["Location"] == "/security/"
    assert factors.live(branch.owner) == [] and unused() == 0
    later = timezone.now() + timedelta(hours=25)
    assert factors.counting(branch.owner, later) == []


def passkey(branch: Branch) -> Factor:
    """The owner's own, which counts in an hour."""
    now = timezone.now()
    return Factor.objects.create(
        account=branch.owner,
        kind="passkey",
        material=b"key",
        credential=b"key",
        added_at=now,
        confirmed_at=now,
        counts_from=now + timedelta(hours=1),
    )


def test_codes_given_with_what_waits_open_nothing_by_another_factor(branch: Branch) -> None:
    passkey(branch)
    _, codes = add_app(branch.client())
    two, later = (timezone.now() + timedelta(hours=hours) for hours in (2, 25))
    assert len(factors.counting(branch.owner, two)) == 1
    assert factors.use(branch.owner, codes[0], now=two) is None
    assert factors.use(branch.owner, codes[0], now=later) == "recovery"


def test_and_go_with_it(branch: Branch) -> None:
    own = passkey(branch)
    _, codes = add_app(branch.client())
    (waiting,) = (f for f in factors.live(branch.owner) if f.pk != own.pk)
    owner().post("/security/remove/", {"factor": str(waiting.pk)})
    later = timezone.now() + timedelta(hours=25)
    assert factors.counting(branch.owner, later) == [own]
    assert [factors.use(branch.owner, code, now=later) for code in codes] == [None] * 10


def test_a_change_of_password_drops_it_and_its_codes(branch: Branch) -> None:
    add_app(branch.client())
    identity.change_password(branch.owner, "another horse, another battery")
    assert factors.live(branch.owner) == [] and unused() == 0


def test_one_begun_but_not_confirmed_goes_too(branch: Branch) -> None:
    factors.begin_totp(branch.owner, now=timezone.now())
    identity.change_password(branch.owner, "another horse, another battery")
    assert not Factor.objects.filter(account=branch.owner, removed_at=None).exists()


def test_a_change_of_password_keeps_what_counts(branch: Branch) -> None:
    add_app(branch.client())
    Factor.objects.update(counts_from=timezone.now() - timedelta(hours=1))
    identity.change_password(branch.owner, "another horse, another battery")
    assert len(factors.live(branch.owner)) == 1 and unused() == 10


def test_what_counts_is_not_removed_with_a_password_alone(branch: Branch) -> None:
    client = branch.client()
    add_app(client)
    Factor.objects.update(counts_from=timezone.now() - timedelta(hours=1))
    (counts,) = factors.live(branch.owner)
    led = client.post("/security/remove/", {"factor": str(counts.pk)})
    assert led.headers["Location"].startswith("/prove/")
    assert factors.live(branch.owner) == [counts]


def test_nobody_removes_anothers_waiting_factor(branch: Branch) -> None:
    add_app(branch.client())
    (waiting,) = factors.live(branch.owner)
    identity.open_account(username="thief", password=PASSWORD)
    thief = Client(headers={"accept-language": "en"})
    sign_in(thief, "thief")
    thief.post("/security/remove/", {"factor": str(waiting.pk)})
    assert factors.live(branch.owner) == [waiting]
