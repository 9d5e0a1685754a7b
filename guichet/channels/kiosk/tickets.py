"""A number for whoever would rather talk to a person: no sign-in, no name, the queue of the branch
the kiosk stands in.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.kiosk import slips, terminals, views, visit
from guichet.channels.kiosk.refusals import TOO_MANY
from guichet.channels.kiosk.words import ALL
from guichet.dialogue.offered import for_clients
from guichet.domain.identity import throttle
from guichet.domain.reception import queue
from guichet.domain.reception.queries import Branch, Ticket
from guichet.engine.registry import names_of, services
from guichet.lib.display import show_name

MOST, WINDOW = 120, timedelta(hours=1)  # of one kiosk: more is somebody playing


@visit.page("GET", "HEAD", "POST", signed=False)
def ticket(request: visit.Guest) -> HttpResponse:
    """What is wanted; then the number.

    Raises:
        Http404: the terminal stands at no branch.
    """
    branch = terminals.branch_of(request.terminal)
    if branch is None:
        raise Http404
    if request.method == "POST":
        return _issued(request, branch)
    given = queue.find(request.visit["ticket"]) if "ticket" in request.visit else None
    if given is None:
        return views.show(request, "ticket", {"services": for_clients()})
    return views.show(request, "ticket_given", _page(request, given))


def _issued(request: visit.Guest, branch: Branch) -> HttpResponse:
    now, wanted = timezone.now(), names_of(request.POST.get("service", ""))[0]
    key = f"kiosk-ticket:{request.terminal}"
    if "ticket" not in request.visit:  # a second touch shows the first number
        if not throttle.within(key, limit=MOST, window=WINDOW, now=now):
            page = {"services": [], "error": TOO_MANY.sentence(request.visit["language"])}
            return views.show(request, "ticket", page, 429)
        known = wanted if any(s.key == wanted for s in for_clients()) else ""
        given = queue.issue(branch, service=known, now=now)
        request.visit["ticket"] = given.pk
        visit.keep(request)
        with suppress(slips.NotPrinted):  # the number stands on the screen as well
            slips.print_slip(request.terminal, _slip(request, branch, given))
    return HttpResponseRedirect(reverse("kiosk-ticket"), status=303)


def _page(request: visit.Guest, given: Ticket) -> dict[str, Any]:
    ahead = ALL["ticket_ahead"].at(request.visit["language"], n=queue.ahead_of(given))
    return {"number": given.number, "ahead": ahead, "s": services().get(given.service)}


def _slip(request: visit.Guest, branch: Branch, given: Ticket) -> slips.Slip:
    language = request.visit["language"]
    page = _page(request, given)
    wanted = page["s"].title if page["s"] else ALL["ticket_any"]
    return slips.Slip(
        language=language,
        heading=ALL["institution"].at(language),
        title=show_name(branch.name_ar, branch.name_latin, language),
        lines=((wanted.at(language), ""), (page["ahead"], "")),
        reference=str(given.number),
        reference_label=ALL["ticket_number"].at(language),
        link=settings.PUBLIC_ADDRESS + "/",
    )
