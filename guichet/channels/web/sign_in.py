"""Signing somebody in for good, whichever way they proved who they are."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from guichet.channels.shared import drafts
from guichet.channels.web import assurance, news, request_news
from guichet.channels.web.parties import settle_party
from guichet.domain.identity import devices, open_sessions
from guichet.domain.identity.queries import Account
from guichet.engine import scope


def enter(
    request: HttpRequest, response: HttpResponse, account: Account, *, how: str, sure: bool = False
) -> None:
    """Sign the account in for good, record it and remember the device."""
    now = timezone.now()
    scope.enter(account.pk)  # proved: from here on the database knows as well who writes
    login(request, account)  # a new session key: one planted before is worth nothing
    for name in (assurance.HALF, assurance.PROVED, assurance.PUT_BY):
        request.session.pop(name, None)
    if sure:
        request.session[assurance.PROVED] = now.timestamp()
    settle_party(request, account)
    if drafts.taken_up(request, account.pk, now):
        messages.info(
            request,
            _(
                "You are signed in again. What you typed is kept and not sent yet; a file has to be attached again."
            ),
        )
    _record(request, account, how, now)
    for told in (news, request_news):
        told.tell_at_sign_in(request, account, assurance.stay_of(request) or 0, now)
    remember_device(request, response, account)


def _record(request: HttpRequest, account: Account, how: str, now: datetime) -> None:
    session = request.session
    if not session.session_key:
        session.create()
    session[assurance.STAY] = open_sessions.begin(
        account,
        session.session_key or "",
        how=how,
        now=now,
        user_agent=request.headers.get("User-Agent", ""),
        network=assurance.place_of(request, account).network,
    )
    session[assurance.SEEN] = now.timestamp()


def remember_device(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Let the device be known again; see `devices`."""
    response.set_cookie(
        devices.COOKIE,
        devices.cookie_for(account, request.COOKIES.get(devices.COOKIE, "")),
        max_age=devices.LASTS_S,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
