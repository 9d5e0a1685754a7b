"""Signing in with the national identity: a real provider on loopback, and every way it or others
may lie.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from demo.identity_provider.server import IdentityProvider
from demo.identity_provider.state import CLIENT_ID, CLIENT_SECRET, PUSH_SECRET, Provider
from demo.population import a_living
from guichet.channels.web.tests.conftest import PASSWORD, Branch, sign_in
from guichet.domain.identity.backends import oidc
from guichet.domain.identity.models import Account, IdentityLink, SignIn
from guichet.engine.models import AuditLeaf

pytestmark = pytest.mark.django_db
SOMEBODY = str(a_living(41))


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    server = IdentityProvider(("127.0.0.1", 0))
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    oidc._fetched.cache_clear()
    settings.OIDC_ISSUER = server.provider.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.IDENTITY_PUSH_URL = f"{server.provider.issuer}/push/v1"
    settings.IDENTITY_PUSH_SECRET = PUSH_SECRET
    yield server.provider
    server.shutdown()
    server.server_close()
    oidc._fetched.cache_clear()


def browser() -> Client:
    return Client(SERVER_NAME="localhost", headers={"accept-language": "en"})


def answer_of(client: Client, person: str = SOMEBODY, goal: str = "") -> str:
    """Go to the provider as a browser does and come back with its answer, not yet given."""
    away = client.get(f"/national/?next={goal}").headers["Location"]
    query = dict(parse_qsl(urlsplit(away).query))
    assert query["code_challenge_method"] == "S256" and query["nonce"] and query["state"]
    done = httpx.post(away, data={"person": person, "choice": "approve"})
    assert done.status_code == 303, done.text
    return done.headers["Location"].partition("localhost")[2]


def test_somebody_new_gets_an_account_and_the_next_time_the_same(provider: Provider) -> None:
    for _ in range(2):
        client = browser()
        came = client.get(answer_of(client, goal="/security/"))
        assert came.status_code == 302 and came.headers["Location"] == "/security/"
        assert client.get("/security/").status_code == 200
    account = Account.objects.get()
    assert str(account.person_number) == SOMEBODY and account.name_ar
    assert IdentityLink.objects.get().subject == provider.subject_of(SOMEBODY)
    assert list(SignIn.objects.values_list("how", flat=True)) == ["oidc", "oidc"]
    kinds = set(AuditLeaf.objects.values_list("kind", flat=True))
    assert {"account-opened", "identity-linked", "sign-in"} <= kinds
    assert not account.has_usable_password()


def spoilt(**claims: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda own: {k: v for k, v in (own | claims).items() if v is not None}


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "other"]},
        {"azp": "other"},
        {"iss": "http://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 9_999_999_999},
        {"sub": ""},
        {"sub": None},
        {"national_number": "1000000001"},
        {"national_number": None},
        {"aud": None},
        {"nonce": 7},
    ],
)
def test_a_token_that_does_not_check_out_lets_nobody_in(
    provider: Provider, lie: dict[str, Any]
) -> None:
    provider.tamper = spoilt(**lie)
    client = browser()
    refused = client.get(answer_of(client))
    assert refused.status_code == 422
    assert "did not confirm" in refused.content.decode()
    assert not Account.objects.exists() and client.get("/").status_code == 302
    assert AuditLeaf.objects.filter(kind="sign-in-failed").count() == 1


def test_a_signature_by_another_key_or_by_none_lets_nobody_in(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = jwt.encode
    thief = ECKey.generate_key("P-256", {"kid": provider.key.kid})
    shared = OctKey.import_key(CLIENT_SECRET * 4)
    forgeries = [
        lambda h, c, k, **_: real(
            {"alg": "ES256", "kid": provider.key.kid}, c, thief, algorithms=["ES256"]
        ),
        lambda h, c, k, **_: real({"alg": "HS256"}, c, shared, algorithms=["HS256"]),
        lambda h, c, k, **_: (
            "eyJhbGciOiJub25lIn0."
            + real({"alg": "ES256"}, c, thief, algorithms=["ES256"]).split(".")[1]
            + "."
        ),
        lambda h, c, k, **_: "not a token",
        lambda h, c, k, **_: "",
    ]
    for forged in forgeries:
        monkeypatch.setattr(jwt, "encode", forged)
        client = browser()
        assert client.get(answer_of(client)).status_code == 422
    assert not Account.objects.exists()


def test_an_answer_counts_once_and_only_in_the_visit_that_asked(provider: Provider) -> None:
    client, other = browser(), browser()
    answer = answer_of(client)
    assert other.get(answer).status_code == 422
    other.get("/national/")
    assert other.get(answer).status_code == 422
    changed = answer.replace("state=", "state=x")
    assert client.get(changed).status_code == 422
    assert client.get(answer).status_code == 422  # what was kept is gone with the first try
    client = browser()
    answer = answer_of(client)
    assert client.get(answer).status_code == 302
    assert client.get(answer).status_code == 422
    mixed = browser()
    assert mixed.get(answer_of(mixed).replace("iss=http", "iss=ftp")).status_code == 422


def test_keys_may_change_and_a_subject_may_not(provider: Provider) -> None:
    client = browser()
    assert client.get(answer_of(client)).status_code == 302
    provider.key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    client = browser()
    assert client.get(answer_of(client)).status_code == 302
    provider.tamper = spoilt(sub="somebody else under the same number")
    client = browser()
    assert client.get(answer_of(client)).status_code == 422


def test_a_lower_assurance_there_is_a_password_here(provider: Provider, branch: Branch) -> None:
    provider.tamper = spoilt(acr="low", national_number=str(branch.owner.person_number))
    client = browser()
    assert client.get(answer_of(client)).status_code == 302
    assert "proved" not in client.session
    provider.tamper = spoilt(national_number=str(branch.owner.person_number), auth_time=1)
    assert (
        client.get(answer_of(client)).status_code == 422
    )  # proving more, one must show oneself anew
    provider.tamper = spoilt(national_number=str(branch.rival.person_number))
    assert client.get(answer_of(client)).status_code == 422  # somebody else at the provider
    provider.tamper = spoilt(national_number=str(branch.owner.person_number))
    assert client.get(answer_of(client)).status_code == 302
    assert client.session["proved"]


def test_a_provider_that_is_down_is_said_and_the_password_still_opens(
    provider: Provider, settings: Any, branch: Branch
) -> None:
    settings.OIDC_ISSUER, settings.IDENTITY_PUSH_URL = "http://127.0.0.1:9", "http://127.0.0.1:9"
    client = browser()
    assert "does not answer now" in client.get("/national/").content.decode()
    said = client.post("/national/app/", {"national_number": SOMEBODY, "step": "push"})
    assert "does not answer now" in said.content.decode()
    assert sign_in(client, "owner", PASSWORD).status_code == 302


def test_the_right_number_picked_on_the_telephone_lets_one_in(provider: Provider) -> None:
    client = browser()
    page = client.post(
        "/national/app/", {"national_number": SOMEBODY, "step": "push"}
    ).content.decode()
    waiting = provider.on_telephone(SOMEBODY)[0]
    assert f'<bdi dir="ltr">{waiting.number}</bdi>' in page
    assert client.post("/national/app/", {"step": "chosen"}).status_code == 422  # not yet
    provider.decide(waiting.id, waiting.number)
    assert client.post("/national/app/", {"step": "chosen"}).status_code == 302
    assert SignIn.objects.get().how == "push" and client.session["proved"]
    assert browser().post("/national/app/", {"step": "chosen"}).status_code == 422


def test_a_wrong_number_a_refusal_and_another_person_let_nobody_in(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for picked in ("00", ""):
        client = browser()
        client.post("/national/app/", {"national_number": SOMEBODY, "step": "push"})
        provider.decide(provider.on_telephone(SOMEBODY)[0].id, picked)
        assert (
            "did not confirm" in client.post("/national/app/", {"step": "chosen"}).content.decode()
        )
    client = browser()
    client.post("/national/app/", {"national_number": SOMEBODY, "step": "push"})
    made = provider.on_telephone(SOMEBODY)[0]
    provider.decide(made.id, made.number)
    made.person = str(a_living(43))
    assert client.post("/national/app/", {"step": "chosen"}).status_code == 422
    assert not Account.objects.exists()


def test_nobodys_telephone_is_rung_without_end_and_nonsense_rings_none(provider: Provider) -> None:
    client = browser()
    for typed in ("", "123", "1000000001", "x" * 5000, "٣"):
        assert (
            client.post("/national/app/", {"national_number": typed, "step": "push"}).status_code
            == 422
        )
    answers = [
        client.post("/national/app/", {"national_number": SOMEBODY, "step": "push"}).status_code
        for _ in range(4)
    ]
    assert answers == [200, 200, 200, 422]
    assert len(provider.on_telephone(SOMEBODY)) == 3


def test_who_signs_in_meanwhile_has_not_proved_more(provider: Provider, branch: Branch) -> None:
    client = browser()
    answer = answer_of(client, str(branch.owner.person_number))
    sign_in(client, "owner", PASSWORD)
    assert client.get(answer).status_code == 422
    assert "proved" not in client.session
