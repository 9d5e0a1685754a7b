"""Members of a board see what waits for them, write a finding and vote on another's; nobody else
does, and none on a case of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.backoffice.boards import views
from guichet.backoffice.tests.browsers import surely
from guichet.domain.access.queries import of_person
from guichet.domain.benefits import boards
from guichet.domain.identity import commands as identity
from guichet.domain.identity.staff import BOARD, MEDICAL
from guichet.domain.identity.tests.staffing import appoint
from guichet.engine import resume, store
from guichet.engine.actor import Segment
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.perform import perform
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, WORKER, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db
KEY = "benefits.claim_disability_pension"
GROUNDS = "Qaswarah of the heart"
FORM = {
    "examined_on": "2026-11-22",
    "disabled": "yes",
    "share": "٨٠",
    "occupational": "no",
    "lasting": "yes",
    "helper": "no",
    "since": "2026-11-01",
    "review_on": "",
    "grounds": GROUNDS,
}


def browser(name: str, *rights: str) -> Client:
    account = identity.open_account(
        username=name,
        password=PASSWORD,
        name_ar=name,
        language="en",
        segments=[Segment.STAFF],
        person_number=None,
    )
    appoint(account, *rights)
    client = Client()
    client.cookies["django_language"] = "en"
    client.post("/sign-in/", {"username": name, "password": PASSWORD})
    return client


@pytest.fixture
def asked(world: World) -> Iterator[Answer]:
    """The worker, who has left, claims; with the report of the hospital."""
    store.execute("UPDATE registry_engagement SET ended_on = '2026-11-21' WHERE ended_on IS NULL")
    worker = world.facts["worker"]
    account = {"person": worker, "iban": world.facts["worker_iban"]}
    key = "account.change_bank_account"
    assert perform(key, account, world.context(key, "web")).accepted
    given = {"person": worker, "since": "2026-11-01", "work_related": "no", "consent": "yes"}
    given |= {"report": world.facts["hospital_report"]}
    yield perform(KEY, given, world.context(KEY, "web"))


def address(answer: Answer) -> str:
    return f"/office/boards/{boards.of_claim(answer.transaction)}/"


def text(response: Any) -> str:
    return str(response.content.decode())


def _waits(client: Client) -> int:
    """How much the page of one's work says to wait at the board."""
    request = client.get("/office/boards/").wsgi_request
    return views.waits_for(request)


def _led_to(page: Any) -> set[str]:
    """The fields to which the summary of errors leads."""
    summary = text(page).partition('class="errsum"')[2].partition("</div>")[0]
    return set(re.findall(r'href="#(\w+)"', summary))


def test_one_writes_a_second_agrees_and_it_is_awarded(asked: Answer, world: World) -> None:
    first, second = (surely(browser(name, MEDICAL)) for name in ("first", "second"))
    page, worker = address(asked), world.facts["worker"]
    assert worker in text(first.get("/office/boards/"))
    assert _waits(first) == 1
    assert first.post(page, FORM).status_code == 302
    # Who wrote it does not vote on it, nor has more to do; nor is another finding written.
    shown = text(first.get(page))
    assert GROUNDS in shown and 'name="vote"' not in shown and 'name="share"' not in shown
    assert _waits(first) == 0
    shown = second.get(page)
    assert GROUNDS in text(shown)
    number = store.value("SELECT max(id) FROM benefits_boardfinding")
    assert f'name="finding" value="{number}"' in text(shown)
    vote = {"vote": "agree", "finding": str(number)}
    assert first.post(page, vote).status_code == 422
    assert second.post(page, vote).status_code == 302
    resume.resume_held(NOW + timedelta(minutes=1), lambda *_: world.context(KEY, "web").actor)
    ended = as_it_ended(asked)
    assert ended.accepted and GROUNDS not in str(ended.output)
    assert second.get(page).status_code == 404


def test_whoever_agrees_shows_a_second_factor_first(asked: Answer) -> None:
    first, second = (browser(name, MEDICAL) for name in ("first", "second"))
    assert first.post(address(asked), FORM).status_code == 302
    number = store.value("SELECT max(id) FROM benefits_boardfinding")
    sent = second.post(address(asked), {"vote": "agree", "finding": str(number)})
    assert sent.status_code == 302 and "office/boards" not in sent.headers["Location"].split("?")[0]
    assert store.value("SELECT count(*) FROM benefits_boardvote") == 0


def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(asked: Answer) -> None:
    client = browser("first", MEDICAL)
    wrong = FORM | {"examined_on": "soon", "share": "200", "helper": "", "grounds": "x"}
    page = client.post(address(asked), wrong)
    assert page.status_code == 422
    assert _led_to(page) == {"examined_on", "share", "helper", "grounds"}
    assert 'value="soon"' in text(page)
    later = client.post(address(asked), FORM | {"since": "2026-11-23"})
    assert _led_to(later) == {"since"}


def test_the_report_is_read_by_the_board_alone_and_each_reading_is_on_record(
    asked: Answer, world: World
) -> None:
    other = browser("other", BOARD, f"decide:{KEY}")
    for path in ("", "report/"):
        assert other.get(f"{address(asked)}{path}").status_code == 403
    assert world.facts["worker"] not in text(other.get("/office/cases/"))
    assert other.get(f"/office/cases/{asked.reference}/").status_code == 403
    member = browser("first", MEDICAL)
    report = member.get(f"{address(asked)}report/")
    assert report.status_code == 200 and report["Content-Type"] == "application/pdf"
    read = {one.place for one in of_person(int(world.facts["worker"]))}
    assert "board-report" in read and member.get(address(asked)).status_code == 200


def test_a_member_does_not_even_see_a_case_of_their_own(asked: Answer, world: World) -> None:
    store.execute(
        "UPDATE identity_account SET segments = segments || '{staff}' WHERE id = %(id)s",
        id=world.worker.pk,
    )
    appoint(world.untouched().worker, MEDICAL)
    own = Client()
    own.post("/sign-in/", {"username": WORKER, "password": PASSWORD})
    assert own.get(address(asked)).status_code == 403
    assert own.post(address(asked), FORM).status_code == 403
    assert address(asked) not in text(own.get("/office/boards/"))


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_pages_are_said_in_each_language(asked: Answer, language: str) -> None:
    client = browser("first", MEDICAL)
    client.cookies["django_language"] = language
    for path in ("/office/boards/", address(asked)):
        page = client.get(path)
        assert page.status_code == 200 and f'lang="{language}"' in text(page)
