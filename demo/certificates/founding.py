"""A root and a document signer for the demonstration, so that papers can be had at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from guichet.domain.certificates import commands, queries


def found(echo: Callable[[str], Any]) -> None:
    """Make them unless they are there."""
    now = timezone.now()
    try:
        queries.signer(now)
    except queries.NoSigner:
        commands.create_root("Guichet demonstration", now)
        made = commands.issue_signer("Document signer", now)
        echo(f"Document signer made, good until {made.not_after:%Y-%m-%d}")
