"""Notices, and housekeeping of texts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from guichet.channels.sms import answers, notices, outbox
from guichet.engine import periodic


@periodic.every(
    "sms.notices",
    seconds=5,
    due=notices.UNHEARD,
    applies=lambda: bool(settings.SMS_PROVIDERS),
    takes_up="every event that was not heard yet is told",
)
def write_notices(now: datetime) -> None:
    """Write the notices of what happened; nothing where no provider carries them."""
    notices.gather(now)


@periodic.every(
    "sms.sweep",
    seconds=3_600,
    applies=lambda: bool(settings.SMS_PROVIDERS),
    takes_up="every conversation that ended and every old text is forgotten, whenever that was",
)
def sweep_texts(now: datetime) -> None:
    """Forget conversations that ended, and texts of long ago."""
    answers.sweep(now)
    outbox.sweep(now)
