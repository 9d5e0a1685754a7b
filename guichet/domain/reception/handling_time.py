"""How long transactions take their clients, measured, and what branches and the electronic channels
do beside one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from guichet.engine import store

LONGEST = timedelta(hours=2)  # whoever took longer had gone for lunch: not kept

_KEEP = """
    INSERT INTO reception_handling (transaction, service, channel, began_at, ended_at)
    VALUES (%(transaction)s, %(service)s, %(channel)s, %(began)s, %(ended)s) ON CONFLICT DO NOTHING
"""
_COUNTS = "SELECT service, channel, count FROM reception_counts(%(since)s, %(until)s)"
_TIMES = """
    SELECT {by}, count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - began_at)::float8)
    FROM (SELECT *, channel = 'counter' AS branch FROM reception_handling
        WHERE ended_at >= %(since)s AND ended_at < %(until)s) AS h GROUP BY {by}
"""
_TYPES: dict[str, Any] = {"service": pl.Int64, "channel": pl.String, "branch": pl.Boolean}
_QUEUE = """
    SELECT count(*), count(*) FILTER (WHERE ended_at IS NOT NULL AND started_at IS NULL),
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM called_at - issued_at)::float8),
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM ended_at - started_at)::float8)
    FROM reception_ticket WHERE issued_at >= %(since)s AND issued_at < %(until)s
"""


def keep(
    transaction: int, service: int, channel: str, began_at: datetime, ended_at: datetime
) -> None:
    """Keep how long a transaction took; what cannot be, or is no handling any more, is left out."""
    if timedelta() <= ended_at - began_at <= LONGEST:
        store.execute(
            _KEEP,
            transaction=transaction,
            service=service,
            channel=channel,
            began=began_at,
            ended=ended_at,
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Frames that end with ``count``, ``measured`` and ``median_s``; the last two are null where
    nothing was measured.
    """

    by_service: pl.DataFrame  # service (code), branch
    by_channel: pl.DataFrame  # channel
    whole: pl.DataFrame  # branch


def compared(since: datetime, until: datetime) -> Compared:
    """What was done from one moment to another; refused askings and repetitions are not counted."""
    schema = {"service": pl.Int64, "channel": pl.String, "count": pl.Int64}
    counts = store.fetch(_COUNTS, schema, since=since, until=until).with_columns(
        branch=pl.col("channel") == "counter"
    )
    by_channel = _gathered(counts, ("channel",), since, until)
    return Compared(
        _gathered(counts, ("service", "branch"), since, until),
        by_channel.sort("count", "channel", descending=[True, False]),
        _gathered(counts, ("branch",), since, until),
    )


def _gathered(
    counts: pl.DataFrame, by: tuple[str, ...], since: datetime, until: datetime
) -> pl.DataFrame:
    schema = {name: _TYPES[name] for name in by} | {"measured": pl.Int64, "median_s": pl.Float64}
    times = store.fetch(_TIMES.format(by=", ".join(by)), schema, since=since, until=until)
    return counts.group_by(by).agg(pl.col("count").sum()).join(times, on=by, how="left")


def queue_figures(since: datetime, until: datetime) -> dict[str, float | None]:
    """Tickets issued, how many did not come, and the median seconds of waiting and of being
    served.
    """
    (issued, absent, waited, served) = store.rows(_QUEUE, since=since, until=until)[0]
    return {"issued": issued, "absent": absent, "waited_s": waited, "served_s": served}
