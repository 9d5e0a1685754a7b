"""A widow's claim from the form to the notice, in Chromium; the civil registry answers for real.

``GUICHET_PICTURES=folder`` keeps pictures.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from demo.families import a_deceased, member_of
from demo.population import persons
from demo.public_bodies.bank import iban_of
from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.benefits.queries import history_of
from guichet.domain.certificates import commands as certificates
from guichet.domain.identity import commands as identity
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.registry.tests import seeds
from tests.contract.fixtures import bodies, public_bodies_address
from tests.contract.survivors import died_at_work
from tests.journeys.conftest import PHONE, Visit, show_an_app

__all__ = ["bodies", "public_bodies_address"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = (1280, 900)
ALL = [("ar", PHONE), ("en", PHONE), ("ar", WIDE), ("en", WIDE)]
VISITS = ALL if os.environ.get("GUICHET_PICTURES") else [("ar", PHONE), ("en", WIDE)]
CLAIM, GRANT = (
    "/services/benefits.claim_survivors_pension/",
    "/services/benefits.claim_death_grant/",
)


def _picture(visit: Visit, name: str, request: pytest.FixtureRequest) -> None:
    folder = os.environ.get("GUICHET_PICTURES")
    if folder:
        language, (width, _) = request.node.callspec.params["visit"]
        Path(folder).mkdir(parents=True, exist_ok=True)
        path = Path(folder) / f"{name}-{language}-{width}.png"
        visit.page.screenshot(path=path, full_page=True)


def _bereaved(place: int) -> tuple[int, int]:
    """A widow with a sign-in and an account, and her husband, who died at work: their numbers."""
    for n in range(20):
        late = a_deceased(n)
        if persons(pl.Series([late]))["sex"][0] == "m":
            break
    died_at_work(place, late)
    widow = member_of(late, "widow")
    born = persons(pl.Series([widow]))["birth_date"][0]
    assert isinstance(born, date)
    seeds.people(widow, born=born)
    record(iban_of(widow), widow)
    identity.open_account(username="widow", password=PASSWORD, person_number=widow, name_ar="أرملة")
    return widow, late


@pytest.mark.parametrize("visit", VISITS, indirect=True)
def test_a_widow_claims_for_her_family_and_takes_the_notice(
    bodies: str,
    visit: Visit,
    branch: Branch,
    tmp_path: Path,
    settings: Any,
    request: pytest.FixtureRequest,
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    certificates.create_root("Example Social Insurance", timezone.now())
    certificates.issue_signer("Document signer", timezone.now())
    widow, late = _bereaved(branch.establishment)
    page = visit.page
    visit.sign_in("widow")
    visit.go(CLAIM)
    page.locator("[name=deceased]").fill(str(widow))  # nobody's husband
    visit.press("form .actions .btn")
    show_an_app(visit)
    visit.go(CLAIM)
    page.locator("[name=deceased]").fill(str(widow))
    visit.look_over()
    _picture(visit, "1-asked", request)
    visit.press("form .actions .btn")
    assert page.locator(".errsum").count() == 1
    visit.look_over()
    _picture(visit, "2-not-named", request)
    visit.go(CLAIM)
    page.locator("[name=deceased]").fill(str(late))
    visit.press("form .actions .btn")
    visit.look_over()
    _picture(visit, "3-check", request)
    visit.press(".sign .btn")
    visit.look_over()
    _picture(visit, "4-shared", request)
    assert "survivor" in history_of(widow)["kind"].to_list()
    with page.expect_download() as taken:
        page.locator(".papers a[lang=ar]").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")
    if folder := os.environ.get("GUICHET_PICTURES"):
        taken.value.save_as(Path(folder) / "notice.pdf")
    visit.go(GRANT)
    page.locator("[name=deceased]").fill(str(late))
    visit.press("form .actions .btn")
    visit.look_over()
    _picture(visit, "5-grant", request)
