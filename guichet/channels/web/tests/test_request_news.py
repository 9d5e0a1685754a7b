"""A request that had to wait and went on is told at the next sign-in, once, to who asked; and how
it stands is found meanwhile, on the page of the case too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.tasks import who_asked
from guichet.domain.payments.tests.world import owe
from guichet.engine.actor import Assurance
from guichet.engine.batch import DECIDED_WITHIN
from guichet.engine.context import HOME, Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.resume import resume_held
from guichet.engine.service import Outcome
from guichet.lib.display import show_day

pytestmark = pytest.mark.django_db
SINCE = "Since your last sign-in"


def held(branch: Branch) -> Answer:
    branch.down.append("person")
    actor = actor_of(branch.owner, Assurance.PASSWORD)
    context = Context(actor=actor, channel="api", now=timezone.now(), language="en")
    given = {n: v for n, v in branch.joining().items() if n != "once"}
    answer = perform("registry.register_worker", given, context)
    branch.down.clear()
    assert answer.outcome is Outcome.HELD
    return answer


def home(client: Client) -> str:
    return client.get("/").content.decode()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """Sets the clock so many minutes after the test began."""
    begun = timezone.now()

    def go(minutes: int) -> datetime:
        at = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: at)
        return at

    return go


def test_what_went_on_is_told_once_at_the_next_sign_in_to_who_asked(
    branch: Branch, later: Callable[[int], datetime]
) -> None:
    branch.client()
    branch.client(branch.rival)
    asked = held(branch)
    later(10)
    assert SINCE not in home(branch.client()), "it waits still"
    assert resume_held(later(20), who_asked) == 1
    later(30)
    assert SINCE not in home(branch.client(branch.rival))
    client = branch.client()
    said = home(client)
    assert f"{SINCE}: Register a worker: Accepted" in said
    assert f'<a href="/transactions/{asked.reference}/">' in said
    assert SINCE not in home(client)
    later(40)
    assert SINCE not in home(branch.client())


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "منذ دخولك السابق: تسجيل عامل: مقبول"), ("fr", ": Acceptée (")],
)
def test_it_is_told_in_the_readers_language(
    branch: Branch, later: Callable[[int], datetime], language: str, said: str
) -> None:
    branch.client()
    held(branch)
    resume_held(later(20), who_asked)
    later(30)
    assert said in home(branch.client(language=language))


def test_how_it_stands_is_an_answer_of_the_virtual_branch(branch: Branch) -> None:
    asked, client = held(branch), branch.client()
    address = "/services/account.follow_establishment_requests/"
    assert f'href="{address}"' in client.get("/transactions/").content.decode()
    own = client.get("/transactions/?mine").content.decode()
    assert 'href="/services/account.follow_requests/"' in own
    given = {"establishment": str(branch.establishment), "step": "send", "once": "x"}
    sent = client.post(address, given)
    page = (client.get(sent["Location"]) if sent.status_code == 303 else sent).content.decode()
    assert "Being checked with another body" in page and asked.reference in page


def test_the_page_of_a_case_names_the_promised_day_and_says_when_it_has_passed(
    branch: Branch, later: Callable[[int], datetime]
) -> None:
    late = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)
    owe(branch.establishment, date(2026, 8, 1), 250_000, at=late)
    charge_penalties(timezone.now(), pl.Series([branch.establishment]))
    given = {"establishment": str(branch.establishment), "reason": "bank"}
    actor = actor_of(branch.owner, Assurance.PASSWORD)
    context = Context(actor=actor, channel="api", now=later(0), language="en")
    asked = perform("payments.waive_penalties", given, context)
    assert asked.outcome is Outcome.REFERRED
    address, due = f"/transactions/{asked.reference}/", later(0) + DECIDED_WITHIN
    told = branch.client().get(address).content.decode()
    assert f"Decided by: {show_day(due.astimezone(HOME).date(), 'en')}" in told
    later(11 * 24 * 60)
    assert "The promised day has passed" in branch.client().get(address).content.decode()
