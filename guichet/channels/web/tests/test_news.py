"""What happened to an account: its owner sees it on the security page and at the next sign-in, and
nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch, sign_in
from guichet.domain.contact import cards, pin_sign_in
from guichet.domain.contact.commands import register_email, register_mobile, set_pin
from guichet.domain.identity import account_activity, events, factors
from guichet.domain.identity.queries import Account
from guichet.engine import store

pytestmark = pytest.mark.django_db
_OTHERS = """
    INSERT INTO engine_auditleaf (kind, body, digest)
    SELECT k, jsonb_build_object('account', 1000000 + n, 'at', now(), 'what', 'pin set')::text,
        '\\x00'
    FROM generate_series(1, 5000) n, unnest(ARRAY['contact', 'sign-in-failed']) k
"""


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Time goes on by hand: a second a call."""
    at = [timezone.now()]

    def go(seconds: float = 1) -> Any:
        at[0] += timedelta(seconds=seconds)
        return at[0]

    monkeypatch.setattr(timezone, "now", go)
    yield go


def everything(account: Account, go: Any) -> None:
    register_mobile(account, "0551234567", now=go())
    register_email(account, "a@example.com", now=go())
    set_pin(account, "274951", now=go())
    cards.issue(account, go())
    factors.new_recovery_codes(account, now=go())
    for _ in range(pin_sign_in.FREE_TRIES + 1):
        pin_sign_in.enter_account(account, "111222", place="kiosk hall-1", now=go())


def page(client: Client) -> str:
    return client.get("/security/").content.decode().split("What happened to your account")[1]


def listed(text: str) -> list[tuple[str, str]]:
    return re.findall(r"<b>([^<]+)</b> <small>.*?\d\d:\d\d.*? · ([^<]+)</small>", text)


def test_the_page_lists_when_what_and_from_where(branch: Branch, moments: Any) -> None:
    client = branch.client()
    assert "Nothing has changed." in page(client)
    everything(branch.owner, moments)
    assert listed(page(client)) == [
        ("A wrong PIN was tried many times", "Kiosk"),
        ("New recovery codes were made", "Virtual branch"),
        ("A kiosk card was made", "Virtual branch"),
        ("The telephone PIN was changed", "Virtual branch"),
        ("An e-mail address was confirmed", "Virtual branch"),
        ("A mobile was registered", "Virtual branch"),
    ]
    assert "551234567" not in page(client)


def test_nobody_sees_what_happened_to_somebody_else(branch: Branch, moments: Any) -> None:
    everything(branch.rival, moments)
    assert "Nothing has changed." in page(branch.client())


def test_the_next_sign_in_tells_what_happened_since_once(branch: Branch, moments: Any) -> None:
    first = Client(headers={"accept-language": "en"})
    sign_in(first, "owner", PASSWORD)
    assert "Since your last sign-in" not in first.get("/").content.decode()  # there was none
    everything(branch.owner, moments)
    sign_in(Client(), "owner", "guess")
    client = Client(headers={"accept-language": "en"})
    sign_in(client, "owner", PASSWORD)
    said = client.get("/").content.decode()
    assert "Since your last sign-in: a wrong PIN was tried many times; new recovery codes" in said
    assert "3 more changes; 1 failed try to sign in" in said
    assert '<a href="/security/">Sign-in and security</a>' in said
    assert "Since your last sign-in" not in client.get("/").content.decode()
    quiet = Client(headers={"accept-language": "en"})
    sign_in(quiet, "owner", PASSWORD)
    assert "Since your last sign-in" not in quiet.get("/").content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "منذ دخولك السابق: تغيرت كلمة المرور"),
        ("fr", "Depuis votre connexion précédente\u202f:"),
    ],
)
def test_it_is_told_in_the_readers_language(
    branch: Branch, moments: Any, language: str, said: str
) -> None:
    sign_in(Client(headers={"accept-language": language}), "owner", PASSWORD)
    with store.atomic():
        events.note("password-changed", branch.owner.pk, moments())
    client = Client(headers={"accept-language": language})
    sign_in(client, "owner", PASSWORD)
    assert said in client.get("/").content.decode()


def test_guesses_push_no_change_out_of_sight(branch: Branch, moments: Any) -> None:
    with store.atomic():
        events.note("password-changed", branch.owner.pk, moments())
        for _ in range(300):
            events.note("sign-in-failed", branch.owner.pk, moments(), how="password")
    text = page(branch.client())
    assert listed(text) == [("The password was changed", "Virtual branch")]
    assert "300 failed tries to sign in" in text


def test_what_happened_is_found_by_an_index(branch: Branch, moments: Any) -> None:
    """The log holds everything of everybody; one account's few leaves are not looked for in all of
    it.
    """
    store.execute(_OTHERS)
    store.execute("ANALYZE engine_auditleaf")
    asked = {
        "account": branch.owner.pk,
        "known": ["pin set"],
        "since": moments(),
        "until": moments(),
        "most": 20,
    }
    for query, index in (
        (account_activity._CHANGED, "leaf_of_account_changes"),
        (account_activity._FAILED, "leaf_of_account_failures"),
    ):
        plan = " ".join(str(row[0]) for row in store.rows(f"EXPLAIN {query}", **asked))
        assert index in plan, plan


def test_leaves_of_before_that_say_no_time_are_left_out(branch: Branch, moments: Any) -> None:
    from guichet.engine import audit

    with store.atomic():
        audit.note("contact", {"account": branch.owner.pk, "what": "pin set"})
        audit.note("contact", {"account": branch.owner.pk, "what": "code used", "channel": "sms"})
    assert "Nothing has changed." in page(branch.client())
