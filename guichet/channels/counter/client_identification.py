"""Naming the client, their consent, the sitting and its end. Until they consent nothing of theirs
is shown, not even a name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.counter import credential_words, visit
from guichet.channels.counter.offered import offered
from guichet.channels.counter.words import WORDS
from guichet.channels.shared import disclosures
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.domain.identity import throttle
from guichet.domain.reception import assisted_actor, assisted_sessions, clients, queries, queue
from guichet.domain.reception.refusals import TOO_MANY_CLIENTS, UNKNOWN_CLIENT
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.lib.locale import here
from guichet.lib.text import ASCII_DIGITS, plain_digits

_DIGITS = here().persons.digits
# Of one clerk: a busy day has a hundred clients; who tries thousands of numbers looks for something
# else.
MOST_CLIENTS, WINDOW = 60, timedelta(hours=1)


@visit.page("GET", "HEAD", "POST")
def client(request: visit.AtCounter) -> HttpResponse:
    """Whose number stands on the card before the clerk."""
    now = timezone.now()
    if request.method != "POST":
        return visit.show(request, "client", {"called": queue.called(request.user, now)})
    try:
        key = f"counter:{request.user.pk}"
        if not throttle.within(key, limit=MOST_CLIENTS, window=WINDOW, now=now):
            raise Refused(TOO_MANY_CLIENTS)
        person, establishment = _number(request, "person"), _number(request, "establishment")
        found = clients.named(person, establishment, now)
        assisted_sessions.begin(
            request.user,
            found,
            request.branch,
            establishment=establishment,
            ticket=queue.called(request.user, now),
            now=now,
        )
    except Refused as error:
        page: dict[str, Any] = _wrong(error) | {
            "called": queue.called(request.user, now),
            "person": request.POST.get("person", "")[:20],
            "establishment": request.POST.get("establishment", "")[:20],
        }
        return visit.show(request, "client", page, 422)
    return HttpResponseRedirect(reverse("counter-consent"), status=303)


def _number(request: visit.AtCounter, name: str) -> int | None:
    """What was typed; nothing is no number, rubbish is nobody's."""
    text = plain_digits(request.POST.get(name, "")).strip()
    if not text:
        return None
    if len(text) > _DIGITS or not set(text) <= set(ASCII_DIGITS):
        raise Refused(UNKNOWN_CLIENT, name)
    return int(text)


def _wrong(error: Refused) -> dict[str, Any]:
    problem = Problem(error.sentence(page_language()), f"id_{error.field}" if error.field else "")
    return {"errors": [problem], "problem": True}


@visit.in_sitting("GET", "HEAD", "POST", consented=False)
def consent(request: visit.AtCounter) -> HttpResponse:
    """A code from the client's mobile, or the reference of a paper they signed."""
    now, step = timezone.now(), request.POST.get("step", "")
    page: dict[str, Any] = {"sent": "sent" in request.GET, "had": request.assurance}
    if request.method != "POST":
        return visit.show(request, "consent", page)
    try:
        if step == "send":
            assisted_sessions.send_code(request.sitting, now=now)
            return HttpResponseRedirect(reverse("counter-consent") + "?sent", status=303)
        if step == "paper":
            assisted_sessions.consent_by_paper(
                request.sitting, request.POST.get("reference", "")[:60], now=now
            )
        else:
            page["sent"] = True
            assisted_sessions.consent_by_code(
                request.sitting, request.POST.get("code", "")[:20], now=now
            )
    except Refused as error:
        return visit.show(request, "consent", page | _wrong(error), 422)
    return HttpResponseRedirect(reverse("counter-sitting"), status=303)


@visit.in_sitting()
def sitting(request: visit.AtCounter) -> HttpResponse:
    """The client who has consented: what they may ask for, and what was done."""
    actor = assisted_actor.actor_for(request.sitting, request.assurance)
    client = assisted_actor.client_of(request.sitting)
    subjects = [client.person_number] if client.person_number else []
    kind = PartyKind.ESTABLISHMENT.value if request.sitting.establishment else ""
    disclosures.note(
        request, visit.CHANNEL, kind=kind, party=request.sitting.establishment, subjects=subjects
    )
    done = [r.answer for r in queries.done_in(request.sitting, timezone.now()) if not r.repeats]
    page = {
        "services": offered(request.sitting, actor),
        "done": done,
        "by_code": request.assurance,
        "m": credential_words,
        "means": bool(subjects) and request.sitting.establishment is None,
    }
    return visit.show(request, "sitting", page)


@visit.page("POST")
def end(request: visit.AtCounter) -> HttpResponse:
    """The client goes; with them goes the consent."""
    now = timezone.now()
    going = assisted_sessions.current(request.user, now)
    if going is not None:
        assisted_sessions.end(going, now)
        messages.success(request, WORDS["ended"].at(page_language()))
    return HttpResponseRedirect(reverse("counter"), status=303)
