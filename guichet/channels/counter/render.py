"""A turn of a dialogue as the pages that every client knows: form, check, receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.counter import visit
from guichet.channels.shared import drafts, handling, reviewing
from guichet.channels.shared.forms import FieldView, bind, problems, sensible, views_of
from guichet.channels.shared.once import why_not
from guichet.channels.shared.parties import establishment_options
from guichet.dialogue import policy
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import parties_for
from guichet.dialogue.turn import Mend, Review, Told, Turn
from guichet.domain.reception import acting
from guichet.domain.reception.refusals import NEEDS_CODE
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_CARDS, _PARTIES = 4, 200  # so many are quicker to pick as cards than in a list; more are typed
Errors = Mapping[str, list[str]]


def page(request: visit.AtCounter, draft: Draft, turn: Turn, begun: str = "") -> HttpResponse:
    """What answers a form or an address; a form leads to a page that has an address of its own."""
    match turn:
        case Review(answer=answer):
            return _check(request, draft, answer, begun)
        case Told(answer=answer):
            return _to_receipt(request, draft, answer)
    errors = _errors(turn)
    return keep(request, draft, errors=errors) if request.method == "POST" else form(request, draft, errors, begun)


def sitting_of(request: visit.AtCounter) -> str:
    """Whose drafts these are: of one client's sitting, and of no other."""
    return str(request.sitting.pk)


def keep(
    request: visit.AtCounter, draft: Draft, *, on: str = drafts.FORM, errors: Errors | None = None
) -> HttpResponse:
    """On to a page that reads the draft."""
    return drafts.keep(request, on, draft.given, draft.key, of=sitting_of(request), errors=errors)


def establishments(request: visit.AtCounter, asked: type[Service]) -> list[str]:
    """For which of them it may be asked in this sitting."""
    if request.sitting.establishment is not None:
        return [str(request.sitting.establishment)]
    return parties_for(acting.client_of(request.sitting), asked, visit.today(), _PARTIES)


def form(request: visit.AtCounter, draft: Draft, errors: Errors, begun: str = "") -> HttpResponse:
    """The fields, with what was typed and what is wrong with it."""
    asked = service_of(draft.service)
    bound = bind(_views(request, asked), draft.given, dict(errors))
    listed = problems(bound, [s for name, said in errors.items() if name not in asked.inputs for s in said])
    needs_code = policy.needs_proof(asked, request.assurance, each=False)
    own: dict[str, Any] = {
        "speaks": "change", "form": bound, "errors": listed, "problem": bool(listed),
        "carries_files": any(f.view.widget == "file" for f in bound),
        "needs_code": NEEDS_CODE.sentence(visit.language()) if needs_code else "",
    }  # fmt: skip
    return visit.show(request, "service", _frame(request, draft, begun) | own, 422 if listed else 200)


def _frame(request: visit.AtCounter, draft: Draft, begun: str) -> dict[str, Any]:
    """What a form carries from page to page."""
    owner = drafts.owner(request.user.pk, sitting_of(request))
    return {
        "s": service_of(draft.service), "once": draft.key, "begun": handling.begun(request, timezone.now(), begun), "owner": owner,
    }  # fmt: skip


def _views(request: visit.AtCounter, asked: type[Service]) -> list[FieldView]:
    """The fields to ask; the client's establishments are there to be picked."""
    views = list(views_of(asked, visit.language()))
    if asked.party_kind is not PartyKind.ESTABLISHMENT:
        return views
    own = establishments(request, asked)
    views = [sensible(v, asked, int(own[0]) if len(own) == 1 else None) for v in views]
    options = establishment_options(own, visit.language())
    if not options or len(own) >= _PARTIES:
        return views
    widget = "radio" if len(options) <= _CARDS else "select"
    return [replace(v, widget=widget, options=options) if v.name == asked.party else v for v in views]


def _check(request: visit.AtCounter, draft: Draft, answer: Answer, begun: str) -> HttpResponse:
    """A rehearsal, to be read to the client before it is sent."""
    language = visit.language()
    own = {
        "speaks": "check", "given": draft.given, "answer": answer,
        "rows": reviewing.asked(answer, language),
        "told": reviewing.told(answer, language),
        "notes": [finding.sentence(language) for finding in answer.findings],
    }  # fmt: skip
    return visit.show(request, "check", _frame(request, draft, begun) | own)


def _to_receipt(request: visit.AtCounter, draft: Draft, answer: Answer) -> HttpResponse:
    """Reloading the receipt sends nothing; going back finds what was enquired, and of all else the receipt."""
    target = reverse("counter-receipt", args=[answer.reference]) + ("?again" if answer.repeated else "")
    if answer.service.enquiry:
        keep(request, draft)
    else:
        drafts.sent(request, draft.key, target, of=sitting_of(request))
    return HttpResponseRedirect(target, status=303)


def _errors(turn: Turn) -> dict[str, list[str]]:
    """What is wrong, field by field; what is about the whole has no name."""
    language = visit.language()
    if not isinstance(turn, Mend):  # it must be proved, by the client's consent
        return {"": [NEEDS_CODE.sentence(language)]}
    if turn.refused is not None:
        return {turn.refused.field: [why_not(turn.refused, language)]}
    errors: dict[str, list[str]] = {}
    for finding in turn.answer.errors if turn.answer else ():
        errors.setdefault(finding.field, []).append(finding.sentence(language))
    return errors
