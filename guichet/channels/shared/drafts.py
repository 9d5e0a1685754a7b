"""What somebody is filling in, between the pages of a form: every page has an address of its own,
so that going back or reloading sends nothing, and a form whose session ended is found again by the
same person and by nobody else.

A draft lies in the session under its key. The address names that key; without the session it opens
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from guichet.channels.shared import handling_time
from guichet.channels.shared.form_keys import once_of
from guichet.dialogue.draft import Draft, Stage

FORM, CHECK = "draft", "check"  # in the address: which page of the draft is read
ENDED = "ended"  # in the address of the sign-in page: the session ended, nobody signed out
OWNER = "owner"  # of the form's field: for whom it was shown, signed
Errors = Mapping[str, Sequence[str]]
Ways = Sequence[tuple[str, str]]
_DRAFTS, _ASIDE = "drafts", "aside"  # in the session
_MOST, _LONGEST, _FIELDS = (
    8,
    4_000,
    100,
)  # drafts at a time; characters of a value; fields of a form
_KEPT = timedelta(hours=1)  # a form set aside for somebody who has to sign in again
_PROVING = timedelta(
    minutes=20
)  # a form whose sender proves more is found without its address so long
_SALT = "guichet.drafts"
_NOT_TYPED = {"csrfmiddlewaretoken", "once", "step", "speak", handling_time.NAME, OWNER}


class Kept(NamedTuple):
    """A draft with what its page says; ``of`` is the sitting it belongs to, at a counter."""

    draft: Draft
    path: str
    of: str = ""
    errors: Errors = {}
    ways: Ways = ()  # out of the errors: label and link
    sent: str = ""  # where its receipt is, once it was sent
    at: float = 0.0  # when it was kept, in seconds of the epoch


def put(request: HttpRequest, kept: Kept) -> None:
    """Keep a draft; of many the oldest goes."""
    others = {
        key: other
        for key, other in request.session.get(_DRAFTS, {}).items()
        if key != kept.draft.key
    }
    newest = list(others.items())[-(_MOST - 1) :]
    request.session[_DRAFTS] = dict([*newest, (kept.draft.key, _as_json(kept))])


def address(path: str, page: str, key: str) -> str:
    """Where a page of a draft is read."""
    return f"{path}?{urlencode({page: key})}"


def found(request: HttpRequest, now: datetime, of: str = "") -> Kept | None:
    """The draft that the address names, if it is of this page and of this sitting.

    Where the address names none: the one whose sender has been proving who they are, once.
    """
    drafts = request.session.get(_DRAFTS, {})
    named = request.GET.get(CHECK) or request.GET.get(FORM)
    ours = [
        kept
        for kept in map(_read, drafts.values())
        if kept and (kept.path, kept.of) == (request.path, of)
    ]
    proving = [k for k in ours if k.draft.stage is Stage.PROVING]
    young = [k for k in proving if 0 <= now.timestamp() - k.at < _PROVING.total_seconds()]
    wanted = [k for k in ours if k.draft.key == named] if named else young
    kept = wanted[-1] if wanted else None
    if kept is not None and kept.draft.stage is Stage.PROVING:
        kept = kept._replace(draft=kept.draft.at(Stage.REVIEW))
        put(request, kept)
    return kept


def follow(request: HttpRequest, path: str) -> None:
    """The drafts of this address belong to another from now on: its page has moved."""
    kept = request.session.get(_DRAFTS, {})
    if any(draft.get("path") == request.path for draft in kept.values()):
        request.session[_DRAFTS] = {
            key: draft | {"path": path} if draft.get("path") == request.path else draft
            for key, draft in kept.items()
        }


def _as_json(kept: Kept) -> dict[str, Any]:
    errors = {name: [str(s) for s in said] for name, said in kept.errors.items()}
    ways = [(str(label), link) for label, link in kept.ways]
    return kept._replace(errors=errors, ways=ways)._asdict() | {"draft": kept.draft.kept()}


def _read(kept: Mapping[str, Any]) -> Kept | None:
    """None for what a release before this one kept."""
    return Kept(**{**kept, "draft": Draft.read(kept["draft"])}) if "draft" in kept else None


def owner(account: int | None, of: str = "") -> str:
    """The value of the form's ``owner`` field."""
    return signing.dumps([account, of], salt=_SALT)


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for people who are signed in; what somebody sends whose session has ended is set aside
    for them.
    """
    guarded = login_required(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return guarded(request, *args, **kwargs)
        goal = request.get_full_path()
        if request.method == "POST":
            goal = _set_aside(request, kwargs.get("key", ""), timezone.now()) or goal
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': goal, ENDED: '1'})}")

    return answer


def _set_aside(request: HttpRequest, service: str, now: datetime) -> str:
    """Keep a form of ours that nobody is signed in for; the address to come back to. Nothing where
    it is none.
    """
    try:
        account, of = signing.loads(request.POST.get(OWNER, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    typed = [name for name in request.POST if name not in _NOT_TYPED][:_FIELDS]
    given = {name: ",".join(filter(None, request.POST.getlist(name)))[:_LONGEST] for name in typed}
    draft = Draft(once_of(request), service, Stage.REVIEW, given)
    kept = Kept(draft, request.path, of, at=now.timestamp())
    request.session[_ASIDE] = {"account": account, **_as_json(kept)}
    return address(request.path, FORM, draft.key)


def waits(request: HttpRequest) -> bool:
    """Whether a form lies aside until its sender signs in again."""
    return _ASIDE in request.session


def taken_up(request: HttpRequest, account: int, now: datetime) -> bool:
    """After signing in: whether a form that lay aside was this person's. Anybody else's is gone
    from now on.
    """
    aside = request.session.pop(_ASIDE, None) or {}
    mine, kept = aside.pop("account", None) == account, _read(aside)
    if not mine or kept is None or not 0 <= now.timestamp() - kept.at < _KEPT.total_seconds():
        return False
    put(request, kept)
    return True
