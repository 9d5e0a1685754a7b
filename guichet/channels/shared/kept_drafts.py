"""Drafts of clients who carry no session of their own from call to call: kept for an hour where
sessions are.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

from guichet.dialogue.draft import Draft
from guichet.engine.refusal import Refusal, Refused

_KEY, _LIVES_S = "kept", 3600
DRAFT_UNKNOWN = Refusal(
    "draft-unknown",
    ar="لا مسودة بهذا المعرّف، أو انتهت ساعتها. ابدأ الخدمة من جديد.",
    en="There is no such draft, or its hour is over. Begin the service again.",
    fr="Ce brouillon n’existe pas, ou son heure est passée. Recommencez le service.",
)


def keep(draft: Draft, owner: int, handle: str = "") -> str:
    """Keep it for an account; the handle that names it: the one it had, or a new one that nobody
    guesses.
    """
    store = _store(handle)
    store[_KEY] = {"owner": owner, "draft": draft.kept()}
    store.set_expiry(_LIVES_S)
    store.save(must_create=not handle)
    return str(store.session_key)


def read(handle: str, owner: int) -> Draft:
    """The draft of that handle.

    Raises:
        Refused: there is none, its hour is over, or it is somebody else's.
    """
    kept = _store(handle).get(_KEY, {}) if handle else {}
    if kept.get("owner") != owner:
        raise Refused(DRAFT_UNKNOWN, "draft")
    return Draft.read(kept["draft"])


def _store(handle: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(handle or None)
