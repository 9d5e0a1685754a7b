"""A turn of a dialogue as a page: big buttons for a choice, keys for digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from guichet.channels.kiosk import capabilities, visit, words
from guichet.channels.kiosk.refusals import APP_WAITS, WRONG_CODE
from guichet.channels.kiosk.views import show
from guichet.channels.shared import review
from guichet.channels.shared.answered_fields import shown
from guichet.channels.shared.forms import views_of
from guichet.channels.shared.parties import establishment_options
from guichet.dialogue import entry
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft
from guichet.dialogue.turn import Ask, Mend, Prove, Review, Told, Turn, Unproved, Waits
from guichet.domain.identity.providers import NOT_CONFIRMED
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_HINTS = {"day": "day_hint", "month": "month_hint", "iban": "iban_hint"}


def page(request: visit.Guest, draft: Draft, turn: Turn, desk: GuichetDesk) -> HttpResponse:
    """What answers a touch."""
    asked = service_of(draft.service)
    form = {"s": asked, "given": draft.given, "once": draft.key}
    match turn:
        case Ask():
            return show(
                request, "question", form | _question(draft, turn, desk), 422 if turn.fault else 200
            )
        case Review(answer=answer):
            return show(request, "check", form | _check(answer, desk))
        case Prove(wrong=wrong):
            error = WRONG_CODE.sentence(desk.language) if wrong else ""
            return show(
                request,
                "code",
                form | {"error": error, "app": desk.app_offered},
                422 if wrong else 200,
            )
        case Waits(number=number, again=again):
            error = APP_WAITS.sentence(desk.language) if again else ""
            return show(
                request,
                "app_digits",
                form | {"digits": number, "error": error},
                422 if again else 200,
            )
        case Told(answer=answer):
            return _told(request, draft, answer)
    answers = _answers(asked, entry.canonical_of(asked.inputs, draft.given), desk)
    return show(request, "check", form | answers | {"errors": _errors(turn, desk.language)}, 422)


def to_receipt() -> HttpResponse:
    """303: going back or reloading sends nothing."""
    return HttpResponseRedirect(reverse("kiosk-receipt"), status=303)


def _told(request: visit.Guest, draft: Draft, answer: Answer) -> HttpResponse:
    request.visit |= visit.Visit(
        receipt=answer.transaction, service=draft.service, repeated=answer.repeated, once=draft.key
    )
    visit.keep(request)
    return to_receipt()


def _question(draft: Draft, turn: Ask, desk: GuichetDesk) -> dict[str, Any]:
    """A field, with what it holds; the other answers go along."""
    asked, name = service_of(draft.service), turn.name
    field, keying = asked.inputs[name], asked.inputs[name].keying
    view = next(v for v in views_of(asked, desk.language) if v.name == name)
    own = turn.parties if asked.party_kind is PartyKind.ESTABLISHMENT else ()
    hint = words.ALL[_HINTS[field.kind]].at(desk.language) if field.kind in _HINTS else view.hint
    text = draft.given.get(name, "")
    question = {
        "name": name,
        "label": view.label,
        "hint": hint,
        "value": keying.keys(text) if keying else text,
        "keys": not field.options,
        "point": keying is not None and keying.point,
        "several": field.several,
        "options": establishment_options(list(own), desk.language) or view.options,
        "picked": [code.strip() for code in text.split(",")],
    }
    return {
        "q": question,
        "given": {n: v for n, v in draft.given.items() if n != name},
        "error": turn.fault,
    }


def _answers(
    asked: type[Service], known: Mapping[str, str | None], desk: GuichetDesk
) -> dict[str, Any]:
    """Every answer with a way to change it, and what may be added."""
    missing = [
        (n, asked.inputs[n].label.at(desk.language))
        for n in capabilities.asked(asked)
        if not known.get(n)
    ]
    return {"rows": shown(asked.inputs, known, desk.language), "missing": missing}


def _check(answer: Answer, desk: GuichetDesk) -> dict[str, Any]:
    """A rehearsal; what an enquiry would answer is not shown before it is asked."""
    asked, answers = answer.service, _answers(answer.service, answer.input, desk)
    if asked.enquiry:
        return answers | {"step": "done"}
    return answers | {
        "step": "code",
        "rows": review.asked(answer, desk.language),
        "told": review.told(answer, desk.language),
        "notes": [finding.sentence(desk.language) for finding in answer.warnings],
        "repeated": answer.repeated,
    }


def _errors(turn: Turn, language: str) -> list[str]:
    """What was refused, or why nothing was proved."""
    if isinstance(turn, Mend | Unproved) and turn.refused is not None:
        return [turn.refused.sentence(language)]
    if isinstance(turn, Mend) and turn.answer is not None:
        return [finding.sentence(language) for finding in turn.answer.errors]
    return [NOT_CONFIRMED.sentence(language)]
