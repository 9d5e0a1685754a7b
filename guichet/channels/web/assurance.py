"""How surely the visitor is known: kept in the session, worth something for a while, shown again
when a service asks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from guichet.channels.shared.address import address_of
from guichet.channels.shared.assurance import PROVED, PUT_BY, assurance_of
from guichet.domain.identity import devices, open_sessions, queries
from guichet.domain.identity.queries import Account
from guichet.domain.identity.step_up import Place

__all__ = ["PROVED", "PUT_BY", "assurance_of"]  # with all that is below

HALF_WAY = timedelta(minutes=5)  # between the password and the second factor
HALF, STAY, SEEN = "half", "stay", "seen"  # in the session


def proved(request: HttpRequest, now: datetime) -> None:
    """Remember that a second factor was shown just now; the session gets another key, as after any
    rise in rights.
    """
    request.session.cycle_key()
    request.session[PROVED] = now.timestamp()
    touch(request, now, always=True)


def place_of(request: HttpRequest, account: Account | None) -> Place:
    """Where the visitor tries from; a device counts only for the account it has signed in with."""
    cookie = request.COOKIES.get(devices.COOKIE, "")
    return Place(address_of(request), devices.device_of(account, cookie))


def stay_of(request: HttpRequest) -> int | None:
    """The number of this stay among the account's sign-ins."""
    return request.session.get(STAY)


def touch(request: HttpRequest, now: datetime, *, always: bool = False) -> None:
    """Note once a minute that the stay goes on."""
    stay, seen = stay_of(request), request.session.get(SEEN, 0.0)
    if stay is not None and (always or now.timestamp() - seen > 60):
        request.session[SEEN] = now.timestamp()
        open_sessions.seen(stay, request.session.session_key or "", now=now)


def go_half_way(request: HttpRequest, account: Account, goal: str, now: datetime) -> None:
    """The password was right; the second factor is still to come. Nothing is open yet."""
    request.session.cycle_key()
    request.session[HALF] = {"account": account.pk, "goal": goal, "at": now.timestamp()}


def half_way(request: HttpRequest, now: datetime) -> tuple[Account, str] | None:
    """Who has shown the password only, and where they want to go."""
    kept: dict[str, Any] | None = request.session.get(HALF)
    if kept is None or not 0 <= now.timestamp() - kept["at"] < HALF_WAY.total_seconds():
        return None
    account = queries.account_by_id(kept["account"])
    return (account, kept["goal"]) if account else None
