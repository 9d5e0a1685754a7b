"""What a request is in the engine's words: who asks, for whom, when, in which language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypedDict

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guichet.channels.shared import disclosures, drafts
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance
from guichet.domain.identity import queries
from guichet.domain.identity.queries import Account
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME, Context

P = ParamSpec("P")
_PAGE_DIGITS = 9


class Visitor(HttpRequest):
    """A request of somebody who is signed in."""

    user: Account  # type: ignore[assignment]


class Acting(TypedDict):
    """The party acted for, as the session keeps it: names too, so that no page asks for
    them again.
    """

    kind: str
    number: int
    ar: str
    latin: str


def page(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A view for people who are signed in; with no methods named it answers GET and HEAD only."""

    def decorate(
        view: Callable[Concatenate[Visitor, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        allowed = list(methods) or ["GET", "HEAD"]
        return drafts.signed_in(require_http_methods(allowed)(guarded))

    return decorate


def today() -> date:
    """The calendar day at the institution."""
    return timezone.now().astimezone(HOME).date()


def context_of(request: Visitor, key: str | None = None) -> Context:
    """The circumstances of an asking from this page."""
    now = timezone.now()
    return Context(
        actor=queries.actor_of(request.user, assurance.assurance_of(request, now)),
        channel="web",
        now=now,
        language=page_language(),
        idempotency_key=key or None,
    )


def acting(request: HttpRequest) -> Acting | None:
    """The party acted for; None before one is chosen."""
    return request.session.get("party")


def act_for(request: HttpRequest, kind: PartyKind, number: int, ar: str, latin: str) -> None:
    """Act for this party from now on. The caller has checked that the account may."""
    request.session["party"] = Acting(kind=kind.value, number=number, ar=ar, latin=latin)


def acting_establishment(request: HttpRequest) -> int | None:
    """The number of the establishment acted for, if it is one."""
    party = acting(request)
    return party["number"] if party and party["kind"] == PartyKind.ESTABLISHMENT.value else None


def acting_person(request: Visitor) -> int | None:
    """The national number of the person acted for: somebody else's when that is chosen, else one's
    own.
    """
    party = acting(request)
    chosen = party and party["kind"] == PartyKind.PERSON.value
    return party["number"] if party and chosen else request.user.person_number


def saw(
    request: Visitor, *, subjects: Iterable[int] = (), establishment: int | None = None
) -> None:
    """Say that the page shows data of these persons and of the establishment acted for."""
    kind = PartyKind.ESTABLISHMENT.value if establishment else ""
    disclosures.note(request, "web", kind=kind, party=establishment, subjects=subjects)


def page_number(request: HttpRequest, last: int) -> int:
    """Which page of a list is wanted: what is no sensible number is the first, what is beyond the
    last the last.
    """
    typed = request.GET.get("page", "1")[:_PAGE_DIGITS]
    return min(max(int(typed), 1), last) if typed.isascii() and typed.isdigit() else 1
