"""Six digits of an app can be guessed by somebody who has the password and many addresses: wrong
ones have a ceiling a day.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone

from guichet.domain.identity import commands, factors, step_up
from guichet.domain.identity.models import Account
from guichet.domain.identity.step_up import Place
from guichet.engine import store
from guichet.engine.models import AuditLeaf
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(db: None) -> Account:
    return commands.open_account(
        username="owner", password=None, name_latin="Owner", person_number=1_000_000_008
    )


@pytest.fixture
def app(account: Account) -> TOTP:
    now = timezone.now()
    made = TOTP(base64.b32decode(factors.begin_totp(account, now=now).secret), 6, SHA1(), 30)
    code = made.generate(int(now.timestamp())).decode()
    assert factors.confirm_totp(account, code, now=now, sure=True)
    return made


def tried(account: Account, code: str, number: int, now: datetime) -> str:
    """What came of a code from the ``number``-th network."""
    try:
        return step_up.show_code(account, code, Place(f"10.0.{number}.1"), now=now)
    except Refused as refused:
        return refused.refusal.code


def wrong(app: TOTP, now: datetime) -> str:
    right = {app.generate(int(now.timestamp()) + 30 * step).decode() for step in range(-2, 3)}
    return next(
        code
        for code in ("000000", "111111", "222222", "333333", "444444", "555555")
        if code not in right
    )


def test_from_however_many_networks_wrong_codes_of_a_day_are_few(
    account: Account, app: TOTP
) -> None:
    now = timezone.now() + timedelta(minutes=2)
    said = [tried(account, wrong(app, now), n, now) for n in range(step_up.WRONG_A_DAY)]
    assert set(said) == {"second-factor-wrong"}
    right = app.generate(int(now.timestamp())).decode()
    assert tried(account, right, 99, now) == "app-codes-rest", "not even the right one"
    (recovery, *_) = factors.new_recovery_codes(account, now=now)
    assert tried(account, recovery, 99, now) == "recovery", "what nobody guesses goes on"
    tomorrow = now + timedelta(days=1, minutes=1)
    assert tried(account, app.generate(int(tomorrow.timestamp())).decode(), 98, tomorrow) == "totp"


def test_the_owner_is_told_once(account: Account, app: TOTP) -> None:
    now = timezone.now() + timedelta(minutes=2)
    for n in range(step_up.WRONG_A_DAY + 3):
        tried(account, wrong(app, now), n, now)
    told = store.rows("SELECT body FROM engine_event WHERE body::text LIKE '%%app-codes-guessed%%'")
    assert len(told) == 1
    assert AuditLeaf.objects.filter(kind="second-factor-rests").count() == 1


def test_right_codes_are_no_tries_and_a_slip_a_day_is_forgotten(
    account: Account, app: TOTP
) -> None:
    start = timezone.now() + timedelta(minutes=2)
    for n in range(step_up.WRONG_A_DAY + 5):
        now = start + timedelta(minutes=n)
        assert tried(account, app.generate(int(now.timestamp())).decode(), 1, now) == "totp"
