"""E-mail and mobile: confirmed by what comes there, and by nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.channels.web.tests.test_national import provider
from guichet.domain.contact import confirmation
from guichet.domain.contact.backends import messages
from guichet.domain.contact.commands import register_mobile
from guichet.domain.contact.queries import mobile_of
from guichet.engine.models import AuditLeaf
from guichet.engine.refusal import Refused

__all__ = ["provider"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(provider: Any, settings: Any) -> Any:
    settings.MESSAGES_URL, settings.MESSAGES_SECRET = f"{provider.issuer}/messages/v1", "trial-only"
    settings.CODE_COURIER = settings.EMAIL_COURIER = f"{messages.__name__}.deliver"
    return provider


def ask(client: Client, address: str, **other: str) -> Any:
    return client.post(
        "/security/contact/", {"step": "send", "address": address, "password": PASSWORD} | other
    )


def code_to(sent: Any, address: str) -> str:
    return re.search(r"\d{6}", sent.messages_to(address)[0])[0]  # type: ignore[index]


def test_what_came_confirms_and_the_one_before_is_told(
    sent: Any, branch: Branch, caplog: Any
) -> None:
    client = branch.client()
    for typed, kept in (
        ("٠٥٥ ١٢٣ ٤٥٦٧", "+966551234567"),
        ("0557654321", "+966557654321"),
        ("A.b@Example.COM", "A.b@example.com"),
    ):
        assert ask(client, typed).status_code == 200
        code = code_to(sent, kept)
        assert (
            client.post("/security/contact/", {"step": "confirm", "code": code}).status_code == 302
        )
        said = " ".join(AuditLeaf.objects.values_list("body", flat=True)) + caplog.text
        assert code not in said and kept not in said
    assert [c.address for c in confirmation.in_force(branch.owner)] == [
        "A.b@example.com",
        "+966557654321",
    ]
    assert mobile_of(branch.owner) == "+966557654321"  # by telephone, text and kiosk as well
    assert "استُبدلت" in sent.messages_to("+966551234567")[0]  # the account's language
    assert "A.b@example.com" in client.get("/security/").content.decode()


def test_guesses_end_after_three_and_codes_after_ten_minutes(sent: Any, branch: Branch) -> None:
    client = branch.client()
    ask(client, "0551234567")
    code = code_to(sent, "+966551234567")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in (wrong, "", "x" * 500):
        assert (
            client.post("/security/contact/", {"step": "confirm", "code": typed}).status_code == 422
        )
    assert client.post("/security/contact/", {"step": "confirm", "code": code}).status_code == 422
    ask(client, "0551234567")
    late = timezone.now() + confirmation.GOOD_FOR
    with pytest.raises(Refused):
        confirmation.confirm(
            branch.owner, "+966551234567", code_to(sent, "+966551234567"), now=late, sure=True
        )
    assert not confirmation.in_force(branch.owner)


def test_a_code_of_one_account_or_address_confirms_no_other(sent: Any, branch: Branch) -> None:
    owner, rival = branch.client(), branch.client(branch.rival)
    ask(owner, "0551234567")
    code = code_to(sent, "+966551234567")
    ask(rival, "0559999999")
    assert rival.post("/security/contact/", {"step": "confirm", "code": code}).status_code == 422
    with pytest.raises(Refused):
        confirmation.confirm(branch.owner, "+966550000000", code, now=timezone.now(), sure=True)
    assert owner.post("/security/contact/", {"step": "confirm", "code": code}).status_code == 302


def test_nobody_is_bombed_with_codes_and_nonsense_gets_none(
    sent: Any, branch: Branch, settings: Any
) -> None:
    client = branch.client()
    for typed in (
        "",
        "x",
        "a@b",
        "a@b..com",
        "a b@example.com",
        "a@example.com\nBcc: x@example.com",
        "123",
        "a@" + "x" * 300,
    ):
        assert ask(client, typed).status_code == 422
    assert ask(client, "0551234567", password="wrong").status_code == 422
    answers = [ask(client, "0551234567").status_code for _ in range(6)]
    assert answers == [200] * 5 + [422]
    assert ask(branch.client(branch.rival), "0551234567").status_code == 422  # nor by somebody else
    assert len(sent.messages_to("+966551234567")) == 5
    settings.MESSAGES_URL = "http://127.0.0.1:9"
    refused = ask(branch.client(branch.rival), "0551111111")
    assert "cannot be sent now" in refused.content.decode()


def test_a_mobile_of_somebody_elses_account_becomes_nobody_elses_way_in(
    sent: Any, branch: Branch
) -> None:
    register_mobile(branch.rival, "0551234567", now=timezone.now())
    client = branch.client()
    ask(client, "0551234567")
    code = code_to(sent, "+966551234567")
    answer = client.post("/security/contact/", {"step": "confirm", "code": code})
    assert answer.status_code == 422 and "another account" in answer.content.decode()
    assert mobile_of(branch.owner) is None and mobile_of(branch.rival) == "+966551234567"
