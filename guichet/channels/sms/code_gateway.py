"""Hands one-time codes to the text channel: named by the setting ``CODE_COURIER``."""

from __future__ import annotations

import secrets

from django.utils import timezone

from guichet.channels.sms import answer_lines, outbox
from guichet.domain.contact.message_gateway import Message
from guichet.engine import scope


@scope.as_institution()
def deliver(message: Message) -> None:
    """Queue a code before everything else; it is dropped, not sent, once it is of no use."""
    now = timezone.now()
    outbox.queue(
        [
            outbox.Draft(
                kind="code",
                mobile=message.to,
                language=message.language,
                source=f"code:{secrets.token_hex(16)}",
                words=answer_lines.written(message.text),
                urgency=outbox.CODE,
                due_at=now,
                expires_at=message.expires_at,
            )
        ],
        now,
    )
