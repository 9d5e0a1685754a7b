"""Going back and reloading send nothing; what was typed outlives the session, for the same person
alone.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from guichet.channels.web.tests.conftest import REGISTER, Branch, sign_in
from guichet.dialogue.draft import Draft
from guichet.engine import store
from tests.browser import Browser

pytestmark = pytest.mark.django_db
TYPED = {"step": "check", "occupation": "welder-of-bridges"}


def asked(branch: Branch, client: Client, **given: str) -> str:
    """Where a form leads that is opened and sent by hand."""
    answer = Client.post(client, REGISTER, branch.joining(**given))
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def transactions() -> int:
    """How many were recorded."""
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def test_the_page_to_check_has_an_address_that_can_be_read_again(branch: Branch) -> None:
    client = branch.client()
    address = asked(branch, client, **TYPED)
    assert "welder" not in address and str(branch.newcomer) not in address
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200 and "welder-of-bridges" in page.content.decode()
    assert transactions() == 0


@pytest.mark.parametrize(
    "wrong", [{"basic": "nine"}, {"worker": "1000000000"}], ids=["a value", "a number"]
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_a_page_that_says_what_is_wrong_can_be_read_again(
    branch: Branch, step: str, wrong: dict[str, str]
) -> None:
    client = branch.client()
    address = asked(branch, client, **{**TYPED, "step": step, **wrong})
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 422 and "welder-of-bridges" in page.content.decode()


def test_going_back_from_the_receipt_leads_to_the_receipt(branch: Branch) -> None:
    client = branch.client()
    checked = asked(branch, client, **TYPED)
    receipt = asked(branch, client, **{**TYPED, "step": "send"})
    assert client.get(checked).headers["Location"] == receipt
    assert client.get(checked.replace("check=", "draft=")).headers["Location"] == receipt
    assert transactions() == 1


def test_going_back_to_the_form_finds_what_was_typed(branch: Branch) -> None:
    client = branch.client()
    form = asked(branch, client, **TYPED).replace("check=", "draft=")
    assert 'value="welder-of-bridges"' in client.get(form).content.decode()


def test_an_address_opens_nothing_in_another_session(branch: Branch) -> None:
    address = asked(branch, branch.client(), **TYPED)
    for other in (branch.client(), branch.client(branch.rival)):
        for read in (address, address.replace("check=", "draft=")):
            assert "welder" not in other.get(read).content.decode()


def test_so_many_drafts_are_kept_and_the_oldest_goes_first(branch: Branch) -> None:
    client = branch.client()
    keys = [f"7d444840-9dc0-11d1-b245-5ffdce74fa{n:02}" for n in range(20)]
    first, *_, last = [asked(branch, client, **TYPED, once=key) for key in keys]
    assert "welder" not in client.get(first).content.decode()
    assert "welder" in client.get(last).content.decode()
    assert len(client.session["drafts"]) <= 8


def ended(branch: Branch, **options: str) -> tuple[Browser, str]:
    """A browser whose session ended while its form was open, and where sending the form led."""
    client = branch.client()
    form = client.get(REGISTER).content.decode()
    owner = form.split('name="owner" value="')[1].partition('"')[0]
    Session.objects.all().delete()
    sent = client.post(REGISTER, branch.joining(**{**TYPED, "owner": owner, **options}))
    return client, str(sent.headers["Location"])


@pytest.mark.parametrize("step", ["check", "send"])
def test_who_signs_in_again_finds_what_was_typed_and_nothing_was_sent(
    branch: Branch, step: str
) -> None:
    client, address = ended(branch, step=step)
    page = client.get(address).content.decode()
    assert (
        "Your session had ended" in page
        and "what you typed is kept" in page
        and "welder" not in page
    )
    goal = page.split('name="next" value="')[-1].partition('"')[0]
    led = client.post(
        "/sign-in/", {"username": "owner", "password": "half-a-Minute-26", "next": goal}
    )
    form = client.get(led.headers["Location"]).content.decode()
    assert 'value="welder-of-bridges"' in form and f'value="{branch.newcomer}"' in form
    assert "You are signed in again" in form and transactions() == 0


def test_another_person_who_signs_in_there_finds_nothing(branch: Branch) -> None:
    client, address = ended(branch)
    goal = parse_qs(urlsplit(address).query)["next"][0]
    sign_in(client, "rival")
    for read in (REGISTER, goal):
        assert "welder" not in client.get(read).content.decode(), read
    client.post("/sign-out/")
    sign_in(client, "owner")  # nor does the first, when somebody was there in between
    assert "welder" not in client.get(REGISTER).content.decode()


def test_a_form_without_a_mark_of_ours_is_not_kept(branch: Branch) -> None:
    client, address = ended(branch, owner="forged")
    page = client.get(address).content.decode()
    assert "Your session has ended" in page and "what you typed" not in page
    assert Session.objects.count() == 0


def test_a_draft_is_kept_as_json_and_outlives_its_process_and_its_release(branch: Branch) -> None:
    client = branch.client()
    address = asked(branch, client, **TYPED)
    session = client.session
    (kept,) = json.loads(json.dumps(session["drafts"])).values()
    draft = Draft.read(kept["draft"])
    assert draft.given["occupation"] == "welder-of-bridges" and draft.kept() == kept["draft"]
    assert draft.service == "registry.register_worker" and "token" not in json.dumps(kept)
    session["drafts"] = {draft.key: {"path": REGISTER, "given": dict(draft.given)}}
    session.save()
    page = client.get(address)
    assert page.status_code == 200 and "welder" not in page.content.decode(), (
        "an older one is no fault"
    )


def test_an_enquiry_gone_back_to_is_asked_anew_with_what_was_typed(branch: Branch) -> None:
    client, key = branch.client(), "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    given = {"establishment": str(branch.establishment), "from_month": "2026-01", "once": key}
    client.post("/services/account.balance/", given)
    form = client.get(f"/services/account.balance/?draft={key}").content.decode()
    assert 'value="2026-01"' in form and key not in form.split("<form id=")[1].partition(">")[0]
    assert transactions() == 1
