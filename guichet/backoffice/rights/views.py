"""Who of the staff may do what: proposed by one administrator, confirmed by another, withdrawn by
either.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guichet.backoffice.rights.words import PHRASES
from guichet.channels.shared.assurance import decision_put_by, is_sure, led_to_proof
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import needs
from guichet.domain.identity import staff, staff_changes
from guichet.domain.identity.queries import Account, account_of
from guichet.domain.identity.staff import ADMINISTER, COUNTER, TASKS
from guichet.domain.identity.staff_changes import Administrator
from guichet.domain.identity.staff_words import name_of
from guichet.domain.reception import queue
from guichet.engine.context import HOME
from guichet.engine.referrals import referring, right_to_rule
from guichet.engine.refusal import Refused
from guichet.lib.display import show_name
from guichet.lib.text import plain_digits

_LONGEST = 150


def waits_for(request: HttpRequest) -> int:
    """How many proposals wait that who asks may confirm."""
    mine = int(request.user.pk or 0)
    return sum(mine not in (p.account_id, p.proposed_by_id) for p in staff_changes.waiting())


@needs(ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody and their rights, what waits to be confirmed; a POST proposes one or takes one
    away.
    """
    language, now = page_language(), timezone.now()
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": []}
    if request.method == "POST":
        withdraws = "withdraw" in request.POST
        answer = (_withdraw if withdraws else _propose)(request, page, language, now)
        if answer is not None:
            return answer
    places = _places(language)
    page |= {
        "typed": {
            name: request.POST.get(name, "")[:_LONGEST] for name in ("username", "right", "branch")
        },
        "offered": [(right, name_of(right).at(language)) for right in _offered()],
        "branches": places.items(),
        "people": [
            {
                "account": account,
                "rights": [_held(m.rights[0], m.party, places, language) for m in held],
            }
            for account, held in staff.rights_of_all()
        ],
        "waiting": [_line(p, places, language) for p in staff_changes.waiting()],
        "proved": bool(decision_put_by(request, now)),
        "problem": bool(page["errors"]),
    }
    return render(request, "rights/rights.html", page, status=422 if page["errors"] else 200)


@needs(ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal; a POST confirms or drops it. Who confirms has shown a second factor, and comes
    back here from doing so.

    Raises:
        Http404: no such proposal waits.
    """
    language, now = page_language(), timezone.now()
    found = next((p for p in staff_changes.waiting() if p.pk == number), None)
    if found is None and request.method != "POST":
        raise Http404
    page: dict[str, Any] = {"say": page_words(PHRASES, language), "errors": []}
    if request.method == "POST":
        answer = _decided(request, number, page, language, now)
        if answer is not None:
            return answer
    page["proved"] = bool(decision_put_by(request, now))
    if found is not None:
        held = staff.rights(found.account, now.astimezone(HOME).date())
        page |= {
            "row": _line(found, _places(language), language),
            "holds": sorted(name_of(right).at(language) for right in held),
            "own": found.proposed_by_id == request.user.pk,
            "for_you": found.account_id == request.user.pk,
        }
    page["problem"] = bool(page["errors"])
    return render(request, "rights/right.html", page, status=422 if page["errors"] else 200)


def _decided(
    request: HttpRequest, number: int, page: dict[str, Any], language: str, now: datetime
) -> HttpResponse | None:
    """Confirm or drop a proposal; None: the page says what is wrong."""
    confirms = "confirm" in request.POST
    if confirms and (proof := led_to_proof(request, now, "confirm")):
        return proof
    try:
        (staff_changes.confirm if confirms else staff_changes.decline)(
            _administrator(request), number, now=now
        )
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    messages.success(request, PHRASES["confirmed" if confirms else "declined"].at(language))
    return redirect("rights")


def _propose(
    request: HttpRequest, page: dict[str, Any], language: str, now: datetime
) -> HttpResponse | None:
    """Propose what the form says; None: the page says what is wrong."""
    username = plain_digits(request.POST.get("username", "")).strip()[:_LONGEST]
    right, place = request.POST.get("right", ""), request.POST.get("branch", "")
    wrong = page["errors"]
    account = account_of(username)
    if account is None or not staff.is_staff(account):
        wrong.append(
            Problem(staff_changes.NOT_STAFF.sentence(language, username=username), "username")
        )
    if right not in _offered():
        wrong.append(Problem(PHRASES["no-right"].at(language), "right"))
    if right == COUNTER and place not in map(str, _places(language)):
        wrong.append(Problem(PHRASES["no-branch"].at(language), "branch"))
    if wrong or account is None:
        return None
    where = int(place) if right == COUNTER else staff.HEAD_OFFICE
    try:
        staff_changes.propose(_administrator(request), account, right, where, now=now)
    except Refused as refused:
        wrong.append(Problem(refused.sentence(language), refused.field or "username"))
        return None
    messages.success(request, PHRASES["proposed"].at(language))
    return redirect("rights")


def _withdraw(
    request: HttpRequest, page: dict[str, Any], language: str, now: datetime
) -> HttpResponse | None:
    """Take away the right of the row whose button was pressed; None: the page says what is wrong.

    A right withdrawn stops somebody's work, and at the right moment a second look: it is as sure as
    giving one.
    """
    if proof := led_to_proof(request, now, "withdraw"):
        return proof
    username, _, right = request.POST.get("withdraw", "").partition(" ")
    account = account_of(username)
    try:
        if account is None:
            raise Refused(staff_changes.NOT_STAFF, username=username)
        staff_changes.withdraw(_administrator(request), account, right, now=now)
    except Refused as refused:
        page["errors"].append(Problem(refused.sentence(language), ""))
        return None
    messages.success(request, PHRASES["withdrawn"].at(language, who=account.shown_name))
    return redirect("rights")


def _places(language: str) -> dict[int, str]:
    """The branches by number, with their names."""
    names = ((b.pk, show_name(b.name_ar, b.name_latin, language)) for b in queue.branches())
    return {number: f"{number} {name}" for number, name in names}


def _offered() -> list[str]:
    """Every right there is to give: the tasks, and to decide the cases of each service that has
    some.
    """
    deciding = [right_to_rule(service) for service in referring()]
    return list(dict.fromkeys([*TASKS, *deciding]))


def _held(right: str, place: int, places: dict[int, str], language: str) -> dict[str, str]:
    where = places.get(place, "") if right == COUNTER else ""
    return {"right": right, "name": name_of(right).at(language), "place": where}


def _line(of: Any, places: dict[int, str], language: str) -> dict[str, Any]:
    return {"proposal": of, **_held(of.right, of.place, places, language)}


def _administrator(request: HttpRequest) -> Administrator:
    account = request.user
    if not isinstance(account, Account):
        raise Http404
    return Administrator(account, is_sure(request, timezone.now()))
