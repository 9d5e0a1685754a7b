"""What voice browsers fetch. Nothing here logs what was pressed."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.shared import failures
from guichet.channels.voice import access, calls, documents, recordings
from guichet.channels.voice.dialogue import Event

BASE = "/voice/"
_LONGEST_KEYS = 40
View = Callable[..., HttpResponse]


def _machine(*methods: str) -> Callable[[View], View]:
    """A view for a voice browser, which has no cookies, and of whose keys no error report
    may tell.
    """

    def made(view: View) -> View:
        guarded = require_http_methods(list(methods))(sensitive_post_parameters()(view))
        return csrf_exempt(wraps(view)(guarded))

    return made


def _said(said: calls.Said) -> HttpResponse:
    return _document(documents.of_turn(said.turn, said.call, said.step, BASE))


def _document(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{documents.MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@_machine("GET", "HEAD")
def entrance(request: HttpRequest) -> HttpResponse:
    """Where a gateway begins, with its key."""
    key = request.GET.get("key", "")
    return (
        _document(documents.entrance(BASE, key))
        if access.is_gateway(key)
        else HttpResponse(status=403)
    )


@_machine("POST")
def start(request: HttpRequest) -> HttpResponse:
    """A call begins; who calls is believed only of a gateway."""
    if not access.is_gateway(request.POST.get("key", "")):
        return HttpResponse(status=403)
    return _said(calls.begin(_number_of(request.POST.get("caller", "")), timezone.now()))


@_machine("POST")
def turn(request: HttpRequest) -> HttpResponse:
    """Something was pressed, or nothing."""
    given = request.POST
    with suppress(ValueError):
        event = Event(given.get("event", ""))
        # Some browsers put blanks between keys.
        pressed = "".join(given.get("keys", "").split())[:_LONGEST_KEYS]
        step = int(given.get("step", "")[:9])
        said = calls.move(_call(request), step, event, pressed, timezone.now())
        if said is not None and event is not Event.START:
            return _said(said)
    return HttpResponse(status=409)


@_machine("POST")
def hangup(request: HttpRequest) -> HttpResponse:
    """The caller is gone."""
    calls.end(_call(request))
    return HttpResponse(status=204)


def failed(request: HttpRequest, status: int) -> HttpResponse | None:
    """A caller hears why the call ends; our own gateways try again before. None for the page where
    people choose a PIN.
    """
    if not failures.for_machines(request):
        return None
    response = _document(documents.failure())
    response.status_code = status
    return response


def recording(request: HttpRequest, language: str, name: str) -> FileResponse:
    """A recorded phrase.

    Raises:
        Http404: there is no such recording.
    """
    path = recordings.file_of(language, name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="audio/wav")


def _call(request: HttpRequest) -> str:
    """The call named in a request; empty if it is no name of a call."""
    name = request.POST.get("call", "")
    return name if re.fullmatch(r"[0-9a-f]{32}", name) else ""


def _number_of(uri: str) -> str:
    """The number in ``tel:+966…`` or ``sip:+966…@host``; networks put it either way."""
    number = uri.partition(":")[2].partition("@")[0].partition(";")[0] if ":" in uri else uri
    return number if re.fullmatch(r"\+?[0-9]{1,20}", number, re.ASCII) else ""
