"""Who looks after systems, and of which establishment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from guichet.channels.shared import assurance as sure
from guichet.channels.shared.language import page_language
from guichet.channels.systems.words import all_in
from guichet.domain.identity.queries import Account
from guichet.domain.systems import queries
from guichet.domain.systems.queries import System
from guichet.engine.context import HOME


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who may look after the systems of the establishment they act for."""

    request: HttpRequest
    account: Account
    establishment: int
    now: datetime
    language: str

    @property
    def today(self) -> date:
        """The calendar day at the institution."""
        return self.now.astimezone(HOME).date()

    @property
    def sure(self) -> bool:
        """Whether a second factor was shown just now."""
        return sure.is_sure(self.request, self.now)

    @property
    def posted(self) -> bool:
        """Whether the visitor wants something done."""
        return self.request.method == "POST"

    def system(self, client_id: str) -> System:
        """One of the establishment's systems.

        Raises:
            Http404: it is none of theirs.
        """
        found = queries.find(client_id, self.establishment)
        if found is None:
            raise Http404
        return found

    def shown(self, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page with the channel's phrases."""
        return render(self.request, template, {"t": all_in(self.language), **page}, status=status)


View = Callable[..., HttpResponse]


def keeper(*methods: str, surely: bool = False) -> Callable[[View], View]:
    """A view for whoever may look after systems: it is given a :class:`Visit`.

    Args:
        surely: only with a second factor shown just now: a key is a way in that outlasts the
            session.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            visit = _visit(request)
            if visit is not None and surely and not visit.sure:
                goal = reverse("system", kwargs=kwargs) if kwargs else reverse("systems")
                return redirect(f"{reverse('prove')}?{urlencode({'next': goal})}")
            if visit is not None:
                return view(visit, *args, **kwargs)
            if args or kwargs or request.method == "POST":
                raise Http404
            language = page_language()
            return render(request, "systems/not_yours.html", {"t": all_in(language)})

        return cast("View", login_required(require_http_methods(list(methods))(guarded)))

    return decorate


def _visit(request: HttpRequest) -> Visit | None:
    """The right is asked for at each visit: one that ended closes the page at once."""
    party = request.session.get("party")
    if not party or party["kind"] != "establishment":
        return None
    now = timezone.now()
    account = cast("Account", request.user)
    visit = Visit(request, account, int(party["number"]), now, page_language())
    return visit if queries.may_manage(account, visit.establishment, visit.today) else None
