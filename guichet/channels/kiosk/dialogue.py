"""Any service at a kiosk: one question a page, then everything once more, then a code, then the
receipt.

Nothing typed is kept legibly on the server: the form carries it from page to page, each page has an
address that alone opens it (`kept_pages`), and all leaves with the visit. The form's ``once`` key
makes a second touch answer with the first receipt.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from guichet.channels.kiosk import app_sign_in, capabilities, render, visit
from guichet.channels.kiosk.event import draft_of, event_of, step_of
from guichet.channels.shared.form_keys import once_of
from guichet.channels.shared.forms import service_at
from guichet.channels.shared.moved import moved
from guichet.dialogue import policy
from guichet.dialogue.advance import advance, parties_of
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Ask, Chosen, Confirmed, Event, Prove, Review, Turn, Waits
from guichet.engine.registry import service_of
from guichet.engine.service import Service


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Guest, key: str) -> HttpResponse:
    """A question, the check, the code or the sending; which of them stands in the form's
    ``step``.

    Raises:
        Http404: the app is asked for, and this client cannot be proved by it.
    """
    asked, desk = _carried(key), _desk_of(request)
    if elsewhere := moved(request, asked):
        return elsewhere
    if request.method != "POST":
        fresh = Draft(str(uuid.uuid4()), reads="review" in request.GET)
        return _moved(request, fresh, Chosen(key), desk)
    draft = draft_of(request, asked)
    if visit.speaks(request):
        desk.language = request.visit["language"]
        turn = _shown(request, draft, desk)
        if turn is not None:
            return render.page(request, draft, turn, desk)
    elif step_of(request) in ("send", "chosen") and request.visit.get("once") == once_of(request):
        return render.to_receipt()
    elif step_of(request) == "app" and not desk.app_offered:
        raise Http404
    return _moved(request, draft, event_of(request, draft), desk)


def _carried(key: str) -> type[Service]:
    asked = service_at(key)
    if capabilities.why_not(asked) is not None:
        raise Http404
    return asked


def _desk_of(request: visit.Guest) -> GuichetDesk:
    return GuichetDesk(
        request.account,
        capabilities.KIOSK,
        timezone.now(),
        request.visit["language"],
        known=visit.assurance_of(request.visit),
        by_app=visit.is_proved(request.visit),
        via={"kiosk": request.terminal},
    )


def _shown(request: visit.Guest, draft: Draft, desk: GuichetDesk) -> Turn | None:
    """What is on the screen, to be said in another language: no code is sent for it. None: it must
    be looked at anew.
    """
    if draft.asking:
        return Ask(draft.asking, parties_of(draft, desk))
    if "code" in request.POST and policy.needs_proof(
        service_of(draft.service), desk.known, each=True
    ):
        return Prove()
    pushed = app_sign_in.asked_of(request)
    return Waits(pushed.number) if draft.stage is Stage.WAITING and pushed else None


def _moved(request: visit.Guest, draft: Draft, event: Event, desk: GuichetDesk) -> HttpResponse:
    if isinstance(event, Chosen):  # the form stays the asking that it is
        draft = Draft(draft.key, reads=draft.reads)
    draft, turn = advance(draft, event, desk)
    if isinstance(turn, Review) and turn.answer.service.enquiry and not draft.reads:
        draft, turn = advance(draft, Confirmed(), desk)  # it is only proved
    pushed: dict[str, Any] = dict(draft.app)
    if pushed != request.visit.get("app", {}):
        request.visit["app"] = pushed
        visit.keep(request)
    return render.page(request, draft, turn, desk)
