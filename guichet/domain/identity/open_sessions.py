"""Sign-ins as their owner sees them: from which device, since when, how proved; each can be ended
from afar.

Ending one deletes its session, so that it is over with the very next request, at no cost to any
other.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.sessions.models import Session

from guichet.domain.identity import events
from guichet.domain.identity.models import Account, SignIn
from guichet.engine import scope, store

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """A browser's long line in two words a person knows, such as ``Firefox · Windows``."""
    text = re.sub(r"[^\x20-\x7e]", "", user_agent)[:400]
    browser = next((name for mark, name in _BROWSERS if mark in text), "")
    system = next((name for mark, name in _SYSTEMS if mark in text), "")
    return " · ".join(filter(None, (browser, system)))


def begin(
    account: Account, session_key: str, *, how: str, user_agent: str, network: str, now: datetime
) -> int:
    """Record a sign-in; its number. From here on the database session reads in the
    account's name.
    """
    scope.enter(account.pk)
    with store.atomic():
        made = SignIn.objects.create(
            account=account,
            session_key=session_key,
            how=how,
            device=device_name(user_agent),
            network=network,
            opened_at=now,
            seen_at=now,
        )
        events.note("sign-in", account.pk, now, how=how, network=network, sign_in=made.pk)
        before = SignIn.objects.filter(account=account, pk__lt=made.pk)
        if before.exists() and not before.filter(device=made.device).exists():
            events.note("new-device", account.pk, now, sign_in=made.pk)
    return made.pk


def failed(account: Account | None, *, how: str, network: str, now: datetime) -> None:
    """Record that somebody tried. The name typed is not kept: people type passwords there."""
    with store.atomic():
        events.note(
            "sign-in-failed", account.pk if account else None, now, how=how, network=network
        )


def proved(account: Account, *, how: str, now: datetime) -> None:
    """Record that somebody signed in proved more, through a provider."""
    with store.atomic():
        events.note("second-factor", account.pk, now, how=how)


def seen(number: int, session_key: str, *, now: datetime, how: str = "") -> None:
    """The stay goes on; its session may have got another key, and it may have been proved more
    surely.
    """
    changed: dict[str, object] = {"seen_at": now, "session_key": session_key}
    if how:
        changed["how"] = how
    SignIn.objects.filter(pk=number, ended_at__isnull=True).update(**changed)


def open_of(account: Account) -> list[SignIn]:
    """The stays that have not ended and whose session is still there, the latest first."""
    stays = list(
        SignIn.objects.filter(account=account, ended_at__isnull=True).order_by("-seen_at")[:100]
    )
    there = set(
        Session.objects.filter(session_key__in=[s.session_key for s in stays]).values_list(
            "session_key", flat=True
        )
    )
    return [s for s in stays if s.session_key in there]


def end(account: Account, number: int, *, now: datetime, kind: str = "session-ended") -> bool:
    """End one stay of the account at once; False when there is no such."""
    with store.atomic():
        stay = SignIn.objects.filter(pk=number, account=account, ended_at__isnull=True).first()
        if stay is None:
            return False
        SignIn.objects.filter(pk=number).update(ended_at=now)
        Session.objects.filter(session_key=stay.session_key).delete()
        events.note(kind, account.pk, now, sign_in=number)
    return True


def end_others(account: Account, keep: int | None, *, now: datetime) -> int:
    """End every stay but ``keep``; how many there were."""
    numbers = SignIn.objects.filter(account=account, ended_at__isnull=True).exclude(pk=keep or 0)
    return sum(end(account, number, now=now) for number in numbers.values_list("pk", flat=True))
