"""Files that come to nothing: unconfirmed ones end after days, and the bytes of what was never
carried out are dropped.

The file's own row stays, so that its page still says what happened. What was carried out keeps its
bytes: a result is made of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from guichet.channels.bulk.models import File, Part, State
from guichet.engine import store

_AT_ONCE = 200  # files of one commit, so that no lock is held long
_ENDED = (State.UNREADABLE, State.DISCARDED)
_DUE = """
    EXISTS (SELECT FROM bulk_file
        WHERE dropped_at IS NULL AND state IN ('checked', 'unreadable', 'discarded')
        AND moved_at < %(now)s - make_interval(days => CASE state WHEN 'checked' THEN {unconfirmed}
            ELSE {refused} END))
"""


def due() -> str:
    """SQL: whether there is a file to drop at ``%(now)s``."""
    return _DUE.format(
        unconfirmed=int(settings.KEEP_UNCONFIRMED_FILES_DAYS),
        refused=int(settings.KEEP_REFUSED_FILES_DAYS),
    )


def kept_until(file: File) -> datetime:
    """Until when a file that waits for its sender, or was not taken, is kept."""
    waits = file.state == State.CHECKED
    days = settings.KEEP_UNCONFIRMED_FILES_DAYS if waits else settings.KEEP_REFUSED_FILES_DAYS
    return file.moved_at + timedelta(days=days)


def drop(now: datetime) -> int:
    """End what nobody confirmed in time and drop the bytes of all that came to nothing; how many
    files.
    """
    dropped = 0
    while found := _drop_some(now):
        dropped += found
    return dropped


def _drop_some(now: datetime) -> int:
    unconfirmed = now - timedelta(days=settings.KEEP_UNCONFIRMED_FILES_DAYS)
    refused = now - timedelta(days=settings.KEEP_REFUSED_FILES_DAYS)
    left = File.objects.filter(dropped_at__isnull=True).order_by("moved_at")
    with store.atomic():
        # A file that its sender confirms this very moment is left to them; one that is locked, to
        # the next round.
        locked = left.select_for_update(skip_locked=True)
        expired = locked.filter(state=State.CHECKED, moved_at__lt=unconfirmed)[:_AT_ONCE]
        late = [file.pk for file in expired]
        ended = [
            file.pk for file in locked.filter(state__in=_ENDED, moved_at__lt=refused)[:_AT_ONCE]
        ]
        File.objects.filter(pk__in=late).update(state=State.EXPIRED, moved_at=now, dropped_at=now)
        File.objects.filter(pk__in=ended).update(dropped_at=now)
        Part.objects.filter(file__in=[*late, *ended]).delete()
    return len(late) + len(ended)
