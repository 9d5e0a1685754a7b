"""What waits for a medical board; a member writes a finding, a second one agrees or does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guichet.backoffice.boards import finding_form
from guichet.backoffice.boards.words import PHRASES
from guichet.channels.shared import disclosures
from guichet.channels.shared.assurance import decision_put_by, led_to_proof
from guichet.channels.shared.attachments import download
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.names import person_names
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import acting, needs
from guichet.domain.benefits import board_appeals, board_findings, boards, disability
from guichet.domain.benefits.boards import Member
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.staff import MEDICAL
from guichet.domain.registry.histories import persons
from guichet.engine import attachments, referrals
from guichet.engine.context import HOME, Context
from guichet.engine.refusal import Refused
from guichet.lib.text import Words

_LONGEST = 300  # characters of a note


@needs(MEDICAL)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """Every case but one's own, the earliest day first."""
    language, now, member = page_language(), timezone.now(), _member(request)
    rows = boards.open_to(boards.waiting(now), member, now).to_dicts()
    names = person_names([row["person"] for row in rows])
    page = {
        "say": page_words(PHRASES, language),
        "rows": [_line(row, names, now, language) for row in rows],
    }
    disclosures.note(request, "office", subjects=[row["person"] for row in rows])
    return render(request, "boards/boards.html", page)


def waits_for(request: HttpRequest) -> int:
    """How many cases wait that whoever asks may do something about."""
    now, member = timezone.now(), _member(request)
    rows = boards.open_to(boards.waiting(now), member, now)
    return rows.filter(pl.col("by").ne_missing(member.actor.id)).height


@needs(MEDICAL)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, name: str) -> HttpResponse:
    """A case: a form for the finding, or the finding and a vote on it."""
    language, now, member = page_language(), timezone.now(), _member(request)
    row = _found(name, member, now)
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": [], "given": {}}
    if request.method == "POST":
        answer = _acted(request, name, page, member, language, now)
        if answer is not None:
            return answer
    elif kept := decision_put_by(request, now):
        page |= {"proved": True, "note": kept.get("note", "")}
    page |= _page(row, member, now, language)
    page["asks"] = finding_form.questions(page["given"], language, page["lasting_months"])
    disclosures.note(
        request, "office", kind="person", party=row["person"], subjects=[row["person"]]
    )
    return render(request, "boards/case.html", page, status=422 if page["errors"] else 200)


@needs(MEDICAL)
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """The report that came with a claim; the reading is on record.

    Raises:
        Http404: none did.
    """
    now, member = timezone.now(), _member(request)
    row = _found(name, member, now)
    if row["transaction"] is None:
        raise Http404
    try:
        field = "report" if row["contested"] is None else "paper"
        kept = attachments.read(row["transaction"], field, Context(member.actor, "office", now))
    except attachments.NoSuchAttachment as error:
        raise Http404 from error
    disclosures.note(
        request, "office", kind="person", party=row["person"], subjects=[row["person"]]
    )
    return download(kept, name)


def _acted(
    request: HttpRequest,
    name: str,
    page: dict[str, Any],
    member: Member,
    language: str,
    now: datetime,
) -> HttpResponse | None:
    """Record or vote; None: the page says what is wrong."""
    if "vote" in request.POST:
        return _voted(request, name, page, member, language, now)
    finding, problems = finding_form.read(request.POST.dict(), language)
    page |= {"given": finding_form.typed(request.POST.dict())}
    page["errors"] += problems
    if finding is None:
        return None
    try:
        boards.record(name, finding, member, now)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), refused.field))
        return None
    messages.success(request, PHRASES["recorded"].at(language))
    return redirect("boards")


def _voted(
    request: HttpRequest,
    name: str,
    page: dict[str, Any],
    member: Member,
    language: str,
    now: datetime,
) -> HttpResponse | None:
    note = " ".join(request.POST.get("note", "").split())[:_LONGEST]
    page["note"] = note
    if proof := led_to_proof(request, now, "note"):
        return proof
    agreed, number = request.POST["vote"] == "agree", request.POST.get("finding", "")
    finding = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    try:
        last = boards.vote(name, finding, member, now, agreed=agreed, note=note)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    done = "rejected" if not agreed else "agreed" if last else "seconded"
    messages.success(request, PHRASES[done].at(language))
    return redirect("boards")


def _page(row: dict[str, Any], member: Member, now: datetime, language: str) -> dict[str, Any]:
    number = row["person"]
    facts = persons(pl.Series([number], dtype=pl.Int64)).row(0, named=True)
    found = board_findings.of_case(row["case"])
    open_finding = found if found is not None and found["agreed"] is None else None
    rules = disability.board_rules(now.astimezone(HOME).date())
    asked = referrals.find(row["transaction"]) if row["transaction"] is not None else None
    said = asked.answer.input if asked else {}
    paper = said.get("report") or said.get("paper")
    linked = reverse("board-report", args=[row["case"]]) if paper else ""
    before = board_findings.agreed_of(pl.Series([number], dtype=pl.Int64))
    return {
        "row": _line(row, person_names([number]), now, language),
        "born": facts["born"],
        "since": asked.service.inputs["since"].show(said["since"], language)
        if asked and said.get("since")
        else "",
        "details": said.get("details") or "",
        "appeal": row["contested"] is not None,
        "needed": PHRASES["needed"].at(language, people=str(_needed(now))),
        "report": linked,
        "claim": row["transaction"] is not None,
        "found": open_finding,
        "own": open_finding is not None
        and member.actor.id in {open_finding["by"], *board_findings.seconds_of(open_finding["id"])},
        "lasting_months": rules["lasting_months"],
        "lasting": PHRASES["lasting"].at(language, months=str(rules["lasting_months"])),
        "before": before.to_dicts(),
    }


def _line(
    row: dict[str, Any], names: dict[int, Words], now: datetime, language: str
) -> dict[str, Any]:
    what = "claim" if row["transaction"] is not None else "works" if row["works"] else "review"
    what = what if row["contested"] is None else "appeal"
    name = names.get(row["person"])
    return row | {
        "name": name.at(language) if name else "",
        "what": PHRASES[what].at(language),
        "stage": PHRASES["to-examine" if row["by"] is None else "to-agree"].at(language),
        "overdue": row["due_on"] < now.astimezone(HOME).date(),
    }


def _needed(now: datetime) -> int:
    return board_appeals.members_needed(now.astimezone(HOME).date())


def _found(name: str, member: Member, now: datetime) -> dict[str, Any]:
    """The case, for a member whom it does not concern.

    Raises:
        Http404: it does not wait.
        PermissionDenied: it is the member's own.
    """
    row = boards.case(name, now)
    if row is None:
        raise Http404
    if not boards.may(row, member, now):
        raise PermissionDenied
    return row


def _member(request: HttpRequest) -> Member:
    return Member(acting(request), actor_of(request.user))  # type: ignore[arg-type]
