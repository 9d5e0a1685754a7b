"""The courier of a trial: a folder stands for handsets and mailboxes, a file for each, readable by
its owner only.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from guichet.domain.contact.message_gateway import Message


def folder() -> Path:
    """Where the messages of a trial lie."""
    return Path(settings.HANDSETS)


def deliver(message: Message) -> None:
    """The newest message replaces the one before it."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(message.to)
    path.touch(mode=0o600)
    path.write_text(message.text + "\n", encoding="utf-8")


def newest(to: str) -> str | None:
    """The newest message to a mobile or mail address: what somebody would read on its screen."""
    path = _path(to)
    return path.read_text("utf-8").strip() if path.exists() else None


def _path(to: str) -> Path:
    # A mail address may hold a slash, and be longer than a file's name.
    return folder() / f"{quote(to.removeprefix('+'), safe='@')[:200]}.txt"
