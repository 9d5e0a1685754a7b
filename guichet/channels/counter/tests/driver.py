"""A client before a clerk: named by the number on the ID, consents by a code, and the clerk fills
the form, reads it out and sends it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.test import Client, override_settings

from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.identity import staff
from guichet.domain.identity.queries import account_of
from guichet.domain.identity.tests.staffing import member
from guichet.domain.reception import queue
from guichet.engine.actor import Assurance
from guichet.lib.locale import here
from tests.browser import Browser
from tests.contract.reading import codes_of
from tests.contract.world import NOW, Played, World

_ONCE = re.compile(r'name="once" value="([^"]+)"')
_SUMMARY = re.compile(r'class="errsum".*?<ul>(.*?)</ul>', re.DOTALL)
_DONE = re.compile(r'<section class="done (\w+)"')
FILES = True  # it carries attachments
ASSURANCE = Assurance.SECOND_FACTOR  # a client who consents by a code from their mobile
BRANCH = 101


def clerk() -> Any:
    """The clerk of the branch; appointed if there is none yet."""
    known = account_of("clerk")
    if known is None:
        queue.add_branch(BRANCH, "فرع الرياض", "Riyadh branch")
        known = member("clerk", staff.COUNTER, place=BRANCH, name_ar="موظف", name_latin="Clerk")
    return known


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = 9,
) -> Played:
    """One sitting."""
    account = world.asker(service)
    if account.person_number is None:
        return Played("refused")  # a counter knows clients by their number
    folder = Path(handset.folder()) / "contract"
    with override_settings(HANDSETS=folder, CODE_COURIER=f"{handset.__name__}.deliver"):
        mobile = commands.register_mobile(account, here().mobiles.made(account.pk % 10**6), now=NOW)
        client = Browser(headers={"accept-language": "en"})
        client.force_login(clerk())
        named = client.post("/counter/client/", {"person": str(account.person_number)})
        assert named.headers["Location"] == "/counter/consent/", named.content.decode()
        assert client.post("/counter/consent/", {"step": "send"}).status_code == 303
        code = (handset.newest(mobile) or "").partition(" ")[0]
        agreed = client.post("/counter/consent/", {"step": "code", "code": code})
        assert agreed.headers["Location"] == "/counter/sitting/", agreed.content.decode()
    return _asked(client, f"/counter/services/{service}/", given, then or {}, turns)


def _asked(
    client: Client, address: str, given: Mapping[str, str], then: Mapping[str, str], turns: int
) -> Played:
    form = client.get(address)
    assert form.status_code == 200, form.status_code
    asked = {**given, "once": _found(_ONCE, form.content.decode())}
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
    return Played(_found(_DONE, page), repeated=response.headers["Location"].endswith("?again"))


def _found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    assert match, f"{pattern.pattern} is not on the page: {page[:2000]}"
    return match[1]
