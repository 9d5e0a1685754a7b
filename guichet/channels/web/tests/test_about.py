"""Help, complaints, privacy, accessibility, terms and the list of services are read without signing
in, and every page leads there.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from guichet.channels.web.tests.conftest import Branch
from guichet.channels.web.views import about
from guichet.domain.identity import devices
from guichet.engine.actor import Segment
from guichet.engine.registry import services
from guichet.lib import contact
from guichet.lib.text import LANGUAGES

pytestmark = pytest.mark.django_db


def reader(language: str) -> Client:
    return Client(headers={"accept-language": language})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", about.PAGES)
def test_anybody_reads_them_in_their_language(name: str, language: str) -> None:
    answer = reader(language).get(f"/{name}/")
    page = answer.content.decode()
    assert answer.status_code == 200 and about.PAGES[name].title.at(language) in page
    assert all(part.title.at(language).split("’")[0] in page for part in about.PAGES[name].parts)
    if any(part.contact for part in about.PAGES[name].parts):
        assert contact.TELEPHONE in page and f"mailto:{contact.MAIL}" in page


def test_a_demonstration_says_that_nobody_answers(settings: object) -> None:
    settings.TRIAL = True  # type: ignore[attr-defined]
    assert "nobody answers there" in reader("en").get("/help/").content.decode()
    settings.TRIAL = False  # type: ignore[attr-defined]
    assert "nobody answers there" not in reader("en").get("/help/").content.decode()


def test_every_page_leads_there_and_what_they_lead_to_answers(branch: Branch) -> None:
    for client, address in (
        (reader("en"), "/sign-in/"),
        (branch.client(), "/"),
        (branch.client(), "/no-such-page/"),
    ):
        footer = client.get(address).content.decode().partition("<footer")[2]
        for name in (*about.PAGES, "catalogue"):
            assert f'href="/{name}/"' in footer
    for name in about.PAGES:
        page = branch.client().get(f"/{name}/").content.decode()
        for link in re.findall(
            r'href="(/[^"#]*)"', page.partition("<main")[2].partition("</main>")[0]
        ):
            assert branch.client().get(link).status_code in (200, 302), link


def test_the_sign_in_page_leads_to_a_way_in_without_a_password_and_for_newcomers() -> None:
    page = reader("en").get("/sign-in/").content.decode()
    said = reader("en").get("/help/").content.decode()
    for anchor in re.findall(r'href="/help/#(\w+)"', page):
        assert f'id="{anchor}"' in said
    assert page.count('href="/help/#') == 2


def test_the_catalogue_tells_whom_a_service_is_for_and_what_it_asks() -> None:
    page = reader("en").get("/catalogue/").content.decode()
    for service in services().values():
        offered = service.audience - {Segment.STAFF}
        assert (service.title.en.replace("'", "&#x27;") in page) == bool(offered), service.key
    found = reader("en").get("/catalogue/", {"q": "wage"}).content.decode()
    assert "housing allowance" in found and "We ask for you" in page
    assert "No service matches" in reader("en").get("/catalogue/", {"q": "zzzzzz"}).content.decode()


def test_the_notice_of_privacy_names_all_our_cookies(branch: Branch) -> None:
    client = Client(headers={"accept-language": "en"})
    client.get("/sign-in/")
    signed_in = branch.client()
    signed_in.post("/language/", {"language": "fr", "next": "/"})
    names = {*client.cookies, *signed_in.cookies}
    assert names <= {"sessionid", "csrftoken", "django_language", devices.COOKIE}
