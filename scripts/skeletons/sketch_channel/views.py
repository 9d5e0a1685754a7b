"""Asking and confirming. The clock, the language and the caller are read here, at the edge."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from guichet.channels.shared.forms import service_at
from guichet.channels.sketch import event
from guichet.channels.sketch.capabilities import SKETCH, why_not
from guichet.channels.sketch.render import shown
from guichet.dialogue.advance import advance
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Event
from guichet.domain.identity.queries import Account
from guichet.engine.actor import Assurance

_DRAFT = "sketch"  # in the session


@login_required
@require_POST
def ask(request: HttpRequest, key: str) -> JsonResponse:
    """A service with all its fields: an enquiry is answered, a change is read back."""
    service = service_at(key)
    if why_not(service) is not None:
        raise Http404
    draft = Draft(str(uuid.uuid4()), service.key, Stage.REVIEW, began=timezone.now().timestamp())
    return _moved(request, draft, event.filled(service, request.POST.dict()))


@login_required
@require_POST
def confirm(request: HttpRequest) -> JsonResponse:
    """Yes to what was read back."""
    kept: dict[str, Any] | None = request.session.get(_DRAFT)
    if kept is None:
        raise Http404
    return _moved(request, Draft.read(kept), event.confirmed(request.POST.dict()))


def _moved(request: HttpRequest, draft: Draft, happened: Event) -> JsonResponse:
    language = (get_language() or "ar")[:2]
    account = cast("Account", request.user)
    desk = GuichetDesk(account, SKETCH, timezone.now(), language, known=Assurance.PASSWORD)
    draft, turn = advance(draft, happened, desk)
    request.session[_DRAFT] = draft.kept()
    return JsonResponse(shown(turn, language), json_dumps_params={"ensure_ascii": False})
