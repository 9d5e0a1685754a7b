"""What a page or call shows about people: views say it, and it is on record before the answer
leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.engine.disclosures import NOT_SHOWN, number_of
from guichet.engine.outcome import Answer
from guichet.engine.service import Service

_STAFF = "staff"


@dataclass(slots=True)
class DisclosedAnswer:
    """What one answer shows, and on whose behalf."""

    channel: str
    place: str
    kind: str = ""
    party: int | None = None
    subjects: set[int] = field(default_factory=set)


def note(
    request: HttpRequest,
    channel: str,
    *,
    kind: str = "",
    party: int | None = None,
    subjects: Iterable[int] = (),
    place: str = "",
) -> None:
    """Say that the answer to ``request`` shows data of ``party`` and of these persons, besides
    those that were said of that party before.

    Args:
        kind: of the party, ``establishment`` or ``person``.
        place: what to call it; by default the page's url name.
    """
    match = request.resolver_match
    shown = DisclosedAnswer(
        channel, place or (match.view_name if match else ""), kind, party, set(subjects)
    )
    before: DisclosedAnswer | None = getattr(request, "guichet_shown", None)
    if before is not None and (before.kind, before.party) == (kind, party):
        shown.subjects |= before.subjects
    request.guichet_shown = shown  # type: ignore[attr-defined]


def note_answers(
    request: HttpRequest, channel: str, service: type[Service], answers: Iterable[Answer]
) -> None:
    """Say that answers kept before are shown again; what is asked just now the engine tells
    (`engine.disclosures`).
    """
    seen = [a for a in answers if not any(f.code in NOT_SHOWN for f in a.errors)]
    if not seen:
        return
    parties = [number for a in seen if (number := number_of(a, service.party))]
    subjects = {
        number for a in seen if service.subject and (number := number_of(a, service.subject))
    }
    party = parties[0] if parties else None
    kind = service.party_kind.value if parties else ""
    if kind == "person":
        subjects.update(parties)
    note(request, channel, kind=kind, party=party, subjects=subjects, place=service.key)


def recorded(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Write down what the view said it shows; nobody is shown what could not be written down."""

    def answer(request: HttpRequest) -> HttpResponse:
        _enter(request)
        response = get_response(request)
        shown: DisclosedAnswer | None = getattr(request, "guichet_shown", None)
        told = response.status_code < HTTPStatus.BAD_REQUEST
        if shown is not None and (told or response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY):
            _write(request, shown)
        return response

    return answer


def _enter(request: HttpRequest) -> None:
    """The database session of the last request must not see for this one."""
    # Not at the top: as below.
    from guichet.engine import scope

    if not scope.bound():
        return
    account = request.user.pk if request.user.is_authenticated else None
    try:
        scope.enter(account)
    except (OperationalError, InterfaceError):
        if account is not None:
            raise
        # a new one begins as one that sees nothing of anybody; not every page asks it something
        connection.close()


def _write(request: HttpRequest, shown: DisclosedAnswer) -> None:
    # Not at the top: when the settings take the middleware, no model can be loaded yet.
    from guichet.domain.access import commands

    caller = getattr(request, "auth", None)  # of a machine: who it acts as, and by which means
    actor = getattr(caller, "actor", caller)
    if actor is not None:
        reader = commands.Reader(actor.id, actor.name, _STAFF in actor.segments)
    else:
        user = request.user
        name = (
            getattr(user, "name_ar", "") or getattr(user, "name_latin", "") or user.get_username()
        )
        reader = commands.Reader(user.pk, name, _STAFF in getattr(user, "segments", ()))
    commands.record(
        reader,
        at=timezone.now(),
        channel=shown.channel,
        place=shown.place,
        party_kind=shown.kind,
        party=shown.party,
        subjects=shown.subjects,
    )
