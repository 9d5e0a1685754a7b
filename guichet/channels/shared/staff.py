"""Pages for the institution's own people: each says which right it takes, and nobody else
enters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.channels.shared.assurance import is_sure
from guichet.domain.identity import staff
from guichet.domain.identity.staff import Staff
from guichet.engine.context import HOME

View = Callable[..., HttpResponse]


def needs(*tasks: str) -> Callable[[View], View]:
    """A page for staff with one of these rights; without any named, for staff whatever they may do.

    The walk of shut doors reads them off the view (``tests/doors/test_staff_doors.py``).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            enough = holds(request, tasks) if tasks else staff.is_staff(request.user)  # type: ignore[arg-type]
            if not enough:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return declared(login_required(guarded), *tasks)

    return decorate


def declared(view: View, *tasks: str) -> View:
    """Say of a view which rights it takes."""
    view.staff_tasks = frozenset(tasks)  # type: ignore[attr-defined]
    return view


def rights_of(request: HttpRequest) -> frozenset[str]:
    """What whoever asks may do of the staff's work today; looked up once a request."""
    known: frozenset[str] | None = getattr(request, "guichet_rights", None)
    if known is None:
        today = timezone.now().astimezone(HOME).date()
        user = request.user
        known = staff.rights(user, today) if user.is_authenticated else frozenset()
        request.guichet_rights = known  # type: ignore[attr-defined]
    return known


def holds(request: HttpRequest, tasks: Collection[str]) -> bool:
    """Whether whoever asks holds one of these rights."""
    return staff.covers(rights_of(request), tasks)


def acting(request: HttpRequest) -> Staff:
    """Who acts for the institution in this request, with their rights and how surely they are
    known.
    """
    user = request.user
    sure = is_sure(request, timezone.now())
    return Staff(int(user.pk or 0), getattr(user, "person_number", None), sure, rights_of(request))
