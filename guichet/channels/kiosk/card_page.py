"""The page of the virtual branch where people print their kiosk card and end it; the password is
asked once more for both.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.channels.kiosk import card_words as words
from guichet.channels.shared.card import picture_of
from guichet.channels.shared.language import page_language
from guichet.channels.shared.password import password_problems
from guichet.domain.contact import cards
from guichet.domain.contact.queries import has_pin
from guichet.domain.identity.queries import Account


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: HttpRequest) -> HttpResponse:
    """See whether there is one, print a new one, end it."""
    account, now = request.user, timezone.now()
    assert isinstance(account, Account)  # login_required
    page: dict[str, Any] = {"w": words}
    status = 200
    if request.method == "POST":
        page["errors"] = password_problems(request, account, now, "id_password")
        page["problem"] = bool(page["errors"])
        if page["errors"]:
            status = 422
        elif "end" in request.POST:
            cards.end(account, now)
            messages.success(request, words.ENDED.at(page_language()))
            return redirect("kiosk-my-card")
        else:
            # Shown in this answer only: going back to it asks for the password again.
            secret = cards.issue(account, now)
            page |= {"picture": picture_of(secret), "secret": secret}
    page |= {"issued": cards.issued_at(account), "has_pin": has_pin(account, now)}
    return render(request, "kiosk/my_card.html", page, status=status)
