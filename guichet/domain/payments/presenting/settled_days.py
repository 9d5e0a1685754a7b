"""The days agreed with the consolidator, written down: what is not written is still to be agreed
about, however long ago.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from guichet.domain.payments.backends.consolidator import Consolidator
from guichet.domain.payments.presenting import consolidation
from guichet.engine import store
from guichet.engine.context import HOME

log = logging.getLogger(__name__)

# A consolidator keeps its settlements for a while only: an older day is agreed about by hand
# (`guichet reconcile --day`).
MOST_BACK = timedelta(days=31)

# From the first day that bills were with the consolidator. A day is agreed about once that was done
# after its end.
_OPEN = """
    WITH began AS (
        SELECT min(day) AS day FROM (
            SELECT min(day) AS day FROM payments_settlement WHERE scheme = %(scheme)s
            UNION ALL SELECT min(at AT TIME ZONE %(zone)s)::date FROM payments_delivery
            WHERE scheme = %(scheme)s
        ) either
    )
    SELECT d::date FROM began,
        generate_series(greatest(%(oldest)s, began.day), %(yesterday)s, interval '1 day') d
    WHERE began.day IS NOT NULL AND NOT EXISTS (
        SELECT FROM payments_settlement s
        WHERE s.scheme = %(scheme)s AND s.day = d::date
            AND (s.at AT TIME ZONE %(zone)s)::date > s.day
    ) ORDER BY 1
"""


def open_days(now: datetime) -> list[date]:
    """The days that are over and not agreed about, the oldest first."""
    yesterday = now.astimezone(HOME).date() - timedelta(days=1)
    rows = store.rows(
        _OPEN,
        scheme=consolidation.SCHEME,
        zone=str(HOME),
        yesterday=yesterday,
        oldest=yesterday - MOST_BACK,
    )
    return [day for (day,) in rows]


def settle_all(other: Consolidator, now: datetime) -> list[consolidation.Settled]:
    """Agree about every open day, the oldest first.

    Raises:
        ConsolidatorDown: it does not answer; the rest stays open.
        NotANotice: what it says of a day cannot be read; the younger days were agreed about all the
            same.
    """
    done: list[consolidation.Settled] = []
    failed: list[consolidation.NotANotice] = []
    for day in open_days(now):
        try:
            done.append(consolidation.end_of_day(other, day, now))
        except consolidation.NotANotice as error:
            log.error("%s is not agreed about: %s", day, error)
            failed.append(error)
    if failed:
        raise failed[0]
    return done
