"""The histories of single persons and engagements, as people read them."""

from __future__ import annotations

import polars as pl

from guichet.engine import store

PERSON: dict[str, type[pl.DataType]] = {
    "person_id": pl.Int64,
    "number": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "sex": pl.String,
    "nationality": pl.String,
    "born": pl.Date,
    "cohort": pl.String,
    "cohort_since": pl.Date,
    "died_on": pl.Date,
}
_PERIOD: dict[str, type[pl.DataType]] = {
    "engagement_id": pl.Int64,
    "establishment": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "occupation": pl.String,
    "end_reason": pl.String,
    "wage_from": pl.Date,
    "basic": pl.Int64,
    "housing": pl.Int64,
}
ENGAGED: dict[str, type[pl.DataType]] = {
    "person": pl.Int64,  # the number asked for
    "engagement": pl.Int64,
    "establishment": pl.Int64,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "end_reason": pl.String,
}
_HISTORY: dict[str, type[pl.DataType]] = {
    "effective_from": pl.Date,
    "version": pl.Int64,
    "basic": pl.Int64,
    "housing": pl.Int64,
    "transaction": pl.Int64,
}
_CHANGE: dict[str, type[pl.DataType]] = {
    "field": pl.String,
    "old": pl.String,
    "new": pl.String,
    "transaction": pl.Int64,
}


# SQL: the persons (by id) who have or had one of the ``numbers``. By a union and not by a condition
# with OR, for which a planner that misjudges how many there are looks at everybody for each.
HELD = """a AS (SELECT DISTINCT unnest(%(numbers)s::bigint[]) AS number),
    held AS (SELECT a.number, p.id FROM a JOIN registry_person p ON p.identifier = a.number
        UNION SELECT a.number, f.person_id FROM a
            JOIN registry_personidentifier f ON f.identifier = a.number)"""


def persons(numbers: pl.Series) -> pl.DataFrame:
    """The persons of those national numbers; a number given up leads to its holder (``number`` is
    today's).

    Columns: asked (the number asked for), person_id, number, name_ar, name_latin, sex, nationality,
        born, cohort,
    cohort_since, died_on.
    """
    return store.fetch(
        f"""WITH {HELD} SELECT held.number, p.id, p.identifier, p.name_ar, p.name_latin, p.sex,
            p.nationality, p.birth_date, p.cohort, p.cohort_since, p.died_on
        FROM held JOIN registry_person p ON p.id = held.id""",
        {"asked": pl.Int64} | PERSON,
        numbers=numbers,
    )


def numbers_of(numbers: pl.Series) -> pl.DataFrame:
    """Every number under which those persons are or were known: ``asked``, ``number`` (the one
    asked for among them); a number nobody has is its own.
    """
    return store.fetch(
        f"""WITH {HELD}
        SELECT number, number FROM a
        UNION SELECT held.number, p.identifier FROM held JOIN registry_person p ON p.id = held.id
        UNION SELECT held.number, f.identifier FROM held
            JOIN registry_personidentifier f ON f.person_id = held.id""",
        {"asked": pl.Int64, "number": pl.Int64},
        numbers=numbers.drop_nulls(),
    )


def living(after: int, limit: int) -> pl.Series:
    """Today's numbers above ``after`` of persons who are not known to have died, in order."""
    return store.fetch(
        "SELECT identifier FROM registry_person WHERE identifier > %(after)s AND died_on IS NULL"
        " ORDER BY identifier LIMIT %(limit)s",
        {"person": pl.Int64},
        after=after,
        limit=limit,
    )["person"]


def under_asked(rows: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Rows that were kept under whatever number their ``person`` had then, under the number asked
    for; ``held`` is of `numbers_of`.
    """
    mine = rows.join(held, left_on="person", right_on="number", maintain_order="left")
    return mine.with_columns(person="asked").drop("asked")


def periods_of(person_number: int) -> pl.DataFrame:
    """A contributor's own statement: a row for each wage of each engagement, in order.

    Columns: engagement_id, establishment, name_ar, name_latin, started_on, ended_on, occupation,
        end_reason,
    wage_from, basic, housing. Of a corrected wage only the last version is shown.
    """
    return store.fetch(
        """SELECT DISTINCT ON (e.started_on, e.id, w.effective_from)
            e.id, s.number, s.name_ar, s.name_latin, e.started_on, e.ended_on, e.occupation,
            e.end_reason, w.effective_from, w.basic, w.housing
        FROM registry_person p JOIN registry_engagement e ON e.person_id = p.id
        JOIN registry_establishment s ON s.id = e.establishment_id
        LEFT JOIN registry_wage w ON w.engagement_id = e.id
        WHERE p.identifier = %(number)s
        ORDER BY e.started_on, e.id, w.effective_from, w.version DESC""",
        _PERIOD,
        number=person_number,
    )


def engagements_held(numbers: pl.Series) -> pl.DataFrame:
    """Every engagement of persons, the oldest first: columns of `ENGAGED`; a number given up leads
    to its holder.
    """
    return store.fetch(
        f"""WITH {HELD}
        SELECT held.number, e.id, s.number, e.started_on, e.ended_on, e.end_reason
        FROM held JOIN registry_engagement e ON e.person_id = held.id
        JOIN registry_establishment s ON s.id = e.establishment_id
        ORDER BY held.number, e.started_on, e.id""",
        ENGAGED,
        numbers=numbers.drop_nulls(),
    )


def wage_history(engagement: int) -> pl.DataFrame:
    """Every wage ever recorded for an engagement, the newest first, each with its transaction.

    Columns: effective_from, version, basic, housing, transaction (0: brought over, without a
        receipt).
    """
    return store.fetch(
        """SELECT effective_from, version, basic, housing, transaction FROM registry_wage
        WHERE engagement_id = %(engagement)s ORDER BY effective_from DESC, version DESC""",
        _HISTORY,
        engagement=engagement,
    )


def corrections_of(engagement: int) -> pl.DataFrame:
    """What was corrected on an engagement, in order: field, old, new, transaction."""
    return store.fetch(
        """SELECT field, old, new, transaction FROM registry_engagementchange
        WHERE engagement_id = %(engagement)s ORDER BY id""",
        _CHANGE,
        engagement=engagement,
    )


_EDGES: dict[str, type[pl.DataType]] = {
    "engagement_id": pl.Int64,
    "previous_until": pl.Date,
    "first_from": pl.Date,
    "first_basic": pl.Int64,
    "first_housing": pl.Int64,
    "start_by": pl.Int64,
    "end_by": pl.Int64,
}


def edges_of(engagements: pl.Series) -> pl.DataFrame:
    """What borders on engagements, for who would move their days; one row each.

    Columns: engagement_id, previous_until (last day of the pair's period before), first_from,
        first_basic,
    first_housing (the earliest wage), start_by, end_by (the transactions that set the days of
    today).
    """
    return store.fetch(
        """SELECT e.id, before.until, w.effective_from, w.basic, w.housing,
            coalesce(starts.by, e.joined_by), e.left_by
        FROM unnest(%(ids)s::bigint[]) AS a(id) JOIN registry_engagement e USING (id)
        LEFT JOIN LATERAL (SELECT max(ended_on) AS until FROM registry_engagement
            WHERE person_id = e.person_id AND establishment_id = e.establishment_id
                AND started_on < e.started_on) before ON true
        LEFT JOIN LATERAL (SELECT effective_from, basic, housing FROM registry_wage
            WHERE engagement_id = e.id ORDER BY effective_from, version DESC LIMIT 1) w ON true
        LEFT JOIN LATERAL (SELECT transaction AS by FROM registry_engagementchange
            WHERE engagement_id = e.id AND field = 'started_on' ORDER BY id DESC LIMIT 1) starts
                ON true""",
        _EDGES,
        ids=engagements,
    )
