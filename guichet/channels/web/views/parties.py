"""Choosing whom to act for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guichet.channels.shared.forms import Problem
from guichet.channels.shared.names import establishment_names, person_names
from guichet.channels.web import visit
from guichet.channels.web.parties import AT_MOST, NamedParty, named_parties
from guichet.domain.identity import queries
from guichet.engine.actor import PartyKind
from guichet.lib.locale import here
from guichet.lib.text import Words, plain_digits

_DIGITS = 12
_PERSONS_DIGITS = here().persons.digits  # an establishment's number has nine


@visit.page("GET", "HEAD", "POST")
def party(request: visit.Visitor) -> HttpResponse:
    """Act for oneself, or for an establishment or a person one has a mandate for."""
    parties = named_parties(request.user)
    if request.method != "POST":
        return _page(request, parties, [])
    chosen = _chosen(request, parties)
    if chosen is None:
        wrong = _(
            "You have no mandate for this number. Choose one from the list or check the number."
        )
        return _page(request, parties, [Problem(wrong, "id_party")])
    visit.act_for(request, chosen.kind, chosen.number, chosen.name.ar, chosen.name.en)
    goal = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    return redirect(goal if ours else "home")


def _page(request: visit.Visitor, parties: list[NamedParty], errors: list[Problem]) -> HttpResponse:
    page = {
        "parties": parties,
        "now": visit.acting(request),
        "more": len(parties) >= AT_MOST,
        "errors": errors,
        "problem": bool(errors),
        "next": request.GET.get("next") or request.POST.get("next", ""),
    }
    return render(request, "web/party.html", page, status=422 if errors else 200)


def _chosen(request: visit.Visitor, parties: list[NamedParty]) -> NamedParty | None:
    """The party asked for, if there is a mandate for it; the list shown is not trusted."""
    typed = plain_digits(request.POST.get("number", "") or request.POST.get("party", "")).strip()
    if not typed.isascii() or not typed.isdigit() or len(typed) > _DIGITS:
        return None
    number = int(typed)
    listed = next((p for p in parties if p.number == number), None)
    if listed is not None:
        return listed
    kind = PartyKind.PERSON if len(typed) == _PERSONS_DIGITS else PartyKind.ESTABLISHMENT
    if not queries.stands_for(request.user, kind, number, visit.today()):
        return None
    names = person_names([number]) if kind is PartyKind.PERSON else establishment_names([number])
    return NamedParty(kind, number, names.get(number) or Words(ar=typed, en=typed, fr=typed))
