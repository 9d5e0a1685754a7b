"""The same code, passkey counter or account change sent at the same moment from many places."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection

from guichet.domain.identity import commands, contacts, factors
from guichet.domain.identity.models import Contact
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


def test_a_hundred_guesses_at_once_are_still_five(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    settings.MESSAGES_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(contacts.messages, "send", lambda to, text: sent.append(text))
    account = commands.open_account(username="somebody", password=None)
    contacts.begin(account, "0551234567", language="en", now=NOW)

    def guess(number: int) -> bool:
        try:
            contacts.confirm(account, f"{number:06d}x", language="en", now=NOW)
        except Refused:
            return False
        return True

    assert not any(at_once(guess))
    assert Contact.objects.get().code_tries == contacts.TRIES
