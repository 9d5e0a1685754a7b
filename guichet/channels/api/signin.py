"""Who is calling: a short-lived token for a user name and password, then that token in each
call.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from guichet.channels.api import faults, request_bodies, xroad
from guichet.channels.api.problems import (
    CODE_NEEDED,
    SIGN_IN_WRONG,
    TOO_MANY_CALLS,
    UNREADABLE,
    Problem,
)
from guichet.channels.shared.address import address_of
from guichet.channels.shared.language import page_language
from guichet.channels.shared.proxy import issuer_of, thumbprint_of
from guichet.domain.identity import commands, factors, open_sessions, queries, step_up, throttle
from guichet.domain.systems.queries import caller
from guichet.engine.actor import Actor
from guichet.engine.context import Context
from guichet.engine.record import iso
from guichet.engine.refusal import Refused

LIFETIME = timedelta(hours=1)
MOST_CALLS, MOST_ROWS, WINDOW = 6_000, 600_000, timedelta(minutes=1)  # of one account
_LONGEST_NAME, _LONGEST_PASSWORD = 150, 1_000
_TOKEN_LENGTH = 8_001  # a character more than is read
_LONGEST_SECRET = 16 * 1024  # bytes of a call for a token: whoever sends it is not known yet


class Bearer(HttpBearer):
    """``Authorization: Bearer …``, a person's token or a system's; the actor is then
    ``request.auth``.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Whom the token stands for, if it is in force; ``domain.systems`` decides.

        Raises:
            Problem: it has called too often in this window.
        """
        now = timezone.now()
        found = caller(
            token.strip()[:_TOKEN_LENGTH], issuer_of(request), thumbprint_of(request), now
        )
        if found and not throttle.within(
            f"api:{found.actor.id}", limit=MOST_CALLS, window=WINDOW, now=now
        ):
            raise Problem(TOO_MANY_CALLS, seconds=int(WINDOW.total_seconds()))
        if found is None:
            return None
        request.via = found.via  # type: ignore[attr-defined]
        return found.actor


def sign_in(request: HttpRequest) -> dict[str, Any]:
    """A new token for the user name and password in the body.

    Raises:
        Problem: wrong, or too many tries from this address.
    """
    given = request_bodies.document(request, _LONGEST_SECRET)
    names = {"username", "password"}
    sound = set(given) - {"code"} == names and all(type(text) is str for text in given.values())
    if not sound:
        raise Problem(UNREADABLE, place="#", fault=faults.NAME_AND_PASSWORD)
    username, password = given["username"].strip()[:_LONGEST_NAME], given["password"]
    now, address = timezone.now(), address_of(request)
    wait = throttle.sign_in_wait(username, address, now=now)
    if wait or not throttle.address_may_try(address, now=now):
        raise Problem(TOO_MANY_CALLS, seconds=wait or 60)
    known = None
    if "\x00" not in username and len(password) <= _LONGEST_PASSWORD:
        known = authenticate(request, username=username, password=password)
    account = queries.account_by_id(known.pk) if known else None
    if account is None:
        throttle.sign_in_failed(username, address, now=now)
        network = throttle.network_of(address)
        open_sessions.failed(
            queries.account_of(known_name(username)), how="api", network=network, now=now
        )
        raise Problem(SIGN_IN_WRONG)
    if factors.counting(account, now):
        _second_factor(account, given.get("code", ""), address)
    throttle.sign_in_succeeded(username, address)
    expires = now + LIFETIME
    return {
        "access_token": commands.issue_token(account, name="api", expires_at=expires),
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "expires_at": iso(expires),
    }


def known_name(username: str) -> str:
    """A name the database can be asked for."""
    return username.replace("\x00", "")


def _second_factor(account: queries.Account, code: str, address: str) -> None:
    """A password alone opens no more here than on the pages.

    Raises:
        Problem: the code is missing or opens nothing.
    """
    if not code:
        raise Problem(CODE_NEEDED)
    try:
        step_up.show_code(
            account, code.replace("\x00", ""), step_up.Place(address), now=timezone.now()
        )
    except Refused as error:
        said = {name: str(value) for name, value in error.values.items()}
        raise Problem(error.refusal, **said) from error


def count_rows(actor: Actor, rows: int) -> None:
    """Count the rows of a batch: one call may carry as much work as thousands.

    Raises:
        Problem: the account has sent too many within the window.
    """
    key, now = f"api-rows:{actor.id}", timezone.now()
    if not throttle.within(key, limit=MOST_ROWS, window=WINDOW, now=now, weight=rows):
        raise Problem(TOO_MANY_CALLS, seconds=int(WINDOW.total_seconds()))


def context_of(request: HttpRequest, *, dry_run: bool = False) -> Context:
    """The circumstances of a call whose token was accepted."""
    return Context(
        actor=request.auth,  # type: ignore[attr-defined]
        channel="api",
        now=timezone.now(),
        language=page_language(),
        idempotency_key=request_bodies.idempotency_key(request),
        dry_run=dry_run,
        via=request.via | xroad.via(request),  # type: ignore[attr-defined]
    )
