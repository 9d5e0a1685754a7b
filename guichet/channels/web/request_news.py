"""What became of one's requests that had to wait, told once: at the next sign-in."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from guichet.channels.shared.language import page_language
from guichet.domain.identity import account_activity
from guichet.domain.identity.queries import Account
from guichet.engine import followed
from guichet.engine.outcome import OUTCOMES
from guichet.engine.records import OUTCOMES as OF_CODES
from guichet.engine.registry import services
from guichet.lib import reference

_TOLD = 3  # the list of transactions has the others
_LOOKED_AT = 20  # of a file of which many went on, a few are enough to say so


def tell_at_sign_in(request: HttpRequest, account: Account, sign_in: int, now: datetime) -> None:
    """A notice, if a request of the account went on or was decided since it signed in the time
    before.
    """
    since = account_activity.sign_in_before(account, sign_in)
    if since is None:
        return
    found = followed.went_on(account.pk, since=since, until=now, most=_LOOKED_AT)
    latest = found.unique("first", keep="first", maintain_order=True).head(_TOLD)
    titles = {service.code: service.title for service in services().values()}
    language = page_language()
    said = [
        (
            titles[row["service"]].at(language),
            OUTCOMES[OF_CODES[row["outcome"]]].at(language),
            reverse("transaction", args=[reference.encode(row["first"])]),
            reference.encode(row["first"]),
        )
        for row in latest.iter_rows(named=True)
        if row["service"] in titles  # a service may have been withdrawn since
    ]
    if said:
        told = format_html(
            '{} {} <a href="{}?mine">{}</a>',
            _("Since your last sign-in:"),
            format_html_join("", '{}: {} (<a href="{}"><bdi dir="ltr">{}</bdi></a>). ', said),
            reverse("transactions"),
            _("My transactions"),
        )
        messages.info(request, told)
