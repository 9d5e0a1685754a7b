"""A case is taken in hand, given back, or handed over to a colleague who may decide it."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from guichet.backoffice.cases.words import PHRASES
from guichet.channels.shared.language import page_language
from guichet.channels.shared.staff import needs, rights_of
from guichet.domain.identity import staff
from guichet.domain.identity.accounts import people_of
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.recorded_names import in_script
from guichet.domain.identity.staff import BOARD, COMMITTEE, DECIDE
from guichet.engine import assignments, referrals
from guichet.engine.context import HOME
from guichet.engine.levels import by_finding, people
from guichet.engine.referrals import Case
from guichet.lib import reference
from guichet.lib.display import show_name


@needs(BOARD, COMMITTEE, DECIDE)
@require_POST
def assign(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a case into the hands of who is named, or back on the list.

    Raises:
        Http404: there is no such case, or several decide it together.
        PermissionDenied: it is not theirs to decide, nor that of who is named.
    """
    number = reference.decode(ref)
    found = referrals.find(number) if number is not None else None
    if found is None or not one_decides(found):
        raise Http404
    right = referrals.right_to_rule(found.service, found.level)
    if right not in rights_of(request):
        raise PermissionDenied
    me = actor_of(request.user)  # type: ignore[arg-type]
    named = request.POST.get("to", "")
    to = None
    if named:
        others = {str(account): account for account in {*_able(found), me.id}}
        if named not in others:
            raise PermissionDenied
        account = others[named]
        to = (account, me.name if account == me.id else _name(account))
    assignments.assign(found.transaction, to, (me.id, me.name), timezone.now())
    done = "given-back" if to is None else "taken" if to[0] == me.id else "handed-over"
    messages.success(request, PHRASES[done].at(page_language(), reference=found.reference))
    return redirect("case", found.reference) if done == "taken" else redirect("cases")


def one_decides(found: Case) -> bool:
    """Whether a case is in one person's hands; a committee's and a board's are not."""
    on = found.asked_at.astimezone(HOME).date()
    return people(found.service, found.level, on) == 1 and not by_finding(
        found.service, found.level
    )


def shown(found: Case, me: int, language: str) -> dict[str, Any]:
    """Who has a case, and to whom it may be handed over, for its page."""
    if not one_decides(found):
        return {}
    holder = assignments.held([found.transaction]).get(found.transaction)
    able = people_of(pl.Series(sorted(_able(found) - {me}), dtype=pl.Int64))
    return {
        "may_assign": True,
        "me": str(me),
        "holder": in_script([holder], language)[holder] if holder else "",
        "mine": holder is not None and holder[0] == me,
        "colleagues": [
            (str(account), show_name(ar, latin, language))
            for account, ar, latin in able.select("account", "name_ar", "name_latin").iter_rows()
        ],
    }


def _able(found: Case) -> set[int]:
    """Those who may decide it and did not decide before."""
    right = referrals.right_to_rule(found.service, found.level)
    return staff.living_holders(right) - set(found.service.barred(found.answer)) - {found.actor}


def _name(account: int) -> str:
    names = people_of(pl.Series([account], dtype=pl.Int64))
    ar, latin = names.select("name_ar", "name_latin").row(0)
    return str(ar or latin)
