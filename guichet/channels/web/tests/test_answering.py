"""Enquiries: answered without an empty page, their table before the codes, and every cell
in words.
"""

from __future__ import annotations

import pytest

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account
from guichet.engine import store

pytestmark = pytest.mark.django_db

STATEMENT = "/services/account.statement_of_periods/"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def insured(branch: Branch) -> Account:
    """Somebody employed today."""
    return identity.open_account(
        username="insured",
        password=PASSWORD,
        name_latin="Insured",
        person_number=branch.worker,
        language="en",
    )


def asked() -> int:
    """How many askings are on record."""
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def test_what_has_nothing_to_ask_is_answered_at_once(branch: Branch, insured: Account) -> None:
    client = branch.client(insured)
    answer = client.get(STATEMENT, headers=OURS)
    assert (
        answer.status_code == 303
        and answer["Location"].startswith("/transactions/")
        and asked() == 1
    )
    page = client.get(answer["Location"]).content.decode()
    assert "still employed" in page and "0.50 is half a month" in page
    assert page.index('id="t-periods"') < page.index('class="qrbox"'), (
        "on a telephone the table is first"
    )
    assert '<a class="btn" href="/services/' not in page, (
        "asking again is not what an answer is for"
    )


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "cross-site"}, OURS | {"sec-purpose": "prefetch"}]
)
def test_no_foreign_page_and_no_fetching_ahead_asks(
    branch: Branch, insured: Account, headers: dict[str, str]
) -> None:
    page = branch.client(insured).get(STATEMENT, headers=headers)
    assert page.status_code == 200 and "Show" in page.content.decode() and asked() == 0


def test_what_has_something_to_ask_asks_it(branch: Branch) -> None:
    page = branch.client().get("/services/payments.history/", headers=OURS)
    assert page.status_code == 200 and asked() == 0


def test_after_an_answer_the_main_button_is_never_one_more(branch: Branch) -> None:
    client = branch.client()
    sent = client.post("/services/registry.register_worker/", branch.joining() | {"step": "send"})
    page = client.get(sent["Location"]).content.decode()
    assert "One more" in page and '<a class="btn" href="/services/' not in page
