"""A colleague's second look: they see the person and the document themselves, and say so at their
own desk with their own password.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from guichet.channels.counter import credential_words as words
from guichet.channels.counter import visit
from guichet.channels.shared import disclosures
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.channels.shared.password import password_problems
from guichet.domain.reception import client_identification
from guichet.domain.reception.refusals import NOT_A_COLLEAGUE
from guichet.engine.refusal import Refused


@sensitive_post_parameters("password", "number")
@visit.page("GET", "HEAD", "POST")
def second(request: visit.AtCounter, number: int) -> HttpResponse:
    """Whom they are asked to look at; confirming it."""
    now = timezone.now()
    wanted = client_identification.waiting_one(number, request.branch, request.user, now)
    if wanted is None:
        messages.warning(request, NOT_A_COLLEAGUE.sentence(page_language()))
        return HttpResponseRedirect(reverse("counter"), status=303)
    person = client_identification.client_number(number)
    disclosures.note(request, visit.CHANNEL, subjects=[person] if person else [])
    page = {"m": words, "wanted": wanted, "kind": words.KINDS[wanted.kind], "number": number}
    if request.method != "POST":
        return visit.show(request, "second", page)
    errors = password_problems(request, request.user, now, "id_password")
    if not errors:
        try:
            document = request.POST.get("number", "")[:40]
            client_identification.look(number, request.branch, request.user, document, now=now)
        except Refused as refused:
            errors = [Problem(refused.sentence(page_language()), "id_number")]
    if errors:
        return visit.show(request, "second", page | {"errors": errors, "problem": True}, 422)
    messages.success(request, words.LOOKED.at(page_language()))
    return HttpResponseRedirect(reverse("counter"), status=303)
