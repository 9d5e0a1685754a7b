"""Handing a short message over to whoever delivers it, to a mobile or a mail address."""

from __future__ import annotations

from django.conf import settings

from guichet.domain.identity.backends.http import ask


def send(to: str, text: str) -> None:
    """Hand it over; delivery is the other side's.

    Raises:
        ProviderDown: it was not taken.
    """
    ask(
        "POST",
        settings.MESSAGES_URL,
        body={"to": to, "text": text},
        bearer=settings.MESSAGES_SECRET,
    )
