"""The receipt on the screen and on paper: read back from what was recorded, for this visit only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.kiosk import documents, slips, visit
from guichet.channels.kiosk.views import show
from guichet.channels.kiosk.words import ALL
from guichet.channels.shared import disclosures
from guichet.channels.shared.answered_fields import AnsweredField, shown
from guichet.engine import records
from guichet.engine.outcome import IF_APPROVED, Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.receipt import code_of
from guichet.engine.service import Outcome
from guichet.engine.stages import Stage, reached
from guichet.lib.text import Words

_SAID = ("printed", "print_failed", "paper_printed", "paper_failed")
_TITLES = {Outcome.HELD: "held", Outcome.REFERRED: "referred", Outcome.REFUSED: "refused"}


@visit.page()
def receipt(request: visit.Guest) -> HttpResponse:
    """What was answered last in this visit."""
    said = request.GET.get("said", "")
    return _receipt(request, said if said in _SAID else "")


@visit.page("POST")
def print_receipt(request: visit.Guest) -> HttpResponse:
    """The same on paper."""
    answer = _answer(request)
    if answer is None:
        return HttpResponseRedirect(reverse("kiosk-services"))
    try:
        slips.print_slip(request.terminal, _slip(request, answer))
    except slips.NotPrinted:
        return _said("print_failed")
    return _said("printed")


@visit.page("POST")
def print_document(request: visit.Guest) -> HttpResponse:
    """Its signed document, on the printer of whole pages."""
    answer = _answer(request)
    if answer is None:
        return HttpResponseRedirect(reverse("kiosk-services"))
    disclosures.note_answers(request, visit.CHANNEL, answer.service, [answer])
    try:
        documents.print_document(request.terminal, answer, request.visit["language"])
    except slips.NotPrinted:
        return _said("paper_failed")
    return _said("paper_printed")


def _said(said: str) -> HttpResponse:
    """303: reloading prints nothing, and going back finds no form to send again."""
    return HttpResponseRedirect(f"{reverse('kiosk-receipt')}?said={said}", status=303)


def _answer(request: visit.Guest) -> Answer | None:
    number = request.visit.get("receipt")
    record = records.by_id(number, timezone.now()) if number else None
    return None if record is None else record.answer


def _receipt(request: visit.Guest, said: str) -> HttpResponse:
    answer = _answer(request)
    if answer is None:
        return HttpResponseRedirect(reverse("kiosk-services"))
    disclosures.note_answers(request, visit.CHANNEL, answer.service, [answer])
    language = request.visit["language"]
    answer = as_it_ended(answer)
    page: dict[str, Any] = {
        "s": answer.service,
        "answer": answer,
        "if_approved": IF_APPROVED,
        "title": _title(request, answer),
        "repeated": request.visit.get("repeated"),
        "stage": _stage(answer),
        "told": shown(answer.service.outputs, answer.output, language),
        "rows": shown(answer.service.inputs, answer.input, language),
        "notes": [finding.sentence(language) for finding in answer.findings],
        "prints": bool(settings.KIOSK_PRINTER),
        "said": ALL.get(said),
        "failed": said.endswith("failed"),
        "documents": documents.printer_of(request.terminal) is not None and _ended(answer),
    }
    return show(request, "receipt", page)


def _title(request: visit.Guest, answer: Answer) -> Words:
    if answer.outcome in _TITLES:
        return ALL[_TITLES[answer.outcome]]
    stage = _stage(answer)
    if stage is not None:
        return stage.words
    return ALL["already" if request.visit.get("repeated") else "done"]


def _ended(answer: Answer) -> bool:
    """Whether there is a document of it: of what was only begun there is none yet."""
    stage = _stage(answer)
    return stage is None or stage.finished


def _stage(answer: Answer) -> Stage | None:
    """How far what was asked has come, where it ends only later."""
    found = reached(answer, timezone.now())
    return None if found is None else found.stage


def _slip(request: visit.Guest, answer: Answer) -> slips.Slip:
    language, answer = request.visit["language"], as_it_ended(answer)
    rows = shown(answer.service.inputs, answer.input, language)
    if answer.supposed and answer.output:
        rows.append(AnsweredField("", IF_APPROVED.at(language), ""))
    rows += shown(answer.service.outputs, answer.output, language)
    address = settings.PUBLIC_ADDRESS + reverse("verify", args=[answer.reference])
    address += f"?code={code_of(answer.transaction)}"
    return slips.Slip(
        language=language,
        heading=ALL["institution"].at(language),
        title=f"{answer.service.title.at(language)} – {_title(request, answer).at(language)}",
        lines=tuple(line for row in rows for line in _lines(row)),
        reference=answer.reference,
        reference_label=ALL["reference"].at(language),
        link=address,
    )


def _lines(row: AnsweredField) -> list[tuple[str, str]]:
    """A table's cells below one another: paper is narrow."""
    if not row.columns:
        return [(row.label, row.value)]
    cells = [(label, text) for line in row.rows for label, text, _ in line if text]
    return [(row.label, ""), *cells]
