"""A clock that once ran ahead bars nobody: what it left behind counts as run out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from guichet.domain.identity import commands, encryption, factors, throttle
from guichet.domain.identity.models import Account, Factor
from guichet.engine import store

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AHEAD = NOW + timedelta(days=400)
HERE = "192.0.2.7"


@pytest.fixture
def owner() -> Account:
    return commands.open_account(username="owner", password="long-Enough-1")


def code_of(factor: Factor, at: datetime) -> str:
    secret = encryption.opened(bytes(factor.material), f"account {factor.account_id}")
    return TOTP(secret, 6, SHA1(), 30).generate(int(at.timestamp())).decode()  # noqa: S303


def app(owner: Account, at: datetime, *, sure: bool) -> Factor:
    factors.begin_totp(owner, now=at)
    code = code_of(Factor.objects.get(account=owner, confirmed_at=None), at)
    added = factors.confirm_totp(owner, code, now=at, sure=sure)
    assert added is not None
    return added


def test_a_delay_for_wrong_passwords_set_in_a_day_to_come_is_over(owner: Account) -> None:
    for _ in range(20):
        throttle.sign_in_failed("owner", HERE, now=AHEAD)
    assert throttle.sign_in_wait("owner", HERE, now=AHEAD) > 0
    assert throttle.sign_in_wait("owner", HERE, now=NOW) == 0
    assert throttle.sign_in_failed("owner", HERE, now=NOW) == 0  # counted from the beginning


def test_a_strangers_count_of_a_day_to_come_does_not_hold_everybody_up(owner: Account) -> None:
    for at in range(throttle.STRANGE_TRIES + 1):
        throttle.sign_in_failed("owner", f"198.51.100.{at}", now=AHEAD)
    assert throttle.sign_in_wait("owner", HERE, now=AHEAD) > 0
    assert throttle.sign_in_wait("owner", HERE, now=NOW) == 0


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_full_count_of_a_day_to_come_begins_anew(many: bool) -> None:
    window, key = timedelta(hours=1), "x"

    def may(at: datetime) -> bool:
        if many:
            return throttle.hits([key], window=window, now=at)[key] <= 2
        return throttle.within(key, limit=2, window=window, now=at)

    assert [may(AHEAD) for _ in range(3)] == [True, True, False]
    assert throttle.used(key, window=window, now=NOW) == 0
    assert [may(NOW) for _ in range(3)] == [True, True, False]


def test_two_processes_whose_clocks_differ_by_seconds_share_a_count() -> None:
    """Else whoever asks both in turn would never be counted."""
    window = timedelta(hours=1)
    for at in range(6):
        now = NOW + timedelta(seconds=5 * (at % 2))
        last = throttle.within("x", limit=5, window=window, now=now)
    assert not last


def test_counts_of_a_day_to_come_are_swept() -> None:
    throttle.within("old", limit=1, window=timedelta(hours=1), now=AHEAD)
    throttle.within("new", limit=1, window=timedelta(hours=1), now=NOW)
    assert throttle.sweep(NOW) == 1
    assert store.value("SELECT key FROM identity_throttle") == "new"


def test_an_app_used_on_a_day_to_come_opens_today(owner: Account) -> None:
    added = app(owner, NOW - timedelta(days=2), sure=True)
    assert factors.use(owner, code_of(added, AHEAD), now=AHEAD) == "totp"
    code = code_of(added, NOW)
    assert factors.use(owner, code, now=NOW) == "totp"
    assert factors.use(owner, code, now=NOW) is None  # once, as ever


def test_a_factor_confirmed_on_a_day_to_come_counts_today(owner: Account, settings: Any) -> None:
    settings.FACTOR_WAIT_HOURS = 24
    added = app(owner, AHEAD, sure=True)
    assert factors.counting(owner, NOW) == [added]


def test_an_honest_wait_is_kept_to_the_minute(owner: Account, settings: Any) -> None:
    settings.FACTOR_WAIT_HOURS = 24
    added = app(owner, NOW, sure=False)
    assert factors.counting(owner, NOW + timedelta(hours=23, minutes=59)) == []
    assert factors.counting(owner, NOW + timedelta(hours=24)) == [added]
