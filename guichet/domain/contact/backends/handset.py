"""The courier of a trial: a folder stands for the handsets, a file for each mobile, readable by its owner only."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from guichet.domain.contact.courier import Message


def folder() -> Path:
    """Where the texts of a trial lie."""
    return Path(settings.HANDSETS)


def deliver(message: Message) -> None:
    """The newest text replaces the one before it."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{message.mobile.removeprefix('+')}.txt"
    path.touch(mode=0o600)
    path.write_text(message.text + "\n", encoding="utf-8")


def newest(mobile: str) -> str | None:
    """The newest text to a mobile: what somebody would read on its screen."""
    path = folder() / f"{mobile.removeprefix('+')}.txt"
    return path.read_text("utf-8").strip() if path.exists() else None
