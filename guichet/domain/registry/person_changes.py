"""Rare changes of who somebody is: the number and the cohort, each kept as it was before."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.commands import note_backdated
from guichet.domain.registry.locks import lost_race
from guichet.engine import store


def change_identifiers(*, changes: pl.DataFrame, today: date) -> None:
    """Give persons a new national number and keep the old: person_id, old, new, transaction."""
    store.insert(
        "registry_personidentifier",
        changes.select("person_id", "transaction", identifier="old", until=pl.lit(today)),
    )
    changed = store.execute(
        """UPDATE registry_person p SET identifier = a.new
        FROM unnest(%(ids)s::bigint[], %(old)s::bigint[], %(new)s::bigint[]) AS a(id, old, new)
        WHERE p.id = a.id AND p.identifier = a.old""",
        ids=changes["person_id"],
        old=changes["old"],
        new=changes["new"],
    )
    if changed != changes.height:
        lost_race()


def change_cohorts(*, changes: pl.DataFrame, today: date) -> None:
    """Move persons to another cohort and keep the old: person_id, old, new, since, transaction.

    The new one counts in the whole month of ``since``.
    """
    store.insert(
        "registry_cohortchange",
        changes.select("person_id", "transaction", cohort="old", until="since"),
    )
    changed = store.execute(
        """UPDATE registry_person p SET cohort = a.new, cohort_since = a.since
        FROM unnest(%(ids)s::bigint[], %(old)s::text[], %(new)s::text[], %(since)s::date[])
            AS a(id, old, new, since) WHERE p.id = a.id AND p.cohort = a.old""",
        ids=changes["person_id"],
        old=changes["old"],
        new=changes["new"],
        since=changes["since"],
    )
    if changed != changes.height:
        lost_race()
    engaged = store.fetch(
        """SELECT e.id, a.transaction, greatest(a.since, e.started_on)
        FROM unnest(%(ids)s::bigint[], %(since)s::date[],
            %(transactions)s::bigint[]) AS a(person_id, since, transaction)
        JOIN registry_engagement e USING (person_id)
        WHERE e.ended_on IS NULL OR e.ended_on >= date_trunc('month', a.since)""",
        {"engagement_id": pl.Int64, "transaction": pl.Int64, "reached": pl.Date},
        ids=changes["person_id"],
        since=changes["since"],
        transactions=changes["transaction"],
    )
    note_backdated(engaged, "reached", today)


def record_deaths(*, deaths: pl.DataFrame) -> None:
    """Put down when persons died, as the civil registry says: ``person`` (number), ``died_on``.
    What is on record already stands.
    """
    store.execute(
        """UPDATE registry_person p SET died_on = a.died_on
        FROM unnest(%(numbers)s::bigint[], %(days)s::date[]) AS a(number, died_on)
        WHERE p.died_on IS NULL AND (p.identifier = a.number OR EXISTS (
            SELECT FROM registry_personidentifier f
            WHERE f.person_id = p.id AND f.identifier = a.number))""",
        numbers=deaths["person"],
        days=deaths["died_on"],
    )
