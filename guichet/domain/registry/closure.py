"""Closing establishments: what still stands open in one, and the closing itself."""

from __future__ import annotations

import polars as pl

from guichet.domain.registry.locks import lost_race
from guichet.engine import store


def left_open(establishment_ids: pl.Series, days: pl.Series) -> pl.DataFrame:
    """What would still be open after a day: establishment_id, engaged (how many), branches (their
    numbers; null: none).
    """
    return store.fetch(
        """SELECT a.id,
            (SELECT count(*) FROM registry_engagement e WHERE e.establishment_id = a.id
                AND (e.ended_on IS NULL OR e.ended_on > a.day)),
            (SELECT string_agg(b.number::text, ', ' ORDER BY b.number) FROM registry_establishment b
                WHERE b.main_id = a.id AND b.closed_on IS NULL)
        FROM (SELECT DISTINCT ON (id) id, day
            FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS g(id, day)
            WHERE id IS NOT NULL ORDER BY id, day) a""",
        {"establishment_id": pl.Int64, "engaged": pl.Int64, "branches": pl.String},
        ids=establishment_ids,
        days=days,
    )


def close_establishments(*, closings: pl.DataFrame) -> None:
    """Close establishments for good: establishment_id, closed_on, transaction.

    One that was closed, staffed or given a branch since it was looked at makes the caller decide
    again.
    """
    ordered = closings.sort("establishment_id")
    closed = store.rows(
        """UPDATE registry_establishment s SET closed_on = a.closed_on, closed_by = a.transaction
        FROM unnest(%(ids)s::bigint[], %(days)s::date[], %(transactions)s::bigint[]) AS a(id,
            closed_on, transaction)
        WHERE s.id = a.id AND s.closed_on IS NULL RETURNING s.id""",
        ids=ordered["establishment_id"],
        days=ordered["closed_on"],
        transactions=ordered["transaction"],
    )
    # After the rows are held: whoever engages somebody holds them too, so what is read now stays so
    # until commit.
    still = left_open(ordered["establishment_id"], ordered["closed_on"])
    if (
        len(closed) < ordered.height
        or (still["engaged"] > 0).any()
        or still["branches"].is_not_null().any()
    ):
        lost_race()
