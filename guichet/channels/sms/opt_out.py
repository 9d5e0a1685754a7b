"""Who wants no notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError

from guichet.channels.sms.models import Silence
from guichet.domain.contact.queries import masked
from guichet.engine import audit, store


def stop(mobile: str, now: datetime) -> None:
    """No more notices to this mobile. Codes and answers still come: they were asked for."""
    try:
        with store.atomic():
            Silence.objects.create(mobile=mobile, since=now)
            # What waits is not sent either.
            store.execute(
                "UPDATE sms_outgoing SET state = 'dropped', words = NULL, settled_at = %(now)s"
                " WHERE mobile = %(mobile)s AND state = 'waiting' AND urgency = 2",
                mobile=mobile,
                now=now,
            )
            audit.note("sms", {"mobile": masked(mobile), "what": "notices stopped"})
    except IntegrityError:
        return  # stopped already


def start(mobile: str, now: datetime) -> None:
    """Notices again."""
    with store.atomic():
        if Silence.objects.filter(mobile=mobile, ended_at__isnull=True).update(ended_at=now):
            audit.note("sms", {"mobile": masked(mobile), "what": "notices wanted"})


def silent(mobiles: Collection[str]) -> set[str]:
    """Those that want none."""
    return set(
        Silence.objects.filter(mobile__in=mobiles, ended_at__isnull=True).values_list(
            "mobile", flat=True
        )
    )
