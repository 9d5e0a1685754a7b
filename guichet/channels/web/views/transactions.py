"""What was asked: the list, the receipt of one, its signed document, and the public check of a
reference.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from guichet.channels.shared import disclosures, signer
from guichet.channels.shared.answered_fields import AnsweredField, shown
from guichet.channels.shared.attachments import download
from guichet.channels.shared.language import page_language
from guichet.channels.web import paper_words, qr, visit
from guichet.channels.web.words import CLERK
from guichet.domain.identity import queries
from guichet.domain.identity.recorded_names import in_script
from guichet.domain.reception import queries as reception
from guichet.engine import attachments, records, referrals
from guichet.engine.actor import PartyKind
from guichet.engine.followed import DECIDED_BY, LATE
from guichet.engine.ids import submission_of
from guichet.engine.outcome import IF_APPROVED
from guichet.engine.receipt import NoSuchReceipt, code_of
from guichet.engine.records import Record
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib import reference

PAGE = 25
_FOLLOWED_BY = {
    PartyKind.PERSON: "account.follow_requests",
    PartyKind.ESTABLISHMENT: "account.follow_establishment_requests",
}
_WAITING = (Outcome.HELD, Outcome.REFERRED)


@visit.page()
def transactions(request: visit.Visitor) -> HttpResponse:
    """The transactions of the party acted for, or with ``mine`` one's own askings; newest first."""
    before = request.GET.get("before", "")
    cursor = reference.decode(before) if before else None
    party, mine = visit.acting(request), "mine" in request.GET
    kind = PartyKind(party["kind"]) if party else PartyKind.NOBODY
    may = party and queries.may(request.user, "view", kind, party["number"], visit.today())
    if not party or not may or mine:
        found, mine = records.of_actor(request.user.pk, cursor, PAGE + 1, timezone.now()), True
    else:
        found = records.of_party(party["number"], cursor, PAGE + 1, timezone.now())
    rows, more = found[:PAGE], len(found) > PAGE
    after = f"?{'mine&' if mine else ''}before={reference.encode(rows[-1].id)}" if more else ""
    if not mine and party:
        subjects = {row.subject for row in rows if row.subject}
        disclosures.note(request, "web", kind=kind.value, party=party["number"], subjects=subjects)
    page = {
        "rows": rows,
        "mine": mine,
        "may_view": bool(may),
        "page": {"after": after},
        "follow": service_of(_FOLLOWED_BY[PartyKind.PERSON if mine else kind]),
    }
    return render(request, "web/transactions.html", page)


def asker_of(record: Record, language: str) -> str:
    """Who asked, named in the reader's script."""
    written = (record.actor, record.actor_name)
    return in_script([written], language)[written]


def own(request: visit.Visitor, text: str) -> Record:
    """The record, if it concerns the visitor; a stranger learns no more than of one that is not
    there.

    Raises:
        Http404: there is none, or it does not concern the visitor.
    """
    record = records.find(text, timezone.now())
    mandates = queries.mandates_of(request.user)
    if record is None or not record.concerns(request.user.pk, mandates, visit.today()):
        raise Http404
    return record


@visit.page()
def transaction(request: visit.Visitor, ref: str) -> HttpResponse:
    """The receipt of one asking."""
    record = own(request, ref)
    canonical = reference.encode(record.id)
    if ref != canonical:
        return redirect("transaction", ref=canonical)
    _saw(request, record)
    answer, language = record.answer, page_language()
    settled = records.settled_by(record, timezone.now()) if answer.outcome in _WAITING else None
    ended = settled.answer if settled else answer
    before = request.build_absolute_uri(reverse("verify", args=[canonical])).rpartition(canonical)[
        0
    ]
    paper = record.signed and record.answer.accepted and record.service.paper is not None
    case = referrals.find(ended.transaction) if ended.outcome is Outcome.REFERRED else None
    page: dict[str, Any] = {
        "record": record,
        "case": case,
        "decided_by": LATE if case and case.overdue(timezone.now()) else DECIDED_BY,
        "asker": asker_of(record, language),
        "answer": answer,
        "service": record.service,
        "again": "again" in request.GET,
        "given": _linked(shown(record.service.inputs, answer.input, language), record, canonical),
        "ended": ended,
        "if_approved": IF_APPROVED,
        "told": shown(record.service.outputs, ended.output, language, explained=True),
        "errors": [finding.sentence(language) for finding in ended.errors],
        "warnings": [finding.sentence(language) for finding in ended.warnings],
        "qr": qr.svg(before, f"{canonical}/?code={code_of(record.id)}"),
        "signer": signer.signer_of(record.id),
        "signed_by": signer.SIGNED_BY,
        "serial_word": signer.SERIAL,
        "paper_words": paper_words.WORDS,
        "papers": paper_words.NAMES.items() if record.signed and _ended(record) else (),
        "reached": record.reached,
        # What somebody came for is the document; the receipt is beside it.
        "paper": paper,
        "lang": language,
        "channel": _channel(record.channel),
        "clerk": reception.clerk_of(submission_of(record.id))
        if record.channel == "counter"
        else "",
        "clerk_word": CLERK,
        "settled": settled,
    }
    return render(request, "web/transaction.html", page)


def _ended(record: Record) -> bool:
    """Whether there is a paper of it: of what was only begun there is none yet."""
    return record.reached is None or record.reached.stage.finished


def _saw(request: visit.Visitor, record: Record) -> None:
    kind = record.service.party_kind
    party = None if kind is PartyKind.NOBODY else record.party
    subjects = [record.subject] if record.subject else []
    disclosures.note(
        request, "web", kind=kind.value if party else "", party=party, subjects=subjects
    )


def _linked(rows: list[AnsweredField], record: Record, ref: str) -> list[AnsweredField]:
    """Files lead to themselves; of a refused asking none was taken."""
    files = (
        attachments.fields_of(record.service)
        if record.answer.outcome is not Outcome.REFUSED
        else []
    )
    return [
        replace(r, link=reverse("attachment", args=[ref, r.name])) if r.name in files else r
        for r in rows
    ]


@visit.page()
def attachment(request: visit.Visitor, ref: str, name: str) -> HttpResponse:
    """A file that came with an asking, for those whom the asking concerns.

    Raises:
        Http404: the asking came with no such file.
    """
    record = own(request, ref)
    try:
        kept = attachments.read(record.id, name, visit.context_of(request))
    except attachments.NoSuchAttachment as error:
        raise Http404 from error
    return download(kept, f"{reference.encode(record.id)}-{name}")


def _channel(name: str) -> str:
    from guichet.channels.web.words import CHANNELS

    return CHANNELS[name].at(page_language()) if name in CHANNELS else name


@visit.page()
def receipt_document(request: visit.Visitor, ref: str) -> HttpResponse:
    """The signed receipt, which anyone can verify offline with the institution's public key.

    Raises:
        Http404: the asking has no receipt.
    """
    record = own(request, ref)
    _saw(request, record)
    try:
        document = record.answer.receipt()
    except NoSuchReceipt as error:
        raise Http404 from error
    name = f"receipt-{reference.encode(record.id)}.json"
    return HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
