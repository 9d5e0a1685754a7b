"""The pages on which rights of staff are proposed, confirmed and withdrawn, and on which staff find
their work.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import administrators, member
from guichet.domain.reception import queue
from guichet.engine import audit
from guichet.engine.context import HOME

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("what_templates_were_given"),
]
PAGE = "/office/rights/"


def browser(user: Any, language: str = "en", *, sure: bool = True) -> Client:
    """Somebody signed in, who has just shown a second factor."""
    client = Client(headers={"accept-language": language})
    client.cookies["django_language"] = language
    client.force_login(user)
    if sure:
        session = client.session
        session["proved"] = timezone.now().timestamp()
        session.save()
    return client


def held(account: Any) -> frozenset[str]:
    """What it may do now."""
    return staff.rights(account, timezone.now().astimezone(HOME).date())


def test_one_proposes_another_confirms_either_withdraws() -> None:
    first, second = (one.account for one in administrators())
    clerk = member("clerk", name_latin="Sara")
    asked = {"username": "clerk", "right": "gather"}
    assert browser(first).post(PAGE, asked).status_code == 302
    (waits,) = browser(second).get(PAGE).context["waiting"]
    place = f"{PAGE}{waits['proposal'].pk}/"
    own = browser(first).post(place, {"confirm": "1"})
    assert own.status_code == 422 and "proposed this right yourself" in own.content.decode()
    assert (
        "/prove/" in browser(second, sure=False).post(place, {"confirm": "1"}).headers["Location"]
    )
    assert held(clerk) == frozenset()
    assert browser(second).post(place, {"confirm": "1"}).status_code == 302
    assert held(clerk) == {"gather"}
    led = browser(first, sure=False).post(PAGE, {"withdraw": "clerk gather"})
    assert "/prove/" in led.headers["Location"] and held(clerk) == {"gather"}
    assert browser(first).post(PAGE, {"withdraw": "clerk gather"}).status_code == 302
    assert held(clerk) == frozenset() and audit.verify() == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"username": "nobody", "right": "gather"}, "no member of staff"),
        ({"username": "clerk", "right": "everything"}, "Choose a right"),
        ({"username": "clerk", "right": "counter"}, "Choose the branch"),
        ({"username": "clerk", "right": "counter", "branch": "999"}, "Choose the branch"),
        (
            {"username": "first-administrator", "right": "release"},
            "Nobody gives a right to himself",
        ),
        ({"username": "clerk", "right": "books"}, "held already"),
    ],
)
def test_what_cannot_be_proposed_is_told(asked: dict[str, str], said: str) -> None:
    first = administrators()[0].account
    member("clerk", staff.BOOKS)
    queue.add_branch(101, "فرع الرياض", "Riyadh branch")
    answer = browser(first).post(PAGE, asked)
    assert answer.status_code == 422 and said in answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_staff_land_on_their_work_and_those_without_are_told_whom_to_ask(language: str) -> None:
    clerk = browser(member("clerk", staff.BOOKS, language=language), language)
    landed = clerk.get("/", follow=True)
    assert [task["url"] for task in landed.context["tasks"]] == ["/office/reconciliation/"]
    idle = browser(member("idle", language=language), language).get("/office/")
    assert idle.context["tasks"] == [] and "/office/" in idle.content.decode()
