"""A pension from the question to the notice, in Chromium: when and how much, and then the claim.

``GUICHET_PICTURES=folder`` keeps pictures.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from demo.population import a_living
from demo.public_bodies.bank import iban_of
from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.benefits.queries import history_of
from guichet.domain.certificates import commands as certificates
from guichet.domain.identity import commands as identity
from guichet.domain.registry import bank_accounts
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from tests.journeys.conftest import PHONE, Visit, show_an_app

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = (1280, 900)
ALL = [("ar", PHONE), ("en", PHONE), ("ar", WIDE), ("en", WIDE)]
VISITS = ALL if os.environ.get("GUICHET_PICTURES") else [("ar", PHONE), ("en", WIDE)]
ESTIMATE, CLAIM = "/services/benefits.estimate_pension/", "/services/benefits.claim_early_pension/"


def _picture(visit: Visit, name: str, request: pytest.FixtureRequest) -> None:
    folder = os.environ.get("GUICHET_PICTURES")
    if folder:
        language, (width, _) = request.node.callspec.params["visit"]
        Path(folder).mkdir(parents=True, exist_ok=True)
        path = Path(folder) / f"{name}-{language}-{width}.png"
        visit.page.screenshot(path=path, full_page=True)


def _long_at_work(place: int) -> tuple[int, int]:
    """Somebody who has worked since 1995, with a sign-in and an account: number and engagement."""
    person, today = a_living(6), timezone.now().astimezone(HOME).date()
    seeds.people(person, born=date(1971, 1, 1))
    engagement = seeds.engage(place, person, since=date(1995, 1, 1))
    account = pl.DataFrame({"party": [person], "iban": [iban_of(person)], "transaction": [0]})
    account = account.with_columns(account_before=pl.lit(None, dtype=pl.Int64))
    bank_accounts.change(PartyKind.PERSON, changes=account, today=today)
    identity.open_account(
        username="retiree", password=PASSWORD, person_number=person, name_ar="متقاعد"
    )
    return person, engagement


def _left(engagement: int) -> None:
    today = timezone.now().astimezone(HOME).date()
    row = {"engagement_id": [engagement], "ended_on": [today - timedelta(days=1)]}
    ends = pl.DataFrame(row | {"end_reason": ["resignation"], "transaction": [seeds.BEFORE]})
    register.end_engagements(ends=ends, today=today)


@pytest.mark.parametrize("visit", VISITS, indirect=True)
def test_one_asks_when_then_claims_and_takes_the_notice(
    visit: Visit, branch: Branch, tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    certificates.create_root("Example Social Insurance", timezone.now())
    certificates.issue_signer("Document signer", timezone.now())
    person, engagement = _long_at_work(branch.establishment)
    page = visit.page
    visit.sign_in("retiree")
    visit.go(ESTIMATE)
    visit.look_over()
    _picture(visit, "1-asked", request)
    visit.press("form .actions .btn")
    assert page.locator(".drawn").count() >= 4  # days beside each other, drawn
    visit.look_over()
    _picture(visit, "2-estimate", request)
    visit.go(CLAIM)
    visit.press("form .actions .btn")
    show_an_app(visit)
    _picture(visit, "3-claim", request)
    visit.press("form .actions .btn")
    assert page.locator(".errsum").count() == 1  # still at work
    visit.look_over()
    _picture(visit, "4-refused", request)
    _left(engagement)
    visit.go(CLAIM)
    visit.press("form .actions .btn")
    visit.look_over()
    _picture(visit, "5-check", request)
    visit.press(".sign .btn")
    visit.look_over()
    _picture(visit, "6-awarded", request)
    assert history_of(person)["kind"].to_list() == ["old-age"]
    with page.expect_download() as taken:
        page.locator(".papers a[lang=ar]").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")
    if folder := os.environ.get("GUICHET_PICTURES"):
        taken.value.save_as(Path(folder) / "notice.pdf")
