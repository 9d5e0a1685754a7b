"""What the consolidator tells us."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guichet.domain.payments.backends.signatures import genuine
from guichet.domain.payments.presenting import consolidation

_MOST = 1_000


@csrf_exempt  # signed, and no browser's session counts here
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Take the consolidator's notices: 200 once they stand in the books, anything else means *tell
    me again*.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        return _no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "at most a thousand notices at a time")
    if not genuine(settings.CONSOLIDATOR_SECRET, body, dict(request.headers)):
        return _no(HTTPStatus.UNAUTHORIZED, "the signature is missing, wrong or old")
    try:
        said = json.loads(body)
        told = said["notices"]
        if not isinstance(told, list) or len(told) > _MOST:
            return _no(HTTPStatus.BAD_REQUEST, "notices is a list of at most a thousand")
        ended = consolidation.notice(told, timezone.now())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return _no(HTTPStatus.BAD_REQUEST, str(error))
    return JsonResponse(
        {
            "notices": [
                {"id": one["id"], "outcome": end} for one, end in zip(told, ended, strict=True)
            ]
        }
    )


def _no(status: HTTPStatus, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)
