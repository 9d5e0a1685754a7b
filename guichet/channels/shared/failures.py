"""What is answered when something on our side fails: machines get a problem document, people a page
in their language.

Who asks is told by the address: what takes no browser's token (``csrf_exempt``) is for machines.
Channels with a dress of their own, the kiosk and the telephone, say so in their ``urls``
(:func:`dress`). Nothing here asks the database.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import resolve

from guichet.channels.shared.language import page_language
from guichet.engine.refusal import Refusal
from guichet.lib import logs
from guichet.lib.text import Words

MEDIA_TYPE = "application/problem+json"
WAIT_S = 5  # until it may be tried again
_AWAY = (OperationalError, InterfaceError)
_FOR_MACHINES = ("/api/", "/.well-known/")

UNAVAILABLE = Refusal(
    "temporarily-unavailable",
    ar="الخدمة غير متاحة مؤقتًا ولم نتأكد من تسجيل طلبك. أعد إرساله بمفتاح عدم التكرار نفسه بعد {seconds:second,oblique}.",
    en="The service is unavailable for a moment and it is not certain that your call was recorded. Send it again with the same idempotency key in {seconds:second}.",
    fr="Le service est momentanément indisponible et l’enregistrement de votre appel n’est pas certain. Renvoyez-le avec la même clé d’idempotence dans {seconds:second}.",
)
UNEXPECTED = Refusal(
    "unexpected-error",
    ar="حدث خطأ من جهتنا. أعد الإرسال بمفتاح عدم التكرار نفسه، أو راسلنا واذكر وقت الطلب.",
    en="Something went wrong on our side. Send the call again with the same idempotency key, or write to us naming the time.",
    fr="Une erreur est survenue de notre côté. Renvoyez l’appel avec la même clé d’idempotence, ou écrivez-nous en indiquant l’heure.",
)
TOKEN_MISSING = Refusal(
    "token-invalid",
    ar="رمز الدخول مفقود أو منتهٍ أو ملغى. اطلب رمزًا جديدًا وأرسله في ترويسة Authorization.",
    en="The access token is missing, expired or revoked. Ask for a new one and send it in the Authorization header.",
    fr="Le jeton d’accès manque, a expiré ou a été révoqué. Demandez-en un autre et envoyez-le dans l’en-tête Authorization.",
)
TOO_MANY_CALLS = Refusal(
    "too-many-calls",
    ar="عدد الطلبات كبير. انتظر {seconds:second,oblique} ثم أعد المحاولة.",
    en="Too many calls. Wait {seconds:second} and try again.",
    fr="Trop d’appels. Attendez {seconds:second} et réessayez.",
)
CALL_FAILED = Refusal(
    "call-failed",
    ar="حدث خطأ من جهتنا. أعد الاستدعاء نفسه بعد ثوانٍ؛ لا يتم شيء مرتين.",
    en="Something went wrong on our side. Make the same call again in seconds; nothing is done twice.",
    fr="Une erreur est survenue de notre côté. Refaites le même appel dans quelques secondes ; rien n’est fait deux fois.",
)
TITLES = {
    401: Words(ar="الدخول مطلوب", en="Sign-in needed", fr="Identification requise"),
    429: Words(ar="طلبات كثيرة", en="Too many calls", fr="Trop d’appels"),
    500: Words(ar="خطأ من جهتنا", en="Our error", fr="Erreur de notre part"),
    503: Words(ar="غير متاح مؤقتًا", en="Unavailable for a moment", fr="Momentanément indisponible"),
}


Dress = Callable[[HttpRequest, int], HttpResponse | None]
_DRESSES: dict[str, Dress] = {}


def dress(prefix: str, made: Dress) -> None:
    """Below ``prefix``, failures are answered by what ``made`` gives for a request and a status,
    unless that is None.
    """
    _DRESSES[f"/{prefix}"] = made


def answered(request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed with the exception that is being handled."""
    status = 503 if is_away(sys.exc_info()[1]) else 500
    dressed = (
        made(request, status) for at, made in _DRESSES.items() if request.path.startswith(at)
    )
    response = next((one for one in dressed if one is not None), None)
    if response is None:
        response = _problem(status) if for_machines(request) else _page(status)
    if status == 503:
        response.headers["Retry-After"] = str(WAIT_S)
    return response


def left(request: HttpRequest) -> HttpResponse:
    """Whoever asked has signed out, or was wiped by silence, while the answer was on its way: it is
    nobody's any more.

    A page is asked anew, for whoever is there now; after anything else the channel's start is
    shown.
    """
    start = next((at for at in _DRESSES if request.path.startswith(at)), "/")
    again = request.get_full_path() if request.method in ("GET", "HEAD") else start
    response = HttpResponse(status=303, headers={"Location": again})
    response.headers["Cache-Control"] = "no-store, private"
    return response


def is_away(error: BaseException | None) -> bool:
    """Whether an error came of the database's being away or busy, and another try may do."""
    while error is not None:
        if isinstance(error, _AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def for_machines(request: HttpRequest) -> bool:
    """Whether programs ask at this address."""
    if request.path.startswith(_FOR_MACHINES):
        return True
    try:
        view = (request.resolver_match or resolve(request.path_info)).func
    except Http404:
        return False
    return bool(getattr(view, "csrf_exempt", False))


def _page(status: int) -> HttpResponse:
    # Without the request's context, because that may be what failed.
    return render(None, "web/error.html", {"code": status}, status=status)  # type: ignore[arg-type]


def _problem(status: int) -> HttpResponse:
    return problem(status, UNAVAILABLE if status == 503 else UNEXPECTED, seconds=WAIT_S)


def problem(status: int, refusal: Refusal, **values: object) -> HttpResponse:
    """A problem document (RFC 9457) in the caller's language; ``seconds`` among the values is said
    as a header too.
    """
    language = page_language()
    said = {
        "type": f"/api/v1/problems/{refusal.code}",
        "title": TITLES[status].at(language),
        "status": status,
        "detail": refusal.sentence(language, **values),
        "code": refusal.code,
        "request_id": logs.current(),
    }
    headers = {"Retry-After": str(values["seconds"])} if "seconds" in values else {}
    said_so = {"ensure_ascii": False}
    return JsonResponse(
        said, status=status, content_type=MEDIA_TYPE, json_dumps_params=said_so, headers=headers
    )
