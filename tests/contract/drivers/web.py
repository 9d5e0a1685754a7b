"""A person at a browser without scripts: opens the form, continues, reads it once more, sends it,
reads the receipt.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from guichet.engine.actor import Assurance
from guichet.engine.registry import service_of
from tests.browser import Browser
from tests.contract.reading import codes_of
from tests.contract.world import NOW, PASSWORD, Played, World

_ONCE = re.compile(r'name="once" value="([^"]+)"')
_SUMMARY = re.compile(r'class="errsum".*?<ul>(.*?)</ul>', re.DOTALL)
_SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")
_DONE = re.compile(r'<section class="done (\w+)"')
_RECEIPT = re.compile(r'href="(/transactions/[^/"]+/)"')
FILES = True  # it carries attachments


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = 9,
) -> Played:
    """Through the real pages, signed in with a password, and with a second factor where the service
    asks for it.
    """
    client = Browser(headers={"accept-language": "en"})
    signed_in = client.post(
        "/sign-in/", {"username": world.asker(service).username, "password": PASSWORD}
    )
    assert signed_in.status_code == 302, signed_in.content
    if service_of(service).assurance > Assurance.PASSWORD:
        _prove_more(client)
    address = f"/services/{service}/"
    form = client.get(address)
    assert form.status_code == 200
    once = _found(_ONCE, form.content.decode())
    asked = {**given, "once": once}
    if turns < 1:
        return Played("left")
    response = client.post(address, asked | {"step": "check"})
    if then and response.status_code == 422:
        asked |= {**then, "once": _found(_ONCE, response.content.decode())}
        response = client.post(address, asked | {"step": "check"})
    if turns < 2:
        return Played("left")
    if response.status_code == 200:  # an enquiry goes straight to its answer
        response = client.post(address, asked | {"step": "send"})
    if response.status_code == 422:
        listed = _found(_SUMMARY, response.content.decode())
        lines = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
        return Played("refused", codes_of(re.sub(r"<[^>]+>", "", line) for line in lines))
    assert response.status_code == 303, response.status_code
    page = client.get(response.headers["Location"]).content.decode()
    if not _DONE.search(page):  # it leads on at once, past its receipt
        page = client.get(_found(_RECEIPT, page)).content.decode()
    repeated = response.headers["Location"].endswith(("?again", "&again"))
    return Played(_found(_DONE, page), repeated=repeated)


def _prove_more(client: Client) -> None:
    """Add an authenticator app, whose first code is a proof."""
    page = client.get("/security/app/").content.decode()
    key = base64.b32decode(_found(_SECRET, page).replace(" ", ""))
    code = TOTP(key, 6, SHA1(), 30).generate(int(NOW.timestamp())).decode()
    added = client.post("/security/app/", {"code": code, "password": PASSWORD})
    assert added.status_code == 200, added.content.decode()


def _found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    assert match, f"{pattern.pattern} is not on the page: {page[:2000]}"
    return match[1]


ASSURANCE = Assurance.SECOND_FACTOR
