"""Staff take a case in hand, give it back, or hand it over to who may decide it; meanwhile nobody
else rules on it.
"""

from __future__ import annotations

import pytest
from django.test import Client

from guichet.backoffice.cases.tests.test_cases import account, asked
from guichet.domain.identity.staff import BOARD
from guichet.domain.identity.tests.staffing import member
from guichet.engine import assignments, store
from guichet.engine.outcome import Answer
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import PASSWORD

__all__ = ["asked", "bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db


def browser(name: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.post("/sign-in/", {"username": name, "password": PASSWORD})
    return client


def rules(client: Client, ref: str) -> int:
    said = {"decision": "decline", "reason": "Not an illness."}
    return client.post(f"/office/cases/{ref}/", said).status_code


def test_what_a_colleague_has_in_hand_nobody_else_rules_on(asked: Answer) -> None:
    first, second = account("first"), account("second")
    one, other = browser("first"), browser("second")
    path, page = f"/office/cases/{asked.reference}/assign/", f"/office/cases/{asked.reference}/"
    assert "Nobody has taken it yet" in other.get(page).content.decode()
    assert one.post(path, {"to": str(first.pk)}).status_code == 302
    assert one.post(path, {"to": str(first.pk)}).status_code == 302  # twice is once
    assert store.value("SELECT count(*) FROM engine_assignment") == 1
    assert "In hand" in other.get("/office/cases/").content.decode()
    refused = other.post(page, {"decision": "decline", "reason": "Not an illness."})
    assert refused.status_code == 422 and "has this case in hand" in refused.content.decode()
    # Handed over it is the other's alone.
    assert one.post(path, {"to": str(second.pk)}).status_code == 302
    assert rules(one, asked.reference) == 422
    assert "You have it in hand" in other.get(page).content.decode()
    assert rules(other, asked.reference) == 302
    assert assignments.assignments_are_whole() == []


def test_given_back_it_is_anybodys_again(asked: Answer) -> None:
    first = account("first")
    account("second")
    path = f"/office/cases/{asked.reference}/assign/"
    browser("first").post(path, {"to": str(first.pk)})
    browser("first").post(path, {"to": ""})
    assert assignments.held([asked.transaction]) == {}
    assert rules(browser("second"), asked.reference) == 302


def test_it_is_handed_to_nobody_who_may_not_decide_it(asked: Answer) -> None:
    account("first")
    stranger = member("stranger", BOARD, password=PASSWORD)
    client = browser("first")
    path = f"/office/cases/{asked.reference}/assign/"
    assert client.post(path, {"to": str(stranger.pk)}).status_code == 403
    assert browser("stranger").post(path, {"to": ""}).status_code == 403
    assert store.value("SELECT count(*) FROM engine_assignment") == 0
