"""The courier that hands a message over to whoever delivers it, to a mobile or a mail address: POST
{"to", "text"}.
"""

from __future__ import annotations

from django.conf import settings

from guichet.domain.contact.message_gateway import Message, Undelivered
from guichet.domain.identity.backends.http import ProviderDown, ask


def deliver(message: Message) -> None:
    """Hand it over; delivery is the other side's.

    Raises:
        Undelivered: it was not taken.
    """
    body = {"to": message.to, "text": message.text}
    try:
        ask("POST", settings.MESSAGES_URL, body=body, bearer=settings.MESSAGES_SECRET)
    except ProviderDown as error:
        raise Undelivered(str(error)) from error
