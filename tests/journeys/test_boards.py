"""A medical board at work, looked over page by page: one member writes a finding, another votes.

``GUICHET_PICTURES=folder`` keeps pictures.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.benefits import boards
from guichet.domain.benefits.boards import Finding, Member
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.staff import MEDICAL, Staff
from guichet.domain.identity.tests.staffing import member
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import HOME, Context
from guichet.engine.perform import perform
from tests.contract.pensioners import has_account
from tests.journeys.conftest import PHONE, Visit, shown_a_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = (1280, 900)
ALL = [("ar", PHONE), ("en", PHONE), ("ar", WIDE), ("en", WIDE)]
VISITS = ALL if os.environ.get("GUICHET_PICTURES") else [("ar", PHONE), ("en", WIDE)]
KEY = "benefits.claim_disability_pension"
COLLEAGUE = Member(Staff(9_001, rights=frozenset({MEDICAL})), Actor(9_001, "Dr. Colleague"))


def _picture(visit: Visit, name: str, request: pytest.FixtureRequest) -> None:
    folder = os.environ.get("GUICHET_PICTURES")
    if folder:
        language, (width, _) = request.node.callspec.params["visit"]
        Path(folder).mkdir(parents=True, exist_ok=True)
        path = Path(folder) / f"{name}-{language}-{width}.png"
        visit.page.screenshot(path=path, full_page=True)


def _claims(branch: Branch, since: date) -> str:
    """Somebody long at work claims; the name of the case."""
    person, now = branch.worker, timezone.now()
    seeds.engage(branch.second, person, since=date(2015, 1, 1))
    has_account(person)
    account = identity.open_account(
        username="patient", password=PASSWORD, person_number=person, name_ar="مشترك"
    )
    actor = actor_of(account, Assurance.SECOND_FACTOR)
    asked = {"person": str(person), "work_related": "no", "consent": "yes", "since": f"{since}"}
    answer = perform(KEY, asked, Context(actor, "web", now, "en"))
    assert answer.outcome == "referred", answer.errors
    return boards.of_claim(answer.transaction)


@pytest.mark.parametrize("visit", VISITS, indirect=True)
def test_a_finding_is_written_and_another_is_agreed_in(
    visit: Visit, branch: Branch, request: pytest.FixtureRequest
) -> None:
    today = timezone.now().astimezone(HOME).date()
    since, page = today - timedelta(days=20), visit.page
    case = _claims(branch, since)
    names = {"name_ar": "طبيب", "name_latin": "Doctor", "language": "ar"}
    member("doctor", MEDICAL, password=PASSWORD, **names)
    visit.sign_in("doctor")
    visit.go("/office/boards/")
    visit.look_over()
    _picture(visit, "1-list", request)
    visit.press("tbody a")
    visit.look_over()
    _picture(visit, "2-case", request)
    page.fill("#examined_on", f"{today}")
    page.fill("#since", "soon")
    for name in ("disabled", "lasting"):
        page.check(f"[name='{name}'][value='yes']")
    for name in ("occupational", "helper"):
        page.check(f"[name='{name}'][value='no']")
    page.fill("#share", "80")
    page.fill("#grounds", "As examined on the day")
    visit.press("main form .btn")
    assert page.locator(".errsum").count() == 1
    visit.look_over()
    _picture(visit, "3-wrong", request)
    page.fill("#since", f"{since}")
    visit.press("main form .btn")
    visit.look_over()
    _picture(visit, "4-recorded", request)
    visit.go(f"/office/boards/{case}/")
    visit.look_over()
    _picture(visit, "5-own", request)
    # A colleague's finding, to vote on.
    store.execute("ALTER TABLE benefits_boardfinding DISABLE TRIGGER USER")
    store.execute("DELETE FROM benefits_boardfinding")
    found = Finding(today, True, False, True, 100, True, since, None, "Seen twice")
    boards.record(case, found, COLLEAGUE, timezone.now())
    visit.go(f"/office/boards/{case}/")
    visit.look_over()
    _picture(visit, "6-vote", request)
    shown_a_second_factor(visit)
    visit.press("[value='agree']")
    visit.look_over()
    _picture(visit, "7-agreed", request)
    assert store.value("SELECT agreed FROM benefits_boardvote") is True
