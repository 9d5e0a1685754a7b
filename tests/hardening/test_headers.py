"""Every answer of every address: nothing foreign, nothing inline, nothing framed, sniffed
or kept.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.doors.conftest import Victim
from tests.doors.test_shut_doors import _declared, _text

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|<style|\son[a-z]+=|javascript:", re.IGNORECASE
)
FOREIGN = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//(?!testserver)""", re.IGNORECASE)


PUBLISHED = {"oauth/jwks.json"}  # keys that anybody may keep
SIGNED = (
    204,
    400,
    401,
    409,
)  # what machines send is signed or names its call, and a browser cannot


def _faults(response: HttpResponse) -> list[str]:
    faults, said = [], response.headers
    policy = said.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        faults.append("policy")
    if "unsafe" in policy or "*" in policy or "http:" in policy:
        faults.append("a loose policy")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    faults += [name for name, value in wanted.items() if said.get(name) != value]
    if said.get("Referrer-Policy") not in (
        "same-origin",
        "no-referrer",
    ):  # the latter where an address holds a code
        faults.append("Referrer-Policy")
    faults += (
        ["Permissions-Policy"] if "camera=()" not in said.get("Permissions-Policy", "") else []
    )
    if "html" in said.get("Content-Type", ""):
        page = _text(response)
        faults += [f"inline: {match[0]}" for match in INLINE.finditer(page)]
        faults += [f"foreign: {match[0]}" for match in FOREIGN.finditer(page)]
    return faults


def test_every_page_and_every_refusal_has_them(victim: Victim) -> None:
    wrong = []
    for account in (victim.account, None):
        for route, (prefix, door) in _declared().items():
            client = victim.client(account, acting=victim.facts["establishment"])
            address = f"/{prefix}{door.path}{door.query}".format_map(victim.facts)
            for method in ("get", "post", "delete"):
                response = getattr(client, method)(address)
                wrong += [
                    f"{method} {route} {response.status_code}: {fault}"
                    for fault in _faults(response)
                ]
                signed_in = account is not None and client.session.session_key
                if (
                    signed_in
                    and route not in PUBLISHED
                    and "no-store" not in response.headers.get("Cache-Control", "")
                ):
                    wrong.append(f"{method} {route} {response.status_code}: may be kept")
    assert wrong == [], "\n".join(wrong)


def test_a_page_that_is_not_there_has_them_too(victim: Victim) -> None:
    assert _faults(victim.client(None).get("/no-such-page/")) == []


def test_in_earnest_only_https_and_no_cookie_without_it(victim: Victim, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = victim.client(None)
    moved = client.get("/sign-in/")
    assert moved.status_code == 301 and moved.headers["Location"].startswith("https://")
    answer = client.get("/sign-in/", secure=True)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert all(cookie["secure"] for cookie in answer.cookies.values())


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "branch@evil.example"])
def test_a_foreign_host_name_is_not_answered(victim: Victim, host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    assert victim.client(None).get("/sign-in/", headers={"host": host}).status_code == 400


def test_a_form_from_another_site_changes_nothing(victim: Victim) -> None:
    client = victim.client(victim.account, acting=victim.facts["establishment"])
    client.handler.enforce_csrf_checks = True
    for route, (prefix, door) in _declared().items():
        if prefix.startswith("api/"):
            continue  # machines carry a token in a header, which no foreign page can set
        address = f"/{prefix}{door.path}{door.query}".format_map(victim.facts)
        response = client.post(
            address, {"any": "thing"}, headers={"origin": "https://evil.example"}
        )
        assert response.status_code in (403, 405, *SIGNED), route
