"""The work list of referred askings, and the page on which one of them is approved or declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

import polars as pl
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guichet.backoffice.cases import assignment
from guichet.backoffice.cases.words import PHRASES
from guichet.channels.shared import disclosures, review
from guichet.channels.shared.answered_fields import AnsweredField, shown
from guichet.channels.shared.assurance import assurance_of, decision_put_by, led_to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import needs, rights_of
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.recorded_names import Written, in_script
from guichet.domain.identity.staff import BOARD, COMMITTEE, DECIDE
from guichet.domain.identity.tasks import who_asked
from guichet.domain.reception.queries import clerk_account_of
from guichet.domain.registry.queries import establishments
from guichet.engine import assignments, attachments, opinions, referrals
from guichet.engine import decisions as ruling
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.engine.ids import submission_of
from guichet.engine.levels import by_finding, people
from guichet.engine.outcome import Answer
from guichet.engine.referrals import Case
from guichet.engine.refusal import Refused
from guichet.engine.registry import names_of
from guichet.engine.service import Outcome
from guichet.lib import reference
from guichet.lib.display import show_name

PAGE = 50
_SHORTEST, _LONGEST = 5, 300
_DIGITS = 6
_CHOICES = {"approve": True, "decline": False}


@needs(BOARD, COMMITTEE, DECIDE)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """Every case that one may decide, or those of one service; the earliest deadline first."""
    language, now = page_language(), timezone.now()
    rights = rights_of(request)
    mine = referrals.decided_by(rights)
    counts = referrals.counts(now, mine, rights)
    wanted = names_of(request.GET.get("service", ""))[0]
    wanted = wanted if any(service.key == wanted for service, *_ in counts) else ""
    at = _number(request.GET.get("from", ""))
    chosen = [service for service in mine if wanted in ("", service.key)]
    found = referrals.waiting(chosen, rights=rights, most=PAGE + 1, after=at)
    only = f"service={wanted}&" if wanted else ""
    ruled = referrals.ruled(mine)
    hands = assignments.held([c.transaction for c in found])
    written = [(c.actor, c.actor_name) for c in found] + [(r.by, r.by_name) for r in ruled]
    names = in_script([*written, *hands.values()], language)
    page = {
        "say": page_words(PHRASES, language),
        "rows": [
            _line(case, now, names)
            | {"hands": names[hands[case.transaction]] if case.transaction in hands else ""}
            for case in found[:PAGE]
        ],
        "counts": [
            (service, whole, late, service.key == wanted) for service, whole, late in counts
        ],
        "whole": sum(whole for _, whole, _ in counts),
        "wanted": wanted,
        "ruled": [(ruling, names[ruling.by, ruling.by_name]) for ruling in ruled],
        "page": {
            "before": f"?{only}from={max(at - PAGE, 0)}" if at else "",
            "after": f"?{only}from={at + PAGE}" if len(found) > PAGE else "",
        },
    }
    disclosures.note(request, "office")
    return render(request, "cases/cases.html", page)


def waits_for(request: HttpRequest) -> int:
    """How many cases wait for who asks."""
    rights = rights_of(request)
    mine = referrals.decided_by(rights)
    return sum(whole for _, whole, _ in referrals.counts(timezone.now(), mine, rights))


@needs(BOARD, COMMITTEE, DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """What was asked, what would change, and the decision.

    Raises:
        Http404: there is no such case, or it is decided.
        PermissionDenied: it is not theirs to decide.
    """
    number = reference.decode(ref)
    found = referrals.find(number) if number is not None else None
    if found is not None and not _theirs(request, found):
        raise PermissionDenied
    language, now = page_language(), timezone.now()
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": [], "reason": ""}
    if request.method == "POST" and number is not None:
        answer = _posted(request, number, found, page, now, language)
        if answer is not None:
            return answer
    elif kept := decision_put_by(request, now):
        page |= {"reason": kept.get("reason", ""), "proved": True}
    if found is None:
        if not page["errors"]:
            raise Http404
        return render(request, "cases/case.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    page |= _page(request, found, now, language)
    saw(request, found)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if page["errors"] else HTTPStatus.OK
    return render(request, "cases/case.html", page, status=status)


def _theirs(request: HttpRequest, found: Case) -> bool:
    """Whether it is theirs to decide: by their right, and nobody finds it by another way."""
    theirs = referrals.right_to_rule(found.service, found.level) in rights_of(request)
    return theirs and not by_finding(found.service, found.level)


def _posted(
    request: HttpRequest,
    number: int,
    found: Case | None,
    page: dict[str, Any],
    now: datetime,
    language: str,
) -> HttpResponse | None:
    """Carry the decision out, or say on the page what is wrong with it."""
    reason = " ".join(request.POST.get("reason", "").split())
    choice = _CHOICES.get(request.POST.get("decision", ""))
    page["reason"] = reason[: _LONGEST * 2]
    if not _SHORTEST <= len(reason) <= _LONGEST or not reason.isprintable():
        page["errors"].append(Problem(PHRASES["no-reason"].at(language), "reason"))
    if choice is None:
        page["errors"].append(Problem(PHRASES["no-choice"].at(language), ""))
    if page["errors"] or choice is None:
        return None
    sure = assurance_of(request, now)
    if choice and found is not None and sure < found.service.ruling_assurance:
        return led_to_proof(request, now, "reason")
    ruler = actor_of(request.user, sure)  # type: ignore[arg-type]
    try:
        answer = ruling.rule(
            number,
            approved=choice,
            reason=reason,
            ruler=ruler,
            now=now,
            actor_of=who_asked,
            helper=clerk_account_of(submission_of(number)),
            rights=rights_of(request),
        )
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    finally:
        actor_of(request.user)  # type: ignore[arg-type]  # this session reads in staff's name again
    _tell(request, number, answer, language)
    return redirect("cases")


def _tell(request: HttpRequest, number: int, answer: Answer, language: str) -> None:
    first = reference.encode(number)
    if answer.outcome is Outcome.REFERRED:
        messages.success(request, PHRASES["opinion-kept"].at(language, reference=first))
        return
    if answer.accepted:
        text = PHRASES["done-accepted"].at(language, reference=first, resolution=answer.reference)
        messages.success(request, text)
        return
    why = " ".join(finding.sentence(language) for finding in answer.errors)
    messages.warning(request, PHRASES["done-refused"].at(language, reference=first, why=why))


def _page(request: HttpRequest, found: Case, now: datetime, language: str) -> dict[str, Any]:
    service, answer = found.service, found.answer
    would = ruling.rehearse(found.transaction, actor_of(request.user), now, who_asked)  # type: ignore[arg-type]
    actor_of(request.user)  # type: ignore[arg-type]
    told = review.told(would, language)
    return {
        "row": _line(found, now, in_script([(found.actor, found.actor_name)], language)),
        "service": service,
        "given": [_linked(r, found) for r in shown(service.inputs, answer.input, language)],
        "why": [finding.sentence(language) for finding in answer.errors],
        "told": [row for row in told if not row.columns],
        "tables": [row for row in told if row.columns],
        "possible": would.outcome is Outcome.ACCEPTED,
        "waits": would.outcome is Outcome.HELD,
        "against": [f.sentence(language) for f in would.errors],
        "name": _name(found, language),
        **_together(request, found, language),
        **assignment.shown(found, int(request.user.pk or 0), language),
    }


def _together(request: HttpRequest, found: Case, language: str) -> dict[str, Any]:
    """Of what several decide: what the others said; and why whoever looks does not rule, if so."""
    needed = people(found.service, found.level, found.asked_at.astimezone(HOME).date())
    said = opinions.of_case(found.transaction) if needed > 1 else None
    names = in_script(said.select("by", "by_name").rows(), language) if said is not None else {}
    try:
        ruling.require_unbiased(found, int(request.user.pk or 0))
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence(language)
    return {
        "together": PHRASES["together"].at(language, people=str(needed)) if needed > 1 else "",
        "said": []
        if said is None
        else [row | {"who": names[row["by"], row["by_name"]]} for row in said.to_dicts()],
        "why_not": why_not,
    }


def _linked(row: AnsweredField, found: Case) -> AnsweredField:
    """A paper leads to itself."""
    if row.name not in attachments.fields_of(found.service):
        return row
    return replace(row, link=reverse("case-paper", args=[found.reference, row.name]))


def _name(found: Case, language: str) -> str:
    """The registered name of the establishment asked for."""
    if found.party is None or found.service.party_kind is not PartyKind.ESTABLISHMENT:
        return ""
    known = establishments(pl.Series([found.party], dtype=pl.Int64))
    if known.is_empty():
        return ""
    row = known.row(0, named=True)
    return show_name(row["name_ar"], row["name_latin"], language)


def saw(request: HttpRequest, found: Case) -> None:
    """Say that the answer shows this case."""
    kind = found.service.party_kind
    party = None if kind is PartyKind.NOBODY else found.party
    subjects = [found.subject] if found.subject else []
    disclosures.note(
        request, "office", kind=kind.value if party else "", party=party, subjects=subjects
    )


def _line(case: Case, now: datetime, names: Mapping[Written, str]) -> dict[str, Any]:
    days = now.astimezone(HOME).date() - case.asked_at.astimezone(HOME).date()
    asker = names[case.actor, case.actor_name]
    return {"case": case, "days": days.days, "overdue": case.overdue(now), "asker": asker}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
