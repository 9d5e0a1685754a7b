"""An objection to a decision looked over page by page: the objector asks and follows it, an
officer looks at it, the committee decides together, an appeal board finds.

``GUICHET_PICTURES=folder`` keeps pictures.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.benefits import board_appeals, boards
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.staff import COMMITTEE, MEDICAL
from guichet.domain.identity.tests.staffing import member
from guichet.domain.registry.tests import seeds
from guichet.engine import decisions, resume
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from tests.contract.pensioners import has_account
from tests.journeys.conftest import PHONE, Visit
from tests.journeys.test_boards import KEY as CLAIM
from tests.journeys.test_boards import _picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = (1280, 900)
ALL = [("ar", PHONE), ("en", PHONE), ("ar", WIDE), ("en", WIDE)]
VISITS = ALL if os.environ.get("GUICHET_PICTURES") else [("ar", PHONE)]
KEY = "benefits.object_to_decision"
FOUND_WELL = {
    "disabled": False,
    "occupational": False,
    "lasting": False,
    "share": 0,
    "helper": False,
    "review_on": None,
    "grounds": "As examined",
}


def _objector(branch: Branch) -> Context:
    """Somebody whose claim a board has refused, and whose claim of a lump sum the record did."""
    person, now = branch.worker, timezone.now()
    seeds.engage(branch.second, person, since=date(2015, 1, 1))
    has_account(person)
    account = identity.open_account(
        username="patient", password=PASSWORD, person_number=person, name_ar="مشترك"
    )
    context = Context(actor_of(account, Assurance.SECOND_FACTOR), "web", now, "ar")
    since = now.date() - timedelta(days=20)
    asked = {"person": str(person), "work_related": "no", "consent": "yes", "since": f"{since}"}
    claim = perform(CLAIM, asked, context)
    finding = boards.Finding(examined_on=since, since=since, **FOUND_WELL)  # type: ignore[arg-type]
    doctors = [_doctor(number) for number in (9_001, 9_002)]
    case = boards.of_claim(claim.transaction)
    number = boards.record(case, finding, doctors[0], now)
    boards.vote(case, number, doctors[1], now, agreed=True)
    resume.resume_held(now + timedelta(minutes=1), lambda *_: context.actor)
    perform("benefits.claim_lump_sum", {"person": str(person)}, context)
    return context


def _doctor(number: int) -> boards.Member:
    return boards.Member(
        boards.Staff(number, None, True, frozenset({MEDICAL})), Actor(number, f"Dr. {number}")
    )


def _rules(answer: Answer, context: Context, number: int, right: str) -> None:
    decisions.rule(
        answer.transaction,
        approved=False,
        reason="السجل صحيح كما هو.",
        ruler=Actor(number, "سالم القحطاني"),
        now=timezone.now(),
        actor_of=lambda *_: context.actor,
        rights=[right],
    )


@pytest.mark.parametrize("visit", VISITS, indirect=True)
def test_an_objection_on_its_way(
    visit: Visit, branch: Branch, request: pytest.FixtureRequest
) -> None:
    context, page = _objector(branch), visit.page
    visit.sign_in("patient")
    visit.go(f"/services/{KEY}/")
    visit.look_over()
    _picture(visit, "1-form", request)
    given = {"person": str(branch.worker), "about": "board", "reason": "health"}
    medical = perform(KEY, given | {"details": "تقريران من المستشفى التخصصي"}, context)
    refused = given | {"about": "refused", "reason": "record"}
    first = perform(KEY, refused, context)
    visit.go(f"/transactions/{medical.reference}/")
    visit.look_over()
    _picture(visit, "2-receipt", request)
    names = {"name_ar": "عضو", "name_latin": "Member", "language": "ar"}
    member("colleague", f"decide:{KEY}", password=PASSWORD, **names)
    member("member", COMMITTEE, MEDICAL, f"decide:{KEY}", password=PASSWORD, **names)
    page.context.clear_cookies(name="sessionid")
    visit.sign_in("member")
    visit.go(f"/office/cases/{first.reference}/")
    visit.press("form.actions button[name='to']")
    visit.look_over()
    _picture(visit, "7-in-hand", request)
    visit.press("form.actions button[name='to']")
    _rules(first, context, 71, f"decide:{KEY}")
    second = perform(KEY, refused, context)
    _rules(second, context, 72, COMMITTEE)
    visit.go("/office/cases/")
    visit.look_over()
    _picture(visit, "3-cases", request)
    visit.go(f"/office/cases/{second.reference}/")
    visit.look_over()
    _picture(visit, "4-committee", request)
    visit.go("/office/boards/")
    visit.look_over()
    _picture(visit, "5-boards", request)
    visit.go(f"/office/boards/{board_appeals.APPEAL}{medical.transaction}/")
    visit.look_over()
    _picture(visit, "6-appeal", request)
