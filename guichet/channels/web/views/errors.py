"""What is shown when something is not there, not allowed, or broken."""

from __future__ import annotations

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guichet.channels.shared import failures
from guichet.domain.identity import staff
from guichet.domain.identity.queries import Account


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read, or was somebody's who has left meanwhile."""
    if isinstance(exception, SessionInterrupted):
        return failures.left(request)
    return render(request, "web/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signed in, but not for this."""
    user = getattr(request, "user", None)
    works = isinstance(user, Account) and staff.is_staff(user)
    return render(request, "web/error.html", {"code": 403, "works": works}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none for this visitor."""
    return render(request, "web/error.html", {"code": 404}, status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than any form of ours holds."""
    return render(request, "web/error.html", {"code": 413}, status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault, or our database is away."""
    return failures.answered(request)
