"""Rows of the register kept as they were seen until commit; who comes too late decides again."""

from __future__ import annotations

from typing import NoReturn

import polars as pl

from guichet.engine import store


def establishments(*, seen: pl.DataFrame, firmly: bool = False) -> None:
    """Keep establishments as they were seen until commit, in the fixed order of numbers.

    ``seen``: establishment_id, closed_on, repeats allowed. Many may hold one at once; ``firmly`` is
    for who changes the establishment itself. One closed since it was seen makes the caller decide
    again.
    """
    places = seen[["establishment_id", "closed_on"]]
    places = places.unique() if places.height > 1 else places
    strength = "NO KEY UPDATE" if firmly else "SHARE"
    changed = store.value(
        f"""SELECT count(*) FROM (SELECT id, closed_on FROM registry_establishment
            WHERE id = ANY(%(ids)s::bigint[]) ORDER BY number FOR {strength}) s
        JOIN unnest(%(ids)s::bigint[], %(days)s::date[]) AS a(id, closed_on) USING (id)
        WHERE s.closed_on IS DISTINCT FROM a.closed_on""",
        ids=places["establishment_id"],
        days=places["closed_on"],
    )
    if changed:
        lost_race()


def engagements(*, seen: pl.DataFrame) -> None:
    """Keep engagements as they were seen until commit, in the fixed order of ids, after their
    establishments.

    ``seen``: engagement_id, since, until; and day and wage_by where the wage in force that day must
    be the one seen. One that changed meanwhile makes the caller decide again.
    """
    rows = seen.unique() if seen.height > 1 else seen
    moved = store.value(
        """SELECT count(*) FROM (SELECT id, started_on, ended_on FROM registry_engagement
            WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR NO KEY UPDATE) e
        JOIN unnest(%(ids)s::bigint[], %(since)s::date[], %(until)s::date[]) AS a(id, since, until)
            USING (id)
        WHERE (e.started_on, e.ended_on) IS DISTINCT FROM (a.since, a.until)""",
        ids=rows["engagement_id"],
        since=rows["since"],
        until=rows["until"],
    )
    if moved or ("wage_by" in rows.columns and _wages_changed(rows)):
        lost_race()


def _wages_changed(rows: pl.DataFrame) -> bool:
    # A statement of its own: one that waited for a lock still reads other tables as they were
    # before it waited.
    return bool(
        store.value(
            """SELECT count(*) FROM unnest(%(ids)s::bigint[], %(days)s::date[],
                %(wages)s::bigint[]) AS a(id, day, seen)
            LEFT JOIN LATERAL (SELECT transaction FROM registry_wage
                WHERE engagement_id = a.id AND effective_from <= a.day
                ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true
            WHERE w.transaction IS DISTINCT FROM a.seen""",
            ids=rows["engagement_id"],
            days=rows["day"],
            wages=rows["wage_by"],
        )
    )


def lost_race() -> NoReturn:
    """Somebody changed these rows since they were read: make the engine decide again.

    Raises:
        store.WriteConflict: always.
    """
    raise store.WriteConflict("rows changed since they were read")
