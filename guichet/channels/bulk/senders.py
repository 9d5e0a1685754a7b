"""Who stands behind a file when it is worked later: asked again, so that a closed account may do
nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from guichet.channels.bulk.models import File
from guichet.domain.identity.queries import account_by_id, actor_of
from guichet.engine.actor import Actor
from guichet.engine.context import Context
from guichet.engine.registry import lasting_name


def context_for(file: File, now: datetime) -> Context:
    """The circumstances of looking at a file for its sender."""
    account = account_by_id(file.account)
    # Without an account the actor has no mandates and every row is refused.
    actor = actor_of(account) if account else Actor(file.account)
    return Context(actor=actor, channel="bulk", now=now, language=file.language)


def confirmed_context(file: File) -> Context:
    """The circumstances of carrying a file out: the moment is that of the confirmation, however
    often it is tried.

    Raises:
        ValueError: the file is not confirmed.
    """
    if file.confirmed_at is None:
        raise ValueError(f"file {file.pk} is not confirmed")
    return replace(context_for(file, file.confirmed_at), idempotency_key=call_key(file))


def call_key(file: File) -> str:
    """The idempotency key of the call that a file becomes: its bytes and what they ask, however
    that was called when it was sent.
    """
    return f"file:{file.sha256}:{lasting_name(file.kind)}"
