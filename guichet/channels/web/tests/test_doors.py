"""Shut doors: the anonymous, the stranger, the other establishment's owner, the forged form."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from guichet.channels.web import urls
from guichet.channels.web.tests.conftest import PASSWORD, REGISTER, WAGE, Branch, sign_in
from guichet.channels.web.views import about
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Mandate

pytestmark = pytest.mark.django_db

OPEN = {"sign-in", "verify", "verify-any", "papers", "catalogue", *about.PAGES}  # for anybody
POSTED = {
    "language",
    "sign-out",
    "payment-notices",
    "passkey-options",
    "use-passkey",
}  # take POST only; notices are signed
PUBLISHED = {"revoked", "roots"}  # files for anybody, once there is an authority
ARGUMENTS = {
    "language": "ar",
    "key": "registry.change_wage",
    "ref": "K7QM-4X2P-9RTWX",
    "number": 1000000008,
    "month": "2026-10",
    "name": "paper",
}


def addresses() -> list[tuple[str, str]]:
    """Every page of the branch with some arguments."""
    found = []
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        found.append((pattern.name, reverse(pattern.name, kwargs={n: ARGUMENTS[n] for n in names})))
    return found


@pytest.mark.parametrize(("name", "address"), addresses())
def test_without_signing_in_only_open_pages_answer(name: str, address: str, client: Client) -> None:
    answer = client.get(address)
    if name == "national-return":
        assert answer.status_code == 422  # nobody was sent away from here
    elif name in {"national", "national-app"}:
        assert answer.headers["Location"] == "/sign-in/"  # no provider is set
    elif name in OPEN:
        assert answer.status_code == 200
    elif name in PUBLISHED:
        assert answer.status_code == 404
    elif name in POSTED:
        assert answer.status_code == 405
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/?next=")


def test_anonymous_posts_change_nothing(client: Client, branch: Branch) -> None:
    answer = client.post(REGISTER, branch.joining(step="send"))
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")


def test_the_resolver_has_no_page_these_tests_do_not_know() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name, _ in addresses()} <= names


def test_another_establishments_owner_is_refused_and_told_no_more_than_of_an_unknown_number(
    branch: Branch,
) -> None:
    client = branch.client(branch.rival)
    foreign = client.post(REGISTER, branch.joining(step="send"))
    unknown = client.post(REGISTER, branch.joining(step="send", once="", establishment="599999999"))
    assert foreign.status_code == unknown.status_code == 422
    said = "You have no mandate for this service on behalf of"
    assert said in foreign.content.decode() and said in unknown.content.decode()


def test_a_strangers_preview_is_refused_too(branch: Branch) -> None:
    client = branch.client(branch.rival)
    answer = client.post(
        WAGE,
        {
            "step": "check",
            "establishment": str(branch.establishment),
            "worker": str(branch.worker),
            "month": "2026-11",
            "basic": "1",
        },
    )
    assert answer.status_code == 422
    assert "8,000.00" not in answer.content.decode()  # the wage in force stays unknown


def test_a_receipt_is_shown_to_its_party_and_hidden_from_others(branch: Branch) -> None:
    sent = branch.client().post(REGISTER, branch.joining(step="send"))
    address = sent.headers["Location"]
    assert branch.client().get(address).status_code == 200
    for page in (address, f"{address}receipt.json"):
        assert branch.client(branch.rival).get(page).status_code == 404


def test_one_may_not_act_for_an_establishment_by_naming_it(branch: Branch) -> None:
    client = branch.client(branch.rival)
    answer = client.post("/party/", {"party": str(branch.establishment)})
    assert answer.status_code == 422
    assert client.session["party"]["number"] == branch.foreign


def test_pages_of_the_party_close_when_the_mandate_is_revoked(branch: Branch) -> None:
    client = branch.client()
    assert client.get("/workers/").status_code == 200
    Mandate.objects.filter(party=branch.establishment).update(revoked_at="2026-11-22T00:00:00Z")
    for page in ("/workers/", f"/workers/{branch.worker}/", "/account/"):
        assert client.get(page).status_code == 403
    assert str(branch.worker) not in client.get("/transactions/").content.decode()


def test_a_clerk_sees_only_what_the_mandate_names(branch: Branch) -> None:
    clerk = identity.open_account(username="clerk", password=PASSWORD)
    identity.grant(establishment=branch.establishment, rights=["wages"], account=clerk)
    client = branch.client(clerk)
    assert client.get("/workers/").status_code == 403
    refused = client.post(REGISTER, branch.joining(step="send"))
    assert refused.status_code == 422


def test_another_establishments_worker_is_not_found(branch: Branch) -> None:
    client = branch.client(branch.rival)
    assert client.get(f"/workers/{branch.worker}/").status_code == 404


def test_a_form_without_its_token_is_refused_in_the_readers_language(branch: Branch) -> None:
    client = branch.client(enforce_csrf_checks=False)
    client.handler.enforce_csrf_checks = True
    answer = client.post(REGISTER, branch.joining(step="send"))
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_a_session_planted_before_signing_in_is_worth_nothing(
    client: Client, branch: Branch
) -> None:
    client.get("/sign-in/")
    client.session["planted"] = True
    before = client.session.session_key
    sign_in(client, "owner")
    assert client.session.session_key != before


def test_a_new_password_signs_other_devices_out_and_keeps_this_one(branch: Branch) -> None:
    here, elsewhere = branch.client(), branch.client()
    fresh = "another-Minute-27"
    done = here.post("/password/", {"old": PASSWORD, "new": fresh, "again": fresh})
    assert done.status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_guessing_is_slowed_down_and_says_how_long(client: Client, branch: Branch) -> None:
    client.cookies["django_language"] = "en"
    answers = [sign_in(client, "owner", "wrong") for _ in range(6)]
    assert answers[0].status_code == 422 and answers[-1].status_code == 429
    assert "Wait" in answers[-1].content.decode()
    assert sign_in(client, "owner").status_code == 429  # even the right one, from here
    elsewhere = client.post(
        "/sign-in/", {"username": "owner", "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302


def test_a_wrong_user_name_and_a_wrong_password_read_the_same(
    client: Client, branch: Branch
) -> None:
    def said(username: str) -> str:
        text = sign_in(client, username, "wrong").content.decode()
        return text.split('class="errsum"')[1].split("</div>")[0]

    assert said("owner") == said("nobody")


def test_signing_in_never_leads_to_a_foreign_site(client: Client, branch: Branch) -> None:
    answer = client.post(
        "/sign-in/", {"username": "owner", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_every_answer_forbids_foreign_and_inline_code(branch: Branch) -> None:
    client = branch.client()
    for page in ("/", REGISTER, "/transactions/", "/no-such-page/"):
        answer = client.get(page)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        text = answer.content.decode()
        assert "<script>" not in text and "style=" not in text and "onclick" not in text


def test_pages_of_people_signed_in_are_not_kept_by_browsers(branch: Branch) -> None:
    assert "no-store" in branch.client().get("/workers/").headers["Cache-Control"]


def test_names_are_shown_as_text_and_never_run(branch: Branch) -> None:
    client = branch.client()
    answer = client.post(
        REGISTER, branch.joining(step="check", occupation="<script>alert(1)</script>")
    )
    assert "<script>alert" not in answer.content.decode()


def test_a_fault_of_ours_is_shown_in_the_frame_and_tells_nothing_of_itself(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the house")

    client = branch.client(raise_request_exception=False)
    monkeypatch.setattr("guichet.engine.records.of_party", broken)
    answer = client.get("/transactions/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in page and "secret" not in page


@pytest.mark.parametrize(
    "page",
    [
        "/workers/?q=%00",
        "/?q=a%00b",
        "/services/a%00b/",
        f"{REGISTER}?worker=%00",
        "/transactions/?before=%00",
        "/sign-in/?next=%00",
        "/files/?before=%00",
        "/verify/%00/",
        "/look-up/day/?field=d&d=%00",
    ],
)
def test_a_zero_byte_in_an_address_cannot_be_read(branch: Branch, page: str) -> None:
    answer = branch.client(raise_request_exception=False).get(page)
    assert answer.status_code == 400 and "<html" in answer.content.decode()


@pytest.mark.parametrize("form", [{"username": "a\x00b", "password": "x"}, {"user\x00name": "a"}])
def test_a_zero_byte_in_a_form_cannot_be_read(form: dict[str, str]) -> None:
    assert Client(raise_request_exception=False).post("/sign-in/", form).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language"])
def test_a_zero_byte_in_a_cookie_makes_a_visitor_without_cookies(branch: Branch, name: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies[name] = "a\x00b" * 4
    assert client.get("/workers/").status_code == 302
    assert client.get("/sign-in/").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        f"/workers/?page={'9' * 5000}",
        "/workers/?page=0",
        "/workers/?page=-1",
        "/files/?before=0001-01-01T00:00:00%2B23:59",
        "/files/?before=9999-12-31T23:59:59-23:59",
        "/files/?before=2026-01-01",
        "/files/?before=soon",
    ],
)
def test_a_page_that_cannot_be_is_the_first(branch: Branch, page: str) -> None:
    assert branch.client(raise_request_exception=False).get(page).status_code == 200


@pytest.mark.parametrize(
    "page",
    ["/workers/99999999999999999999999/", "/account/bills/9999-99/", "/account/bills/0001-01/"],
)
def test_what_cannot_be_is_not_found(branch: Branch, page: str) -> None:
    assert branch.client(raise_request_exception=False).get(page).status_code == 404
