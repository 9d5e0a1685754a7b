"""What the register knows, as frames; money in minor units, months as their first day.

The many-row reads ask by arrays and never scan a table, so that a row costs the same however many
there are. The one that all services of the register stand on, who is engaged where, is in
:mod:`guichet.domain.registry.engagement_facts`.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.engagement_facts import departures_of as departures_of
from guichet.domain.registry.engagement_facts import engagements_of as engagements_of
from guichet.engine import store
from guichet.lib.months import first_day
from guichet.lib.text import folded, sql_folded

_WAGE_IN_FORCE = """
LEFT JOIN LATERAL (
    SELECT basic, housing, effective_from, version, transaction FROM registry_wage
    WHERE engagement_id = {engagement} AND effective_from <= {day}
    ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true"""


def joining_terms(engagements: pl.Series) -> pl.DataFrame:
    """What engagements were opened with: engagement_id, first_basic, first_housing, first_contract,
    first_occupation.
    """
    return store.fetch(
        """SELECT e.id, w.basic, w.housing, e.contract, e.occupation FROM registry_engagement e
        JOIN registry_wage w ON w.engagement_id = e.id AND w.transaction = e.joined_by
        WHERE e.id = ANY(%(ids)s::bigint[]) AND e.joined_by > 0""",
        {
            "engagement_id": pl.Int64,
            "first_basic": pl.Int64,
            "first_housing": pl.Int64,
            "first_contract": pl.String,
            "first_occupation": pl.String,
        },
        ids=engagements,
    ).unique("engagement_id")


_ESTABLISHMENT: dict[str, type[pl.DataType]] = {
    "establishment_id": pl.Int64,
    "number": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "cr_number": pl.Int64,
    "owner_id": pl.Int64,
    "owner_number": pl.Int64,
    "main_number": pl.Int64,
    "activity": pl.String,
    "city": pl.String,
    "registered_on": pl.Date,
    "closed_on": pl.Date,
    "government": pl.Boolean,
    "hazards_multiplier": pl.Int64,
    "payment_level": pl.String,
    "transaction": pl.Int64,
    "closed_by": pl.Int64,
}
_SELECT_ESTABLISHMENT = """
SELECT s.id, s.number, s.name_ar, s.name_latin, s.cr_number, o.id, o.identifier, m.number,
    s.activity, s.city, s.registered_on, s.closed_on, s.government, s.hazards_multiplier,
    s.payment_level, s.transaction, s.closed_by
FROM registry_establishment s JOIN registry_owner o ON o.id = s.owner_id
LEFT JOIN registry_establishment m ON m.id = s.main_id
"""


def establishments(numbers: pl.Series) -> pl.DataFrame:
    """The establishments of those numbers that there are, by number: ids, names, owner, main,
    dates, transaction.
    """
    where = "WHERE s.number = ANY(%(numbers)s::bigint[]) ORDER BY s.number"
    return store.fetch(_SELECT_ESTABLISHMENT + where, _ESTABLISHMENT, numbers=numbers)


def establishments_of_businesses(cr_numbers: pl.Series) -> pl.DataFrame:
    """The establishments registered for those commercial registrations; columns as
    `establishments`.
    """
    where = "WHERE s.cr_number = ANY(%(numbers)s::bigint[]) ORDER BY s.number"
    return store.fetch(_SELECT_ESTABLISHMENT + where, _ESTABLISHMENT, numbers=cr_numbers)


def establishments_of_owners(owner_numbers: pl.Series) -> pl.DataFrame:
    """Every establishment of those owners; columns as `establishments`."""
    where = "WHERE o.identifier = ANY(%(owners)s::bigint[]) ORDER BY o.identifier, s.number"
    return store.fetch(_SELECT_ESTABLISHMENT + where, _ESTABLISHMENT, owners=owner_numbers)


def branches_of_owner(owner_number: int) -> pl.DataFrame:
    """Every establishment of an employer group, the oldest first; columns as `establishments`."""
    where = "WHERE o.identifier = %(owner)s ORDER BY s.registered_on, s.number"
    return store.fetch(_SELECT_ESTABLISHMENT + where, _ESTABLISHMENT, owner=owner_number)


def branches_of(mains: pl.Series) -> pl.DataFrame:
    """The open branches of main establishments, by numbers: main, branch."""
    return store.fetch(
        """SELECT m.number, s.number FROM registry_establishment m
            JOIN registry_establishment s ON s.main_id = m.id
        WHERE m.number = ANY(%(mains)s::bigint[]) AND s.closed_on IS NULL ORDER BY s.number""",
        {"main": pl.Int64, "branch": pl.Int64},
        mains=mains,
    )


WORKER: dict[str, type[pl.DataType]] = {
    "engagement_id": pl.Int64,
    "worker": pl.Int64,
    "name_ar": pl.String,
    "name_latin": pl.String,
    "nationality": pl.String,
    "cohort": pl.String,
    "occupation": pl.String,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "basic": pl.Int64,
    "housing": pl.Int64,
    "wage_from": pl.Date,
}
_IN_WORK = (
    """
SELECT e.id, p.identifier, p.name_ar, p.name_latin, p.nationality, p.cohort, e.occupation,
    e.started_on, e.ended_on, w.basic, w.housing, greatest(w.effective_from, e.started_on)
FROM registry_establishment s JOIN registry_engagement e ON e.establishment_id = s.id
JOIN registry_person p ON p.id = e.person_id"""
    + _WAGE_IN_FORCE.format(engagement="e.id", day="%(day)s::date")
    + """
WHERE s.number = {establishment} AND (e.ended_on IS NULL OR e.ended_on >= %(day)s::date)"""
)
_WORKERS_AFTER = (
    _IN_WORK.format(establishment="%(establishment)s")
    + " AND e.id > %(after)s ORDER BY e.id LIMIT %(limit)s"
)
_WORKERS_PAGES = (
    "SELECT a.establishment, a.search, a.page,"
    " row_number() OVER (PARTITION BY a.establishment, a.search, a.page ORDER BY f.person), f.*"
    " FROM unnest(%(establishments)s::bigint[], %(searches)s::text[], %(pages)s::bigint[],"
    " %(literals)s::text[]) a(establishment, search, page, literal)"
    " CROSS JOIN LATERAL ("
    + _IN_WORK.format(establishment="a.establishment").replace(
        "SELECT ", "SELECT p.id AS person, ", 1
    )
    + """
    AND (a.literal = '' OR p.identifier::text LIKE a.literal || '%%'
        OR """
    + sql_folded("p.name_ar")
    + """ LIKE '%%' || a.literal || '%%' OR """
    + sql_folded("p.name_latin")
    + """ LIKE '%%' || a.literal || '%%')
    ORDER BY p.id LIMIT %(size)s + 1 OFFSET (a.page - 1) * %(size)s) f
ORDER BY 1, 2, 3, 4"""
)


def workers_after(establishment: int, *, on: date, after: int, limit: int) -> pl.DataFrame:
    """Those engaged on a day, with the wage in force then, in the order of ``engagement_id`` from
    ``after`` on: columns of `WORKER`.
    """
    return store.fetch(
        _WORKERS_AFTER, WORKER, establishment=establishment, day=on, after=after, limit=limit
    )


def workers_pages(asked: pl.DataFrame, *, on: date, size: int) -> pl.DataFrame:
    """Pages of those engaged on a day, with the wage in force then.

    Args:
        asked: ``establishment``, ``search`` (part of a name, however it is spelled, or the start of
            a number; empty: everybody) and ``page`` (from 1), each once.

    Returns:
        Those columns, ``place`` (from 1; one more than ``size`` says that a page follows),
        ``person_id``, and columns of `WORKER`.
    """
    literals = [_literal(text) for text in asked["search"]]
    return store.fetch(
        _WORKERS_PAGES,
        {
            **dict.fromkeys(("establishment",), pl.Int64),
            "search": pl.String,
            **dict.fromkeys(("page", "place", "person_id"), pl.Int64),
            **WORKER,
        },
        establishments=asked["establishment"],
        searches=asked["search"],
        pages=asked["page"],
        literals=literals,
        day=on,
        size=size,
    )


def _literal(search: str) -> str:
    return folded(search.strip()).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def count_workers(establishments: pl.Series, *, on: date) -> pl.DataFrame:
    """How many establishments (by number) engage on a day: ``establishment``, ``engaged``; without
    those that engage nobody.
    """
    return store.fetch(
        """SELECT s.number, count(*) FROM registry_engagement e
            JOIN registry_establishment s ON s.id = e.establishment_id
        WHERE s.number = ANY(%(numbers)s::bigint[]) AND e.started_on <= %(day)s
            AND (e.ended_on IS NULL OR e.ended_on >= %(day)s) GROUP BY s.number""",
        {"establishment": pl.Int64, "engaged": pl.Int64},
        numbers=establishments,
        day=on,
    )


_MONTH: dict[str, type[pl.DataType]] = {
    "engagement_id": pl.Int64,
    "establishment_id": pl.Int64,
    "establishment": pl.Int64,
    "person_id": pl.Int64,
    "cohort": pl.String,
    "born": pl.Date,
    "nationality": pl.String,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "hazards_multiplier": pl.Int64,
    "government": pl.Boolean,
    "basic": pl.Int64,
    "housing": pl.Int64,
}
_FOR_MONTH = """
SELECT e.id, s.id, s.number, p.id, p.cohort, p.birth_date, p.nationality, e.started_on, e.ended_on,
    s.hazards_multiplier, s.government, w.basic, w.housing
FROM registry_engagement e
JOIN registry_establishment s ON s.id = e.establishment_id
JOIN registry_person p ON p.id = e.person_id
JOIN LATERAL (SELECT basic, housing FROM registry_wage
    WHERE engagement_id = e.id AND effective_from <= %(month)s::date
    ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true
WHERE e.started_on <= (%(month)s::date + interval '1 month - 1 day')::date
    AND (e.ended_on IS NULL OR e.ended_on >= %(month)s::date) {some}
ORDER BY e.id"""


def engagements_for_month(
    month: date, *, engagements: pl.Series | None = None, establishment_ids: pl.Series | None = None
) -> pl.DataFrame:
    """Every engagement with a day in the month and the wage in force for it, by engagement; what a
    bill needs.

    Columns: engagement_id, establishment_id, establishment (its number), person_id, cohort, born,
        nationality,
    started_on, ended_on, hazards_multiplier (thousandths), government, basic, housing.
    ``engagements`` or
    ``establishment_ids`` narrow it to some, for adjustments and for one account.
    """
    given: dict[str, pl.Series] = {}
    some = ""
    if engagements is not None:
        given["ids"] = engagements
        some = "AND e.id = ANY(%(ids)s::bigint[])"
    elif establishment_ids is not None:
        given["places"] = establishment_ids
        some = "AND e.establishment_id = ANY(%(places)s::bigint[])"
    return store.fetch(_FOR_MONTH.format(some=some), _MONTH, month=first_day(month), **given)
