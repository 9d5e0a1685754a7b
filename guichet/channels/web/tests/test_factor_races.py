"""The same code, passkey counter or account change sent at the same moment from many places."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection

from guichet.domain.contact import codes, confirmation
from guichet.domain.contact.backends import handset
from guichet.domain.contact.models import Code
from guichet.domain.contact.queries import mobile_of
from guichet.domain.identity import commands, factors
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MANY = 12


def at_once(work: Any) -> list[Any]:
    def closed(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(closed, range(MANY)))


def test_a_code_sent_many_times_at_once_opens_once() -> None:
    account = commands.open_account(username="somebody", password=None)
    app = TOTP(base64.b32decode(factors.begin_totp(account, now=NOW).secret), 6, SHA1(), 30)
    seconds = int(NOW.timestamp())
    assert factors.confirm_totp(account, app.generate(seconds).decode(), now=NOW, sure=True)
    code = app.generate(seconds + 30).decode()
    assert at_once(lambda _: factors.use(account, code, now=NOW)).count("totp") == 1
    spare = factors.new_recovery_codes(account, now=NOW)[0]
    assert at_once(lambda _: factors.use(account, spare, now=NOW)).count("recovery") == 1
    assert factors.recovery_codes_left(account) == 9


def test_a_hundred_guesses_at_once_are_still_three(settings: Any, tmp_path: Path) -> None:
    settings.HANDSETS, settings.CODE_COURIER = tmp_path, f"{handset.__name__}.deliver"
    account = commands.open_account(username="somebody", password=None)
    mobile = confirmation.begin(account, "0551234567", language="en", now=NOW)

    def guess(number: int) -> bool:
        try:
            confirmation.confirm(account, mobile, f"{number:06d}x", now=NOW, sure=True)
        except Refused:
            return False
        return True

    assert not any(at_once(guess))
    assert Code.objects.get().tries == codes.TRIES
    right = (handset.newest(mobile) or "").partition(" ")[0]
    with pytest.raises(Refused):
        confirmation.confirm(account, mobile, right, now=NOW, sure=True)
    assert mobile_of(account) is None
