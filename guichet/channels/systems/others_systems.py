"""Letting systems of others act for an establishment: a payroll bureau's, a provider's."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from guichet.channels.systems import choices, views
from guichet.channels.systems.visit import Visit, keeper
from guichet.channels.systems.words import PHRASES
from guichet.domain.systems import commands, queries
from guichet.engine.refusal import Refused


@keeper("POST", surely=True)
def admit(visit: Visit) -> HttpResponse:
    """Let a system act for the establishment; what the visitor may not do themselves they cannot
    let.
    """
    held = {s.key: s.right for s in choices.held(visit.account, visit.establishment, visit.today)}
    typed = visit.request.POST.get("client_id", "").strip()
    try:
        commands.admit(
            typed,
            account=visit.account,
            establishment=visit.establishment,
            services=visit.request.POST.getlist("let"),
            rights=held,
            now=visit.now,
        )
    except Refused as refused:
        return views.list_page(visit, refused)
    return _done(visit, "done-admitted")


@keeper("POST")
def send_away(visit: Visit, client_id: str) -> HttpResponse:
    """End it.

    Raises:
        Http404: no such system acts for the establishment.
    """
    found = next(
        (s for s, _ in queries.guests_of(visit.establishment) if s.client_id == client_id), None
    )
    if found is None:
        raise Http404
    commands.send_away(
        found, account=visit.account, establishment=visit.establishment, now=visit.now
    )
    return _done(visit, "done-sent-away")


def _done(visit: Visit, what: str) -> HttpResponse:
    notes.success(visit.request, PHRASES[what].at(visit.language))
    return redirect("systems")
