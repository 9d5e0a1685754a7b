"""What a touch means: the form says where its asking stood, but never that it was proved."""

from __future__ import annotations

from guichet.channels.kiosk import capabilities, visit
from guichet.channels.shared import handling_time
from guichet.channels.shared.form_keys import once_of
from guichet.dialogue import entry
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Answered, Changed, Chosen, Confirmed, Event, Means
from guichet.engine.fields import Field
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_LONGEST = 200
_STAGES = {"send": Stage.PROVING, "chosen": Stage.WAITING, "answer": Stage.ASKING}


def step_of(request: visit.Guest) -> str:
    """Which step the form takes."""
    return str(request.POST.get("step", "answer"))


def draft_of(request: visit.Guest, asked: type[Service]) -> Draft:
    """The asking that a form carries."""
    names, field = capabilities.asked(asked), request.POST.get("field", "")
    stage = _STAGES.get(step_of(request), Stage.REVIEW)
    return Draft(
        once_of(request),
        asked.key,
        stage,
        given={n: ",".join(request.POST.getlist(n))[:_LONGEST] for n in names if n in request.POST},
        asking=field if field in names else "",
        began=handling_time.began(request),
        reads="review" in request.POST,
        app=request.visit.get("app", {}) if stage is Stage.WAITING else {},
    )


def event_of(request: visit.Guest, draft: Draft) -> Event:
    """The event; a form that names no field of its own begins where something is missing."""
    step = step_of(request)
    match step:
        case "answer" if draft.asking:
            field = service_of(draft.service).inputs[draft.asking]
            return Answered(_text_of(field, draft.given.get(draft.asking, "")))
        case "change" if draft.asking:
            return Changed(draft.asking)
        case "send":
            return Confirmed(request.POST.get("code", "")[:12] or "-")  # none at all is a wrong one
        case "app":
            return Confirmed(means=Means.APP)
        case "code" | "done" | "chosen":
            return Confirmed()
    return Chosen(draft.service, draft.given)


def _text_of(field: Field, typed: str) -> str:
    """What was keyed as the text a client would write elsewhere; what the engine reads by itself
    stays as it is.
    """
    text = typed.strip()
    if (
        not field.keying
        or not (text.isascii() and text.isdigit())
        or entry.canonical(field, text) is not None
    ):
        return typed
    return field.keying.text(text)
