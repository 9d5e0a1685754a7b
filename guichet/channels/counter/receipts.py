"""The receipt and the paper of what was done in this sitting; of nothing else, and not after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from guichet.channels.counter import visit
from guichet.channels.shared import disclosures
from guichet.channels.shared.answered_fields import shown
from guichet.channels.shared.language import page_language
from guichet.domain.documents.composition import NoPaper, NoSigner, Silent
from guichet.domain.documents.composition import paper as composed
from guichet.domain.reception import assisted_actor, queries
from guichet.engine import records
from guichet.engine.outcome import IF_APPROVED, Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.stages import reached
from guichet.lib import reference
from guichet.lib.text import LANGUAGES


@visit.in_sitting()
def receipt(request: visit.AtCounter, ref: str) -> HttpResponse:
    """What was answered, to be handed over."""
    answer = as_it_ended(_answer(request, ref))
    disclosures.note_answers(request, visit.CHANNEL, answer.service, [answer])
    language = page_language()
    stage = reached(answer, timezone.now())
    page: dict[str, Any] = {
        "s": answer.service,
        "answer": answer,
        "if_approved": IF_APPROVED,
        "again": "again" in request.GET,
        "told": shown(answer.service.outputs, answer.output, language),
        "rows": shown(answer.service.inputs, answer.input, language),
        "notes": [finding.sentence(language) for finding in answer.findings],
        "stage": stage and stage.stage,
        "papers": list(NAMES.items()) if stage is None or stage.stage.finished else [],
        "now": timezone.now(),
    }
    return visit.show(request, "receipt", page)


@visit.in_sitting()
def paper(request: visit.AtCounter, ref: str, language: str) -> HttpResponse:
    """The signed PDF, to be printed for the client.

    Raises:
        Http404: there is no such language, or no paper of that asking.
    """
    answer = _answer(request, ref)
    if language not in LANGUAGES:
        raise Http404
    disclosures.note_answers(request, visit.CHANNEL, answer.service, [answer])
    try:
        body = composed(answer.transaction, language, timezone.now())
    except NoPaper as error:
        raise Http404 from error
    except (NoSigner, Silent):
        return visit.show(request, "paper_wait", {"answer": answer}, 503)
    name = f"{answer.service.key.rpartition('.')[2]}-{answer.reference}-{language}.pdf"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


NAMES = {"ar": "العربية", "en": "English", "fr": "Français"}


def _answer(request: visit.AtCounter, ref: str) -> Answer:
    """The answer of this sitting; to a stranger's reference there is none."""
    assisted_actor.actor_for(
        request.sitting, request.assurance
    )  # from here on the database reads in the client's name
    number = reference.decode(ref[:40])
    now = timezone.now()
    for done in queries.done_in(request.sitting, now):
        if number is not None and number in (done.id, done.repeats):
            first = records.by_id(done.repeats, now) if done.repeats else done
            return replace((first or done).answer, repeated=bool(done.repeats))
    raise Http404
