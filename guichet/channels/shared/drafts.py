"""What somebody is filling in, between the pages of a form: every page has an address of its own, so that going back or
reloading sends nothing, and a form whose session ended is found again by the same person and by nobody else.

A draft lies in the session under the form's ``once`` key. The address names that key; without the session it opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypedDict

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from guichet.channels.shared import handling
from guichet.channels.shared.once import once_of

FORM, CHECK = "draft", "check"  # in the address: which page of the draft is read
ENDED = "ended"  # in the address of the sign-in page: the session ended, nobody signed out
OWNER = "owner"  # of the form's field: for whom it was shown, signed
_DRAFTS, _ASIDE = "drafts", "aside"  # in the session
_MOST, _LONGEST, _FIELDS = (
    8,
    4_000,
    100,
)  # drafts at a time; characters of a value; fields of a form
_KEPT = timedelta(hours=1)  # a form set aside for somebody who has to sign in again
_SALT = "guichet.drafts"
_NOT_TYPED = {"csrfmiddlewaretoken", "once", "step", "speak", handling.NAME, OWNER}


class Draft(TypedDict):
    """A form as it stands; ``of`` is the sitting it belongs to, at a counter."""

    path: str
    of: str
    given: dict[str, str]
    once: str
    begun: str
    errors: dict[str, list[str]]
    ways: list[tuple[str, str]]  # out of the errors: label and link
    sent: str  # where its receipt is, once it was sent


def keep(
    request: HttpRequest,
    page: str,
    given: Mapping[str, str],
    once: str,
    *,
    of: str = "",
    errors: Mapping[str, Sequence[str]] | None = None,
    ways: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Keep what was typed and what is wrong with it, and lead on to a page that reads it."""
    _put(request, Draft(
        path=request.path, of=of, given=dict(given), once=once, begun=request.POST.get(handling.NAME, "")[:_LONGEST],
        errors={name: [str(s) for s in said] for name, said in (errors or {}).items()},
        ways=[(str(label), link) for label, link in ways], sent="",
    ))  # fmt: skip
    return HttpResponseRedirect(f"{request.path}?{urlencode({page: once})}", status=303)


def sent(request: HttpRequest, once: str, receipt: str, *, of: str = "") -> None:
    """The form was sent: whoever comes back to its pages is led to the receipt."""
    _put(
        request,
        Draft(
            path=request.path,
            of=of,
            given={},
            once=once,
            begun="",
            errors={},
            ways=[],
            sent=receipt,
        ),
    )


def found(request: HttpRequest, of: str = "") -> Draft | None:
    """The draft that the address names, if it is of this page and of this sitting."""
    key = request.GET.get(CHECK) or request.GET.get(FORM) or ""
    kept: Draft | None = request.session.get(_DRAFTS, {}).get(key)
    return kept if kept and (kept["path"], kept["of"]) == (request.path, of) else None


def _put(request: HttpRequest, draft: Draft) -> None:
    others = {
        key: kept for key, kept in request.session.get(_DRAFTS, {}).items() if key != draft["once"]
    }
    newest = list(others.items())[-(_MOST - 1) :]
    request.session[_DRAFTS] = dict([*newest, (draft["once"], draft)])


def owner(account: int, of: str = "") -> str:
    """The value of the form's ``owner`` field."""
    return signing.dumps([account, of], salt=_SALT)


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for people who are signed in; what somebody sends whose session has ended is set aside for them."""
    guarded = login_required(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return guarded(request, *args, **kwargs)
        goal = (
            _set_aside(request, timezone.now())
            if request.method == "POST"
            else request.get_full_path()
        )
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': goal, ENDED: '1'})}")

    return answer


def _set_aside(request: HttpRequest, now: datetime) -> str:
    """Keep a form of ours that nobody is signed in for; the address to come back to."""
    try:
        account, of = signing.loads(request.POST.get(OWNER, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return request.get_full_path()
    typed = [name for name in request.POST if name not in _NOT_TYPED][:_FIELDS]
    given = {name: ",".join(filter(None, request.POST.getlist(name)))[:_LONGEST] for name in typed}
    draft = Draft(
        path=request.path,
        of=of,
        given=given,
        once=once_of(request),
        begun="",
        errors={},
        ways=[],
        sent="",
    )
    request.session[_ASIDE] = {"account": account, "at": now.timestamp(), "draft": draft}
    return f"{request.path}?{urlencode({FORM: draft['once']})}"


def waits(request: HttpRequest) -> bool:
    """Whether a form lies aside until its sender signs in again."""
    return _ASIDE in request.session


def taken_up(request: HttpRequest, account: int, now: datetime) -> bool:
    """After signing in: whether a form that lay aside was this person's. Anybody else's is gone from now on."""
    aside = request.session.pop(_ASIDE, None)
    if aside is None or aside["account"] != account:
        return False
    if not 0 <= now.timestamp() - aside["at"] < _KEPT.total_seconds():
        return False
    _put(request, aside["draft"])
    return True
