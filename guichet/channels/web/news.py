"""What happened to one's account, shown to its owner: a list on the security page, and a notice at
the next sign-in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.channels.shared.account_events import CHANGES
from guichet.channels.shared.language import page_language
from guichet.channels.web.words import CHANNELS
from guichet.domain.identity import account_activity
from guichet.domain.identity.account_activity import Change
from guichet.domain.identity.queries import Account
from guichet.engine.context import HOME

_FAILURES_OF = timedelta(days=30)
_BETWEEN = {"ar": "؛ ", "en": "; ", "fr": "\u202f; "}
_TOLD = 3  # at a sign-in; the page has the others


def of(account: Account, now: datetime) -> dict[str, Any]:
    """For the page: the latest changes, and how often somebody failed in the last thirty days."""
    found = account_activity.changes(account, until=now + timedelta(seconds=1))
    failed = account_activity.failures(
        account, since=now - _FAILURES_OF, until=now + timedelta(seconds=1)
    )
    said = _failed(failed.count)
    return {"happened": [_shown(c) for c in found], "failed": said, "failed_last": failed.last}


def tell_at_sign_in(request: HttpRequest, account: Account, sign_in: int, now: datetime) -> None:
    """A notice, if anything happened since the account signed in the time before."""
    since = account_activity.sign_in_before(account, sign_in)
    if since is None:
        return
    found = account_activity.changes(account, since=since, until=now)
    failed = account_activity.failures(account, since=since, until=now)
    said = [(c["what"],) for c in map(_shown, found[:_TOLD])]
    rest = len(found) - len(said)
    if rest > 0:
        more = ngettext("%(n)d more change", "%(n)d more changes", rest)
        said.append((more % {"n": rest},))
    if failed.count:
        said.append((_failed(failed.count),))
    if said:
        told = format_html(
            '{} {}. {} <a href="{}">{}</a>',
            _("Since your last sign-in:"),
            format_html_join(_BETWEEN.get(page_language(), "; "), "{}", said),
            _("If that was not you, look at"),
            reverse("security"),
            _("Sign-in and security"),
        )
        messages.warning(request, told)


def _failed(count: int) -> str:
    said = ngettext("%(n)d failed try to sign in", "%(n)d failed tries to sign in", count)
    return said % {"n": count} if count else ""


def _shown(change: Change) -> dict[str, Any]:
    language = page_language()
    what, channel = CHANGES.get(change.what), CHANNELS.get(change.channel)
    return {
        "what": what.at(language) if what else change.what,
        "at": change.at.astimezone(HOME),
        "channel": channel.at(language) if channel else change.channel,
    }
