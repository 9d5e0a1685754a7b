"""What a caller reads of whatever goes wrong: each kind of error as a problem document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as BadParameters

from guichet.channels.api import faults, problems, request_bodies
from guichet.channels.api.problems import NOT_FOUND, Problem
from guichet.channels.shared.language import page_language
from guichet.engine.refusal import Refused

Handler = Callable[[HttpRequest, Any], HttpResponse]


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.refused(error, page_language())


def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.refused(Problem(problems.TOKEN_MISSING), page_language())


def _bad_parameters(request: HttpRequest, error: BadParameters) -> HttpResponse:
    where = ".".join(str(part) for part in error.errors[0]["loc"]) if error.errors else "query"
    problem = Problem(problems.UNREADABLE, place=where, fault=faults.NOT_UNDERSTOOD)
    return problems.refused(problem, page_language())


def _nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found(request)


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    most = request_bodies.MOST_BYTES // 2**10
    return problems.refused(Problem(problems.TOO_LARGE, most=most), page_language())


def _no_database(request: HttpRequest, error: Exception) -> HttpResponse:
    problems.LOG.error("the database did not answer at %s: %s", timezone.now().isoformat(), error)
    return problems.refused(Problem(problems.UNAVAILABLE, seconds=5), page_language())


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    problems.LOG.exception("unexpected error in %s %s", request.method, request.path)
    return problems.refused(Problem(problems.UNEXPECTED), page_language())


def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """A problem document also for addresses that are none of ours."""
    return problems.refused(Problem(NOT_FOUND), page_language())


HANDLERS: tuple[tuple[type[Exception], Handler], ...] = (
    (Refused, _refused),
    (AuthenticationError, _unknown_caller),
    (BadParameters, _bad_parameters),
    (Http404, _nothing_here),
    (RequestDataTooBig, _too_big),
    (OperationalError, _no_database),
    (InterfaceError, _no_database),
    (Exception, _unexpected),
)
