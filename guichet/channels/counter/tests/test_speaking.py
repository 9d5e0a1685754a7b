"""Another language in the middle of a form, at the counter and in the virtual branch: nothing typed
is lost.
"""

from __future__ import annotations

import pytest
from django.test import Client

from guichet.channels.counter.tests.conftest import Hall
from guichet.engine import store
from tests.browser import Browser

pytestmark = pytest.mark.django_db
SERVICE = "services/registry.change_wage/"


def browser(hall: Hall, where: str) -> Client:
    if where == "/counter/":
        return hall.consented()
    client = Browser()
    client.cookies["django_language"] = "en"
    client.force_login(hall.world.account)
    return client


@pytest.mark.parametrize("where", ["/counter/", "/"])
def test_what_was_typed_stays_when_the_language_changes(hall: Hall, where: str) -> None:
    client, typed = browser(hall, where), hall.wage("9123") | {"month": ""}
    page = client.get(where + SERVICE).content.decode()
    assert 'form="asking" formnovalidate name="speak" value="fr change"' in page
    answer = client.post(where + SERVICE, typed | {"speak": "fr change"})
    page = answer.content.decode()
    assert answer.status_code == 200 and 'lang="fr"' in page and 'value="9123"' in page
    assert typed["once"] in page and client.cookies["django_language"].value == "fr"
    assert 'role="alert"' not in page  # half a form is no fault


@pytest.mark.parametrize("where", ["/counter/", "/"])
def test_the_check_is_shown_again_and_nothing_is_sent(hall: Hall, where: str) -> None:
    client, before = browser(hall, where), store.value("SELECT count(*) FROM engine_transaction")
    page = client.post(where + SERVICE, hall.wage() | {"step": "send", "speak": "ar check"})
    assert page.status_code in (200, 303)  # a surer sign-in may be asked for first
    if page.status_code == 200:
        assert 'dir="rtl"' in page.content.decode() and 'value="ar check"' in page.content.decode()
    assert store.value("SELECT count(*) FROM engine_transaction") == before


@pytest.mark.parametrize("told", ["xx change", "fr send", "fr", "change fr"])
def test_nothing_else_can_be_told_so(hall: Hall, told: str) -> None:
    client = browser(hall, "/counter/")
    page = client.post("/counter/" + SERVICE, hall.wage() | {"step": "change", "speak": told})
    assert 'lang="en"' in page.content.decode() and client.cookies["django_language"].value == "en"
