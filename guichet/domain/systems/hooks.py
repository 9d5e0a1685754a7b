"""Where a system wants to be told, and what was sent there: for the page on which its keeper looks
after it.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from guichet.domain.identity.queries import Account
from guichet.domain.systems import addresses, messages
from guichet.domain.systems.models import Delivery, Hook, System
from guichet.engine import audit, store
from guichet.engine.record import iso

__all__ = ["Delivery", "Hook", "deliveries", "end", "living", "register", "resend"]


def living(system: System) -> Hook | None:
    """Where the system is told now."""
    return Hook.objects.filter(system=system, ended_at__isnull=True).first()


def register(system: System, url: str, *, account: Account, now: datetime) -> Hook:
    """Tell the system there from now on, and nowhere else; a first message greets, so that one sees
    at once.

    Raises:
        Refused: it is no address we send to.
    """
    place = addresses.check(url, anywhere=settings.WEBHOOKS_ANYWHERE)
    with store.atomic():
        System.objects.select_for_update().get(pk=system.pk)
        _end(system, now)
        hook = Hook.objects.create(system=system, url=place, created_by=account.pk, created_at=now)
        messages.greet(hook, now)
        _note(system, "webhook-registered", account, now, url=place)
    return hook


def end(system: System, *, account: Account, now: datetime) -> None:
    """Tell it nothing any more; what was still to be sent is withdrawn."""
    with store.atomic():
        if _end(system, now):
            _note(system, "webhook-ended", account, now)


def _end(system: System, now: datetime) -> int:
    ended = Hook.objects.filter(system=system, ended_at__isnull=True).update(ended_at=now)
    waiting = Delivery.objects.filter(hook__system=system, state=Delivery.WAITING)
    waiting.update(state=Delivery.WITHDRAWN, settled_at=now)
    return ended


def deliveries(hook: Hook, most: int = 20) -> list[Delivery]:
    """The newest messages."""
    return list(hook.deliveries.order_by("-id")[:most])


def resend(system: System, number: int, *, account: Account, now: datetime) -> bool:
    """Send a message again, whether it was taken or given up; with its own number, so that it is
    known again.
    """
    settled = [Delivery.FAILED, Delivery.DELIVERED]
    found = Delivery.objects.filter(
        pk=number, hook__system=system, hook__ended_at__isnull=True, state__in=settled
    )
    with store.atomic():
        again = found.update(state=Delivery.WAITING, tries=0, due_at=now, settled_at=None)
        if again:
            _note(system, "message-sent-again", account, now, delivery=number)
    return bool(again)


def _note(system: System, what: str, account: Account, now: datetime, **more: object) -> None:
    audit.note(
        "system",
        {
            "action": what,
            "system": system.client_id,
            "establishment": system.establishment,
            "by": account.pk,
            "at": iso(now),
            **more,
        },
    )
