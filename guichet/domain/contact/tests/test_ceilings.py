"""Wrong codes of an account and PINs of calls without a number have a ceiling over all channels,
and the owner hears of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guichet.domain.contact import codes, commands, pin_sign_in
from guichet.domain.contact.backends import handset
from guichet.domain.contact.models import PinTry
from guichet.domain.identity import account_activity
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import Account
from guichet.engine import store
from guichet.engine.refusal import Refused
from guichet.lib.text import Words

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MOBILE = "+966500000001"
ABOUT = Words(ar="تعديل أجر", en="a change of wage", fr="un changement de salaire")
CHANNELS = ("voice", "sms", "kiosk", "counter", "confirming")


@pytest.fixture(autouse=True)
def handsets(tmp_path: Path, settings: Any) -> None:
    settings.HANDSETS = tmp_path / "handsets"


@pytest.fixture
def owner() -> Account:
    account = identity.open_account(username="owner", password=None, person_number=1_000_000_008)
    commands.register_mobile(account, MOBILE, now=NOW)
    commands.set_pin(account, "274951", now=NOW)
    return account


def send(owner: Account, channel: str, now: datetime) -> str:
    to = MOBILE if channel == "confirming" else None
    codes.issue(owner, "x", ABOUT, channel=channel, language="en", now=now, to=to)
    return (handset.newest(MOBILE) or "").partition(" ")[0]


def guess(owner: Account, channel: str, code: str, now: datetime) -> bool:
    wrong = f"{(int(code) + 1) % 10**6:06}"
    return codes.redeem(owner, "x", wrong, channel=channel, now=now)


def exhaust(owner: Account, at: datetime = NOW) -> datetime:
    """Wrong codes by one channel after another, each within its own limits; when the last was
    tried.
    """
    for number in range(codes.WRONG_A_DAY):
        at += timedelta(minutes=4)
        channel = CHANNELS[number % len(CHANNELS)]
        assert not guess(owner, channel, send(owner, channel, at), at)
    return at


def test_the_ceiling_is_one_over_all_channels(owner: Account) -> None:
    at = exhaust(owner)
    for channel in CHANNELS:
        with pytest.raises(Refused) as refused:
            send(owner, channel, at + timedelta(hours=2))
        assert refused.value.refusal is codes.CODES_REST


def test_a_code_sent_before_opens_nothing_after(owner: Account) -> None:
    at = NOW
    for number in range(codes.WRONG_A_DAY - 1):
        at += timedelta(minutes=4)
        guess(owner, CHANNELS[number % 4], send(owner, CHANNELS[number % 4], at), at)
    at += timedelta(minutes=16)
    right, other = send(owner, "voice", at), send(owner, "sms", at)
    guess(owner, "sms", other, at)
    assert not codes.redeem(owner, "x", right, channel="voice", now=at)


def test_the_owner_is_told_once_and_reads_it(owner: Account) -> None:
    at = exhaust(owner)
    told = "SELECT count(*) FROM engine_event WHERE name = 'account-changed' AND body::jsonb->>'what' = 'codes-guessed'"
    assert store.value(told) == 1
    read = account_activity.changes(owner, until=at + timedelta(minutes=1))
    assert [change.what for change in read].count("codes-guessed") == 1


def test_right_codes_use_nothing_up(owner: Account) -> None:
    at = NOW
    for _ in range(codes.WRONG_A_DAY + 5):
        at += timedelta(minutes=16)
        assert codes.redeem(owner, "x", send(owner, "sms", at), channel="sms", now=at)


def test_the_next_day_codes_are_sent_again(owner: Account) -> None:
    at = exhaust(owner) + codes.DAY
    assert codes.redeem(owner, "x", send(owner, "sms", at), channel="sms", now=at)


def test_another_accounts_codes_go_on(owner: Account) -> None:
    at = exhaust(owner)
    other = identity.open_account(username="other", password=None, person_number=1_000_000_016)
    commands.register_mobile(other, "+966500000002", now=NOW)
    assert codes.issue(other, "x", ABOUT, channel="voice", language="en", now=at)


def test_calls_without_a_number_have_one_ceiling_and_hold_nobody_else_up() -> None:
    tried = [
        pin_sign_in.place_may_try("", now=NOW) for _ in range(pin_sign_in.NUMBERLESS_TRIES + 1)
    ]
    assert tried[-2:] == [True, False]
    assert pin_sign_in.place_may_try("+966500000001", now=NOW)


def test_wrong_pins_of_a_day_to_come_are_forgotten(owner: Account) -> None:
    ahead = NOW + timedelta(days=400)
    for _ in range(pin_sign_in.FREE_TRIES + 1):
        pin_sign_in.enter(owner.person_number, "000000", place="elsewhere", now=ahead)
    entry = pin_sign_in.enter(owner.person_number, "274951", place="elsewhere", now=NOW)
    assert (entry.account, entry.code_needed) == (owner, False)
    assert not PinTry.objects.filter(since__gt=NOW).exists()


def test_a_mobile_registered_on_a_password_alone_waits_as_a_factor_does(settings: Any) -> None:
    settings.FACTOR_WAIT_HOURS = 24
    account = identity.open_account(username="x", password=None)
    commands.register_mobile(account, "+966500000003", now=NOW, sure=False)
    with pytest.raises(Refused):
        codes.require_settled(account, NOW + timedelta(hours=23))
    codes.require_settled(account, NOW + timedelta(hours=24))


def test_a_mobile_registered_on_a_day_to_come_confirms_money_today(settings: Any) -> None:
    settings.FACTOR_WAIT_HOURS = 24
    account = identity.open_account(username="x", password=None)
    commands.register_mobile(account, "+966500000003", now=NOW + timedelta(days=400), sure=False)
    codes.require_settled(account, NOW)
