"""A second factor by the pages: added, asked for on signing in and by services, taken away; and
those it keeps out.
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, WAGE, Branch, sign_in
from guichet.domain.identity import factors
from guichet.domain.identity.models import Factor, SignIn
from guichet.engine.actor import Assurance
from guichet.engine.models import AuditLeaf
from guichet.engine.registry import service_of

pytestmark = pytest.mark.django_db


def code_of(secret: str, later: int = 0) -> str:
    key = base64.b32decode(secret.replace(" ", ""))
    return TOTP(key, 6, SHA1(), 30).generate(int(timezone.now().timestamp()) + later).decode()


def add_app(client: Client) -> tuple[str, list[str]]:
    """Through the page: the secret and the recovery codes."""
    page = client.get("/security/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]  # type: ignore[index]
    done = client.post("/security/app/", {"code": code_of(secret), "password": PASSWORD})
    assert done.status_code == 200, done.content.decode()
    return secret, re.findall(r"<code>(\w{5}-\w{5})</code>", done.content.decode())


@pytest.fixture
def stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_of("registry.change_wage"), "assurance", Assurance.SECOND_FACTOR)


def test_a_service_that_asks_for_more_keeps_what_was_typed_and_goes_on(
    branch: Branch, stricter: None
) -> None:
    client = branch.client()
    secret, _ = add_app(client)
    client = branch.client()  # half way: the password is not enough any more
    assert client.get("/").status_code == 302
    client = Client(headers={"accept-language": "en"})
    sign_in(client, "owner")
    assert client.post("/sign-in/second/", {"code": code_of(secret, 30)}).status_code == 302
    session = client.session
    session["proved"] = timezone.now().timestamp() - 3600  # long ago
    session.save()
    typed = {
        "step": "check",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "month": "2026-11",
        "basic": "9876",
    }
    sent = client.post(WAGE, typed)
    (goal,) = parse_qs(urlsplit(sent.headers["Location"]).query)["next"]
    assert sent.status_code == 302 and goal.startswith(f"{WAGE}?draft=")
    Factor.objects.update(counter=0)
    assert (
        client.post("/prove/", {"code": code_of(secret), "next": goal}).headers["Location"] == goal
    )
    for _ in range(2):  # reloading loses nothing
        form = client.get(goal).content.decode()
        assert 'value="9876"' in form and f'value="{branch.worker}"' in form
    assert 'value="9876"' not in client.get(WAGE).content.decode(), "a new form is empty"
    assert client.post(WAGE, typed).headers["Location"].startswith(f"{WAGE}?check=")


def test_without_a_factor_one_is_led_to_add_one_and_back(branch: Branch, stricter: None) -> None:
    client = branch.client()
    sent = client.post(WAGE, {"step": "check", "basic": "9876"})
    page = client.get(sent.headers["Location"]).content.decode()
    assert "/security/app/?next=%2Fservices" in page.replace("/services", "%2Fservices")
    add_app(client)
    assert 'value="9876"' in client.get(WAGE).content.decode(), "by whichever way one comes back"
    again = client.get(WAGE).content.decode()
    assert "second factor. You show it" not in again and 'value="9876"' not in again, "once"


def test_what_is_added_on_a_password_alone_counts_later_in_production(
    branch: Branch, stricter: None, settings
) -> None:
    settings.FACTOR_WAIT_HOURS = 24
    client = branch.client()
    secret, _ = add_app(client)
    assert client.post(WAGE, {"step": "check"}).status_code == 302
    assert client.post("/prove/", {"code": code_of(secret, 30)}).status_code == 422
    assert factors.counting(branch.owner, timezone.now()) == []
    assert len(factors.counting(branch.owner, timezone.now() + timedelta(hours=25))) == 1


def test_a_code_opens_once_and_a_recovery_code_too(branch: Branch) -> None:
    secret, codes = add_app(branch.client())
    assert len(set(codes)) == 10
    for code in (code_of(secret, 30), codes[0]):
        for status in (302, 422):
            client = Client(headers={"accept-language": "en"})
            sign_in(client, "owner")
            assert client.post("/sign-in/second/", {"code": code}).status_code == status
    assert factors.recovery_codes_left(branch.owner) == 9


def test_the_secret_is_not_in_the_database_nor_opens_for_another_account(branch: Branch) -> None:
    secret, codes = add_app(branch.client())
    factor = Factor.objects.get()
    assert base64.b32decode(secret.replace(" ", "")) not in bytes(factor.material)
    Factor.objects.filter(pk=factor.pk).update(account=branch.rival)
    with pytest.raises(factors.encryption.SealBroken):
        factors.use(branch.rival, code_of(secret, 30), now=timezone.now())
    said = " ".join(AuditLeaf.objects.values_list("body", flat=True))
    assert codes[0] not in said and secret.replace(" ", "") not in said


def test_guessing_codes_is_slowed_where_it_comes_from_only(branch: Branch) -> None:
    owner = branch.client()
    secret, _ = add_app(owner)
    thief = Client(REMOTE_ADDR="203.0.113.9", headers={"accept-language": "en"})
    sign_in(thief, "owner")
    answers = [
        thief.post("/sign-in/second/", {"code": f"{n:06d}"}).content.decode() for n in range(6)
    ]
    assert "Too many tries" in answers[-1]
    known = Client(headers={"accept-language": "en"})
    sign_in(known, "owner")
    assert known.post("/sign-in/second/", {"code": code_of(secret, 30)}).status_code == 302
    assert AuditLeaf.objects.filter(kind="second-factor-failed").count() >= 5


def test_the_password_alone_opens_no_page(branch: Branch) -> None:
    add_app(branch.client())
    client = Client(headers={"accept-language": "en"})
    assert sign_in(client, "owner").headers["Location"] == "/sign-in/second/"
    for page in ("/", "/security/", "/prove/", WAGE, "/security/app/"):
        assert client.get(page).headers["Location"].startswith("/sign-in/?next=")


def test_a_screen_left_open_adds_and_removes_nothing(branch: Branch) -> None:
    client = branch.client()
    page = client.get("/security/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]  # type: ignore[index]
    assert (
        client.post("/security/app/", {"code": code_of(secret), "password": "no"}).status_code
        == 422
    )
    assert not factors.live(branch.owner)
    add_app(client)
    session = client.session
    session["proved"] = 0
    session.save()
    mine = factors.live(branch.owner)[0].pk
    for address in ("/security/remove/", "/security/codes/"):
        assert client.post(address, {"factor": mine}).headers["Location"].startswith("/prove/")
    assert client.get("/security/app/").headers["Location"].startswith("/prove/")
    assert factors.live(branch.owner)


def test_a_strangers_factor_cannot_be_removed(branch: Branch) -> None:
    add_app(branch.client())
    rival = branch.client(branch.rival)
    add_app(rival)
    rival.post("/security/remove/", {"factor": factors.live(branch.owner)[0].pk})
    assert factors.live(branch.owner)
    rival.post("/security/remove/", {"factor": factors.live(branch.rival)[0].pk})
    assert not factors.live(branch.rival)


def test_sign_ins_are_listed_and_ended_from_afar(branch: Branch) -> None:
    here, there = (
        branch.client(),
        branch.client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/18 Safari/604"),
    )
    foreign = branch.client(branch.rival)
    page = here.get("/security/").content.decode()
    assert "Safari · iPhone" in page and "this device" in page
    other = SignIn.objects.get(device="Safari · iPhone")
    foreign.post("/security/sign-ins/", {"stay": other.pk})
    assert there.get("/security/").status_code == 200
    here.post("/security/sign-ins/", {"stay": other.pk})
    assert there.get("/security/").status_code == 302
    third = branch.client()
    here.post("/security/sign-ins/", {"stay": "others"})
    assert third.get("/").status_code == 302 and here.get("/").status_code == 200
    assert foreign.get("/").status_code == 200


def test_a_crowd_of_guessers_never_locks_the_owners_own_device_out(branch: Branch) -> None:
    from guichet.domain.identity import throttle

    known = branch.client()
    known.post("/sign-out/")
    now = timezone.now()
    for n in range(throttle.STRANGE_TRIES + 1):
        throttle.sign_in_failed("owner", f"198.51.100.{n}", now=now)
    for _ in range(6):  # and from the owner's own office
        throttle.sign_in_failed("owner", "127.0.0.1", now=now)
    stranger = Client(REMOTE_ADDR="203.0.113.77")
    assert sign_in(stranger, "owner").status_code == 429
    assert sign_in(Client(), "owner").status_code == 429
    assert sign_in(known, "owner").status_code == 302
    forged = Client()
    forged.cookies["device"] = f"{branch.owner.pk}.abc:forged"
    assert sign_in(forged, "owner").status_code == 429


def test_signs_ins_and_failures_are_in_the_audit_log_without_names(branch: Branch) -> None:
    sign_in(Client(), "my-secret-typed-as-name", "x")
    sign_in(Client(), "owner", "wrong")
    branch.client().post("/sign-out/")
    kinds = list(AuditLeaf.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-4:] == ["sign-in-failed", "sign-in-failed", "sign-in", "sign-out"]
    assert "my-secret" not in " ".join(AuditLeaf.objects.values_list("body", flat=True))
