"""Who is engaged where, and at what wage: asked for any number of pairs at once.

For a few pairs one query goes down the indexes for each. For thousands every table is asked once
for all its keys, by one walk along its index, and the answers are joined here: a fifth of the work
of the few's query, row for row.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.engine import store
from guichet.lib import frames

MANY = 2_000

_PLACE: dict[str, type[pl.DataType]] = {
    "establishment": pl.Int64,
    "establishment_id": pl.Int64,
    "owner_id": pl.Int64,
    "closed_on": pl.Date,
    "government": pl.Boolean,
    "hazards_multiplier": pl.Int64,
}
_PERSON: dict[str, type[pl.DataType]] = {
    "worker": pl.Int64,
    "person_id": pl.Int64,
    "cohort": pl.String,
    "born": pl.Date,
    "died_on": pl.Date,
}
_NAMES: dict[str, type[pl.DataType]] = {
    "worker_name_ar": pl.String,
    "worker_name_latin": pl.String,
}
_ENGAGEMENT: dict[str, type[pl.DataType]] = {
    "engagement_id": pl.Int64,
    "since": pl.Date,
    "until": pl.Date,
    "end_reason": pl.String,
    "joined_by": pl.Int64,
    "left_by": pl.Int64,
}
_WAGE: dict[str, type[pl.DataType]] = {
    "wage_basic": pl.Int64,
    "wage_housing": pl.Int64,
    "wage_from": pl.Date,
    "wage_version": pl.Int16,
    "wage_by": pl.Int64,
}
_PAIR = ("person_id", "establishment_id")

_FEW = """
SELECT a.position - 1, s.id, s.owner_id, s.closed_on, s.government, s.hazards_multiplier,
    p.id, p.cohort, p.birth_date, p.died_on, {name_columns}
    e.id, e.started_on, e.ended_on, e.end_reason, e.joined_by, e.left_by {wage_columns}
FROM unnest(%(establishments)s::bigint[], %(workers)s::bigint[], %(days)s::date[])
    WITH ORDINALITY AS a(establishment, worker, day, position)
LEFT JOIN registry_establishment s ON s.number = a.establishment
LEFT JOIN LATERAL (
    SELECT id, cohort, birth_date, died_on, name_ar, name_latin FROM registry_person
    WHERE identifier = a.worker LIMIT 1) p ON true
LEFT JOIN LATERAL (
    SELECT id, started_on, ended_on, end_reason, joined_by, left_by FROM registry_engagement
    WHERE person_id = p.id AND establishment_id = s.id ORDER BY started_on DESC LIMIT 1) e ON true
{wage}"""
_WITH_WAGE = {
    "wage_columns": ", w.basic, w.housing, w.effective_from, w.version, w.transaction",
    "wage": """LEFT JOIN LATERAL (
    SELECT basic, housing, effective_from, version, transaction FROM registry_wage
    WHERE engagement_id = e.id AND effective_from <= a.day
    ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true""",
}
_WITHOUT_WAGE = {"wage_columns": "", "wage": ""}
_PLACES = """
SELECT number, id, owner_id, closed_on, government, hazards_multiplier
FROM registry_establishment WHERE number = ANY(%(numbers)s::bigint[])"""
_PERSONS = """
SELECT identifier, id, cohort, birth_date, died_on {name_columns}
FROM registry_person WHERE identifier = ANY(%(numbers)s::bigint[])"""
# The arrays of these two stand in a subquery, where the planner does not go through them one by
# one: a third of the time.
_ENGAGED = """
SELECT person_id, establishment_id, id, started_on, ended_on, end_reason, joined_by, left_by
FROM registry_engagement
WHERE person_id = ANY((SELECT %(persons)s::bigint[])::bigint[])
    AND establishment_id = ANY((SELECT %(places)s::bigint[])::bigint[])"""
_DEPARTED = """
SELECT person_id, establishment_id, ended_on, end_reason, left_by
FROM registry_engagement
WHERE person_id = ANY((SELECT %(persons)s::bigint[])::bigint[])
    AND establishment_id = ANY((SELECT %(places)s::bigint[])::bigint[]) AND left_by > 0"""
_WAGES = """
SELECT engagement_id, basic, housing, effective_from, version, transaction
FROM registry_wage
WHERE engagement_id = ANY((SELECT %(ids)s::bigint[])::bigint[]) AND effective_from <= %(last)s"""


def engagements_of(
    establishments: pl.Series,
    workers: pl.Series,
    *,
    on: pl.Series,
    wages: bool = True,
    names: bool = False,
) -> pl.DataFrame:
    """For each pair of numbers the latest engagement, and with ``wages`` the wage in force on its
    day of ``on``.

    One row a pair, in the order given; what is not found is null. Columns: the establishment
    (establishment_id, owner_id, closed_on, government, hazards_multiplier), the person (person_id,
    cohort, born, died_on; with ``names`` worker_name_ar, worker_name_latin), the engagement
    (engagement_id, since, until, end_reason, joined_by, left_by), the wage (wage_basic,
    wage_housing, wage_from, wage_version, wage_by).
    """
    asking = _few if len(workers) < MANY else _many
    return asking(establishments, workers, on, wages=wages, names=names)


def departures_of(persons: pl.Series, establishments: pl.Series) -> pl.DataFrame:
    """Every reported departure of these persons from these establishments, not of the latest
    engagement alone.

    Columns: person_id, establishment_id, ended_on, reason, departed_by (the transaction). Nobody
        departs twice on one day.
    """
    kinds: dict[str, type[pl.DataType]] = {
        "person_id": pl.Int64,
        "establishment_id": pl.Int64,
        "ended_on": pl.Date,
        "reason": pl.String,
        "departed_by": pl.Int64,
    }
    return store.fetch(
        _DEPARTED, kinds, persons=_distinct(persons), places=_distinct(establishments)
    )


def _columns(*, wages: bool, names: bool) -> dict[str, type[pl.DataType]]:
    keys = {"establishment", "worker"}
    whole = _PLACE | _PERSON | (_NAMES if names else {}) | _ENGAGEMENT | (_WAGE if wages else {})
    return {name: kind for name, kind in whole.items() if name not in keys}


def _few(
    establishments: pl.Series, workers: pl.Series, on: pl.Series, *, wages: bool, names: bool
) -> pl.DataFrame:
    named = "p.name_ar, p.name_latin," if names else ""
    found = store.fetch(
        _FEW.format(name_columns=named, **(_WITH_WAGE if wages else _WITHOUT_WAGE)),
        {"position": pl.UInt32} | _columns(wages=wages, names=names),
        establishments=establishments,
        workers=workers,
        days=on,
    )
    if found.height > 1:
        found = found.sort("position")
    return found[found.columns[1:]]


def _many(
    establishments: pl.Series, workers: pl.Series, on: pl.Series, *, wages: bool, names: bool
) -> pl.DataFrame:
    asked = frames.beside(
        [
            establishments.cast(pl.Int64).alias("establishment"),
            workers.cast(pl.Int64).alias("worker"),
            on.alias("day"),
        ]
    )
    places = store.fetch(_PLACES, _PLACE, numbers=_distinct(asked["establishment"]))
    persons = store.fetch(
        _PERSONS.format(name_columns=", name_ar, name_latin" if names else ""),
        _PERSON | (_NAMES if names else {}),
        numbers=_distinct(asked["worker"]),
    )
    engaged = _latest(persons["person_id"], places["establishment_id"])
    found = (
        asked.join(places, on="establishment", how="left", maintain_order="left")
        .join(persons, on="worker", how="left", maintain_order="left")
        .join(engaged, on=_PAIR, how="left", maintain_order="left")
    )
    if wages:
        found = _with_wages(found)
    return found.select(_columns(wages=wages, names=names).keys())


def _distinct(numbers: pl.Series) -> pl.Series:
    # In order, so that the walk along the index reads every page once.
    return numbers.drop_nulls().unique().sort()


def _latest(persons: pl.Series, places: pl.Series) -> pl.DataFrame:
    """The latest engagement of each pair of ids there is."""
    schema = dict.fromkeys(_PAIR, pl.Int64) | _ENGAGEMENT
    found = store.fetch(_ENGAGED, schema, persons=persons.sort(), places=places.sort())
    if found.select(_PAIR).is_duplicated().any():
        found = found.sort("since").unique(_PAIR, keep="last", maintain_order=True)
    return found


def _with_wages(found: pl.DataFrame) -> pl.DataFrame:
    """The wage in force on each row's day."""
    rows = found.select("engagement_id", "day").with_row_index("at").drop_nulls()
    last = rows["day"].max()
    schema = {"engagement_id": pl.Int64} | _WAGE
    if not isinstance(last, date):
        return found.with_columns(pl.lit(None, kind).alias(name) for name, kind in _WAGE.items())
    held = store.fetch(_WAGES, schema, ids=_distinct(rows["engagement_id"]), last=last)
    in_force = rows.join(held, on="engagement_id").filter(pl.col("wage_from") <= pl.col("day"))
    if in_force["at"].is_duplicated().any():
        in_force = in_force.sort("at", "wage_from", "wage_version").unique("at", keep="last")
    in_force = in_force.drop("engagement_id", "day")
    return found.with_row_index("at").join(in_force, on="at", how="left", maintain_order="left")
