"""Codes by text: good once, for what they were sent for, a short while, and lying nowhere else."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from guichet.domain.contact import codes, commands, message_gateway
from guichet.domain.contact.backends import handset
from guichet.domain.contact.models import Code
from guichet.domain.contact.tests.codes_sent import KEY, MOBILE, NOW, PIN, redeem, send
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import Account
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_code_is_good_once(owner: Account) -> None:
    code = send(owner)
    assert len(code) == codes.DIGITS
    assert redeem(owner, code)
    assert not redeem(owner, code)


def test_a_code_is_good_for_what_it_was_sent_for(owner: Account) -> None:
    other = identity.open_account(username="other", password=None)
    code = send(owner)
    assert not redeem(owner, code, purpose=KEY + "d")
    assert not redeem(other, code)
    assert not codes.redeem(owner, KEY, code, channel="sms", now=NOW)
    assert redeem(owner, code)


def test_a_code_ends_by_time_by_wrong_tries_and_by_a_newer_one(owner: Account) -> None:
    code = send(owner)
    assert not redeem(owner, code, now=NOW + codes.GOOD_FOR)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(codes.TRIES):
        assert not redeem(owner, wrong)
    assert not redeem(owner, code)
    first = send(owner)
    second = send(owner, now=NOW + timedelta(seconds=1))
    assert not redeem(owner, first, now=NOW + timedelta(seconds=2)) or first == second
    assert redeem(owner, second, now=NOW + timedelta(seconds=2))


def test_a_changed_mobile_makes_codes_worthless(owner: Account) -> None:
    code = send(owner)
    commands.register_mobile(owner, "0500000009", now=NOW)
    assert not redeem(owner, code)


def test_codes_are_not_sent_without_end_nor_without_a_mobile(owner: Account) -> None:
    for _ in range(codes.SENT_AT_MOST):
        send(owner)
    with pytest.raises(Refused) as refused:
        send(owner)
    assert refused.value.refusal is codes.TOO_MANY_CODES
    other = identity.open_account(username="other", password=None)
    with pytest.raises(Refused) as refused:
        send(other)
    assert refused.value.refusal is codes.NO_MOBILE


def test_without_a_courier_it_is_said(owner: Account, settings: Any) -> None:
    settings.CODE_COURIER = ""
    with pytest.raises(Refused) as refused:
        send(owner)
    assert refused.value.refusal is message_gateway.NO_COURIER


def test_a_code_lies_nowhere_but_on_the_handset(
    owner: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = send(owner)
    assert redeem(owner, code)
    assert code not in caplog.text
    kept = Code.objects.values_list("digest", flat=True).get()
    assert code.encode() not in bytes(kept)
    leaves = store.value("SELECT string_agg(body, ' ') FROM engine_auditleaf")
    assert code not in leaves and PIN not in leaves and MOBILE not in leaves
    path = handset.folder() / "966500000001.txt"
    assert path.stat().st_mode & 0o077 == 0
    assert code not in repr(message_gateway.Message(MOBILE, "en", f"{code} is", owner.pk, NOW))


def test_codes_are_swept(owner: Account) -> None:
    send(owner)
    assert codes.sweep(NOW) == 0
    assert codes.sweep(NOW + timedelta(days=2)) == 1
