"""The national identity provider behind one port: a redirection (OpenID Connect) or a push to an
app.

Both end in an :class:`Identity`; `account_for` finds or opens its account. The national number
links the two, and the provider's own name for the person (``sub``) is remembered: another one for
the same number later is refused.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from guichet.domain.identity import commands, events, throttle
from guichet.domain.identity.backends import oidc, push
from guichet.domain.identity.backends.http import ProviderDown
from guichet.domain.identity.models import Account, IdentityLink
from guichet.engine import scope, store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import person_valid

log = logging.getLogger(__name__)

PUSHES, PUSH_WINDOW = 3, timedelta(minutes=10)  # to one person's telephone
PUSH = "push"

PROVIDER_DOWN = Refusal(
    "identity-provider-unavailable",
    ar="لا تجيب خدمة الهوية الوطنية الآن. أعد المحاولة بعد قليل أو ادخل بطريقة أخرى.",
    en="The national identity service does not answer now. Try again in a while, or sign in another way.",
    fr="Le service d’identité nationale ne répond pas. Réessayez dans un moment, ou connectez-vous autrement.",
)
NOT_CONFIRMED = Refusal(
    "identity-not-confirmed",
    ar="لم تؤكد خدمة الهوية الوطنية هويتك. أعد المحاولة أو استخدم طريقة أخرى.",
    en="The national identity service did not confirm who you are. Try again, or use another way.",
    fr="Le service d’identité nationale n’a pas confirmé votre identité. Réessayez, ou passez par un autre moyen.",
)
TOO_MANY_PUSHES = Refusal(
    "identity-too-many-requests",
    ar="طلبات كثيرة لهذا الرقم. انتظر {minutes:minute,oblique} أو ادخل بطريقة أخرى.",
    en="Too many requests for this number. Wait {minutes:minute}, or sign in another way.",
    fr="Trop de demandes pour ce numéro. Attendez {minutes:minute}, ou connectez-vous autrement.",
)
NUMBER_WRONG = Refusal(
    "identity-number-invalid",
    ar="«{value}» ليس رقم هوية أو إقامة. اكتب الأرقام العشرة كما في البطاقة.",
    en="“{value}” is no national ID or residence number. Type the ten digits as on the card.",
    fr="« {value} » n’est pas un numéro d’identité ou de séjour. Saisissez les dix chiffres de la carte.",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is, and how surely."""

    issuer: str
    subject: str
    national_number: int
    name_ar: str
    name_latin: str
    sure: bool  # proved by more than a password there


@dataclass(frozen=True, slots=True)
class Pushed:
    """A request on its way to a telephone."""

    request: str
    number: str


def redirection_offered() -> bool:
    """Whether an OpenID provider is set."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def push_offered() -> bool:
    """Whether a provider of pushes is set."""
    return bool(settings.IDENTITY_PUSH_URL)


def begin_redirection(redirect_uri: str, *, fresh: bool = False) -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what the session keeps.

    Raises:
        Refused: the provider does not answer.
    """
    try:
        return oidc.begin(redirect_uri, fresh=fresh)
    except ProviderDown as error:
        log.warning("identity provider: %s", error)
        raise Refused(PROVIDER_DOWN) from error


def finish_redirection(
    kept: Mapping[str, Any], given: Mapping[str, str], *, now: datetime
) -> Identity:
    """Who came back.

    Raises:
        Refused: it cannot be trusted, or the provider does not answer.
    """
    try:
        claims = oidc.finish(kept, given, now)
    except ProviderDown as error:
        log.warning("identity provider: %s", error)
        raise Refused(PROVIDER_DOWN) from error
    except oidc.Untrusted as error:
        log.warning("identity provider: %s", error)
        raise Refused(NOT_CONFIRMED) from error
    sure = claims.get("acr") in settings.OIDC_SURE_ACR
    return _identity(settings.OIDC_ISSUER, str(claims["sub"]), claims, sure=sure)


def begin_push(
    typed: str, *, service: str, address: str | None, now: datetime, ring: bool = True
) -> tuple[int, Pushed]:
    """Send a request to the telephone of whoever has that number; known or not, the answer looks
    the same.

    Args:
        typed: the number.
        service: what for, to be read in the app.
        address: from where, if that is an address; otherwise the caller counts its places.
        now: when.
        ring: without it nothing is sent, and the two digits are nobody's.

    Raises:
        Refused: no number, too many requests, or the provider does not answer.
    """
    if not person_valid(typed):
        raise Refused(NUMBER_WRONG, "national_number", value=typed[:20])
    allowed = address is None or throttle.address_may_try(address, now=now)
    allowed = allowed and throttle.within(
        f"push:{typed}", limit=PUSHES, window=PUSH_WINDOW, now=now
    )
    if not allowed:
        minutes = int(PUSH_WINDOW.total_seconds()) // 60
        raise Refused(TOO_MANY_PUSHES, "national_number", minutes=minutes)
    if not ring:
        return int(typed), Pushed("", str(10 + secrets.randbelow(90)))
    try:
        request, number = push.begin(int(typed), service)
    except ProviderDown as error:
        log.warning("identity push: %s", error)
        raise Refused(PROVIDER_DOWN) from error
    return int(typed), Pushed(request, number)


def pushed(request: str, national_number: int) -> Identity | None:
    """Who approved; None while the person has not decided.

    Raises:
        Refused: refused on the telephone, expired, or somebody else's.
    """
    try:
        state, said = push.state_of(request)
    except ProviderDown as error:
        log.warning("identity push: %s", error)
        raise Refused(PROVIDER_DOWN) from error
    if state == push.WAITING:
        return None
    if state != push.APPROVED:
        raise Refused(NOT_CONFIRMED)
    found = _identity(PUSH, str(said.get("national_number", "")), said, sure=True)
    if found.national_number != national_number:
        log.warning("identity push: approved for another person")
        raise Refused(NOT_CONFIRMED)
    return found


def account_for(identity: Identity, *, now: datetime, channel: str = "") -> Account:
    """The account of that person; opened when there is none.

    Raises:
        Refused: the provider's name for the person is not the one it had, or the account is closed.
    """
    try:
        with store.atomic():
            account = _linked(identity) or _opened(identity, now)
            with scope.as_institution():  # nobody is signed in yet
                link, fresh = IdentityLink.objects.get_or_create(
                    account=account,
                    issuer=identity.issuer,
                    defaults={"subject": identity.subject, "linked_at": now},
                )
            if fresh:
                events.note(
                    "identity-linked", account.pk, now, issuer=identity.issuer, channel=channel
                )
    except (
        IntegrityError
    ) as error:  # the subject is another account's: numbers were mixed up at the provider
        log.warning("identity provider: subject of another account")
        raise Refused(NOT_CONFIRMED) from error
    if link.subject != identity.subject or not account.is_active:
        log.warning("identity provider: another subject for account %s", account.pk)
        raise Refused(NOT_CONFIRMED)
    return account


def _linked(identity: Identity) -> Account | None:
    return Account.objects.filter(person_number=identity.national_number).first()


def _opened(identity: Identity, now: datetime) -> Account:
    account = commands.open_account(
        username=str(identity.national_number),
        password=None,
        name_ar=identity.name_ar,
        name_latin=identity.name_latin,
        person_number=identity.national_number,
    )
    events.note("account-opened", account.pk, now, issuer=identity.issuer)
    return account


def _identity(issuer: str, subject: str, said: Mapping[str, Any], *, sure: bool) -> Identity:
    number = str(said.get("national_number", ""))
    if not person_valid(number) or not subject:
        log.warning("identity provider: no national number")
        raise Refused(NOT_CONFIRMED)
    names = {n: str(said.get(n) or "").replace("\x00", "")[:200] for n in ("name_ar", "name")}
    return Identity(issuer, subject[:255], int(number), names["name_ar"], names["name"], sure)
