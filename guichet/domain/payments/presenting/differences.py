"""Where a scheme and we do not agree: found, listed with its age, and closed when it is gone."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.engine import audit, store

DIFFERENCE = {
    "id": pl.Int64,
    "scheme": pl.String,
    "kind": pl.String,  # payment, bill, bill-refused
    "key": pl.String,
    "day": pl.Date,
    "ours": pl.Int64,  # null: we do not have it
    "theirs": pl.Int64,
    "found_at": pl.Datetime("us", "UTC"),
}


def find(scheme: str, kind: str, day: date, wrong: pl.DataFrame, now: datetime) -> None:
    """Put differences on the list: ``key``, ``ours``, ``theirs``. One that stands there already
    keeps its age.
    """
    if wrong.is_empty():
        return
    store.execute(
        "INSERT INTO payments_difference (scheme, kind, key, day, ours, theirs, found_at)"
        " SELECT %(scheme)s, %(kind)s, key, %(day)s, ours, theirs, %(now)s"
        " FROM unnest(%(keys)s::text[], %(ours)s::bigint[], %(theirs)s::bigint[]) w(key, ours, theirs)"
        " ON CONFLICT DO NOTHING",
        scheme=scheme,
        kind=kind,
        day=day,
        now=now,
        keys=wrong["key"],
        ours=wrong["ours"].to_list(),
        theirs=wrong["theirs"].to_list(),
    )


def renew(
    scheme: str, kind: str, day: date, wrong: pl.DataFrame, now: datetime, *, whole: bool = False
) -> int:
    """What a comparison of a day (``whole``: of everything) found: new ones open, those no longer
    found are closed.

    The number that stay open.
    """
    with store.atomic():
        find(scheme, kind, day, wrong, now)
        closed = store.fetch_in_place(
            "UPDATE payments_difference SET closed_at = %(now)s WHERE scheme = %(scheme)s AND kind = %(kind)s"
            " AND closed_at IS NULL AND (%(whole)s OR day = %(day)s) AND key <> ALL(%(keys)s::text[]) RETURNING id",
            {"id": pl.Int64},
            scheme=scheme,
            kind=kind,
            day=day,
            now=now,
            whole=whole,
            keys=wrong["key"].to_list(),
        )["id"]
        if wrong.height or len(closed):
            audit.note(
                "differences",
                {
                    "scheme": scheme,
                    "of": kind,
                    "day": day.isoformat(),
                    "open": wrong.height,
                    "closed": closed.to_list(),
                },
            )
    return wrong.height


def open_differences() -> pl.DataFrame:
    """Every difference that is not closed, the oldest first: columns of `DIFFERENCE`."""
    return store.fetch(
        "SELECT id, scheme, kind, key, day, ours, theirs, found_at FROM payments_difference"
        " WHERE closed_at IS NULL ORDER BY found_at, id",
        DIFFERENCE,
    )
