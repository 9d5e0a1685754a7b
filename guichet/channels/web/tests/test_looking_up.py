"""Looking a name up by its number: for whom, how often, and kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from demo.population import a_living
from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Mandate
from guichet.domain.registry import lookup_budget
from guichet.engine.models import AuditLeaf

pytestmark = pytest.mark.django_db


def test_look_ups_of_names_are_limited(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup_budget, "MOST", {timedelta(hours=1): 4, timedelta(days=1): 400})
    client, page = branch.client(), "/look-up/person/?field=worker&worker={}"
    answers = [client.get(page.format(a_living(n))).content.decode() for n in range(3, 8)]
    assert "confirmed by the civil registry" in answers[0]
    assert ["Too many numbers" in text for text in answers] == [False] * 4 + [True]


def test_the_name_behind_a_number_is_only_for_those_who_may_register(branch: Branch) -> None:
    page = f"/look-up/person/?field=worker&worker={branch.newcomer}"
    clerk = identity.open_account(username="clerk", password=PASSWORD)
    identity.grant(establishment=branch.establishment, rights=["wages"], account=clerk)
    assert branch.client(clerk).get(page).content == b""
    owner = branch.client()
    assert "confirmed by the civil registry" in owner.get(page).content.decode()
    Mandate.objects.filter(person_number=branch.owner.person_number).update(
        revoked_at="2026-11-22T00:00:00Z"
    )
    assert owner.get(page).content == b""


def test_whose_name_was_looked_up_by_whom_stays_in_the_audit_log(branch: Branch) -> None:
    branch.client().get(f"/look-up/person/?field=worker&worker={branch.newcomer}")
    (leaf,) = AuditLeaf.objects.filter(kind="reading")
    said = json.loads(leaf.body)
    assert (said["actor"], said["subjects"]) == (branch.owner.pk, [branch.newcomer])
    assert said["place"] == "look-up-person"


def test_look_ups_of_names_are_limited_by_the_day_too(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup_budget, "MOST", {timedelta(minutes=1): 40, timedelta(days=1): 2})
    client = branch.client()
    page = "/look-up/person/?field=worker&worker={}"
    told = [client.get(page.format(a_living(n))).content.decode() for n in (3, 5, 5, 7, 3)]
    assert ["Too many numbers" in text for text in told] == [False, False, False, True, False]
