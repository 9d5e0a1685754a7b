"""How many bytes of files an account sends in a day, over all channels together: a disk bears no
more.

What does not fit is not counted, so that a smaller file still goes; what was read and found wrong
is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings

from guichet.domain.identity import throttle
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused

WINDOW = timedelta(days=1)
_KILOBYTE, _MEGABYTE = 1_000, 1_000_000  # counted in kilobytes, begun ones as whole

FILES_OF_A_DAY = Refusal(
    "files-of-a-day",
    ar="ملفات هذا الحساب محدودة بـ {most} ميغابايت خلال 24 ساعة، والمتبقي منها {left} ميغابايت. أرسل ملفًا أصغر، أو أرسل هذا الملف بعد {day:date} الساعة {clock}.",
    en="An account may send {most} MB of files within 24 hours, and has {left} MB left. Send a smaller file, or send this one after {day:date} at {clock}.",
    fr="Un compte peut envoyer {most} Mo de fichiers en 24 heures ; il lui reste {left} Mo. Envoyez un fichier plus petit, ou celui-ci après le {day:date} à {clock}.",
)


def take(account: int, size: int, now: datetime) -> None:
    """Count ``size`` bytes of a file of an account's. In an ``atomic`` that is undone, they are
    given back.

    Raises:
        Refused: there is not so much left; nothing is counted.
    """
    if not throttle.take(
        _key(account), -(-size // _KILOBYTE), limit=_limit(), window=WINDOW, now=now
    ):
        raise _used_up(account, now)


def left(account: int, now: datetime) -> int:
    """The bytes of files that an account may still send."""
    return max(_limit() - throttle.used(_key(account), window=WINDOW, now=now), 0) * _KILOBYTE


def within(chunks: Iterable[bytes], account: int, now: datetime) -> Iterator[bytes]:
    """The pieces of a file as they come, as long as they fit: what does not is not read to its end.

    Raises:
        Refused: they are more than is left.
    """
    free = left(account, now)
    for chunk in chunks:
        free -= len(chunk)
        if free < 0:
            raise _used_up(account, now)
        yield chunk


def _limit() -> int:
    return int(settings.FILES_MB_A_DAY) * _MEGABYTE // _KILOBYTE


def _key(account: int) -> str:
    return f"files:{account}"


def _used_up(account: int, now: datetime) -> Refused:
    over = (throttle.began(_key(account), window=WINDOW, now=now) or now) + WINDOW
    # The first minute of which it is surely true.
    shown = (over + timedelta(minutes=1)).astimezone(HOME)
    return Refused(
        FILES_OF_A_DAY,
        most=settings.FILES_MB_A_DAY,
        left=left(account, now) // _MEGABYTE,
        day=f"{shown:%Y-%m-%d}",
        clock=f"{shown:%H:%M}",
        seconds=int((over - now).total_seconds()) + 1,
    )
