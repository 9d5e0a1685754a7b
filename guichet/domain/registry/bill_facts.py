"""What bills and statements ask of the register: sets of engagements, who holds them, and what
changed since.

The facts a contribution is reckoned with are `queries.engagements_for_month`; here is which
engagements to ask about.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.histories import HELD
from guichet.engine import store
from guichet.lib.months import add_months

_IN_MONTH = "e.started_on < %(next)s AND (e.ended_on IS NULL OR e.ended_on >= %(month)s)"


def _bounds(month: date) -> dict[str, date]:
    return {"month": month, "next": add_months(month, 1)}


def loads(month: date) -> pl.DataFrame:
    """How many engagements each establishment has in the month: establishment_id, establishment,
    engagements.
    """
    return store.fetch(
        "SELECT s.id, s.number, n.engagements FROM registry_establishment s JOIN ("
        " SELECT e.establishment_id, count(*) engagements FROM registry_engagement e"
        f" WHERE {_IN_MONTH} GROUP BY 1) n ON n.establishment_id = s.id ORDER BY s.number",
        {"establishment_id": pl.Int64, "establishment": pl.Int64, "engagements": pl.Int64},
        **_bounds(month),
    )


def head_counts(months: pl.DataFrame) -> pl.DataFrame:
    """How many persons establishments (by number) employ in months: the rows given, with
    ``employees``.
    """
    return store.fetch(
        "SELECT a.number, a.month, (SELECT count(DISTINCT e.person_id) FROM registry_engagement e"
        " JOIN registry_establishment s ON s.id = e.establishment_id WHERE s.number = a.number"
        " AND e.started_on < a.month + interval '1 month' AND (e.ended_on IS NULL OR e.ended_on >= a.month))"
        " FROM unnest(%(numbers)s::bigint[], %(months)s::date[]) a(number, month)",
        {"establishment": pl.Int64, "month": pl.Date, "employees": pl.Int64},
        numbers=months["establishment"],
        months=months["month"],
    )


def of_several_employers(month: date) -> pl.Series:
    """The ids of every engagement of who has more than one in the month."""
    return store.fetch(
        "SELECT unnest(ids) FROM (SELECT array_agg(e.id) ids FROM registry_engagement e"
        f" WHERE {_IN_MONTH} GROUP BY e.person_id HAVING count(*) > 1) several",
        {"engagement": pl.Int64},
        **_bounds(month),
    )["engagement"]


def engaged_besides(person: int, engagement: int | None, month: date) -> bool:
    """Whether a person (by id) has another engagement in the month than this one, with whomever."""
    return bool(
        store.value(
            "SELECT EXISTS (SELECT FROM registry_engagement e WHERE e.person_id = %(person)s"
            f" AND e.id IS DISTINCT FROM %(engagement)s AND {_IN_MONTH})",
            person=person,
            engagement=engagement,
            **_bounds(month),
        )
    )


def of_person(person: int) -> pl.Series:
    """The ids of every engagement a person (by id) has or had."""
    return store.fetch(
        "SELECT id FROM registry_engagement WHERE person_id = %(person)s",
        {"engagement": pl.Int64},
        person=person,
    )["engagement"]


def peers(engagements: pl.Series) -> pl.DataFrame:
    """Every engagement of the persons who hold those: engagement_id (as given), engagement, person
    (id).

    Each engagement is a peer of itself.
    """
    return store.fetch(
        "SELECT c.id, e.id, e.person_id FROM unnest(%(ids)s::bigint[]) c(id)"
        " JOIN registry_engagement given ON given.id = c.id"
        " JOIN registry_engagement e ON e.person_id = given.person_id",
        {"engagement_id": pl.Int64, "engagement": pl.Int64, "person": pl.Int64},
        ids=engagements.unique(),
    )


def first_entries(persons: pl.Series) -> pl.DataFrame:
    """The day persons (by id) were first engaged by anybody: person, first_entry."""
    return store.fetch(
        "SELECT person_id, min(started_on) FROM registry_engagement"
        " WHERE person_id = ANY(%(persons)s::bigint[]) GROUP BY person_id",
        {"person": pl.Int64, "first_entry": pl.Date},
        persons=persons.unique(),
    )


def workers(engagements: pl.Series) -> pl.DataFrame:
    """Who holds those engagements: engagement, worker (national number), name_ar, name_latin."""
    return store.fetch(
        "SELECT e.id, p.identifier, p.name_ar, p.name_latin FROM unnest(%(ids)s::bigint[]) a(id)"
        " JOIN registry_engagement e USING (id) JOIN registry_person p ON p.id = e.person_id",
        {"engagement": pl.Int64, "worker": pl.Int64, "name_ar": pl.String, "name_latin": pl.String},
        ids=engagements.unique(),
    )


def engagements_of(numbers: pl.Series) -> pl.DataFrame:
    """Every engagement of persons: person (the number asked for; one given up leads to its holder),
    engagement, cohort.
    """
    return store.fetch(
        f"WITH {HELD}"
        " SELECT held.number, e.id, p.cohort FROM held JOIN registry_person p ON p.id = held.id"
        " JOIN registry_engagement e ON e.person_id = p.id",
        {"person": pl.Int64, "engagement": pl.Int64, "cohort": pl.String},
        numbers=numbers.drop_nulls(),
    )


def cohorts(engagements: pl.Series) -> pl.DataFrame:
    """The cohort of who holds those engagements: engagement, cohort."""
    return store.fetch(
        "SELECT e.id, p.cohort FROM unnest(%(ids)s::bigint[]) a(id)"
        " JOIN registry_engagement e USING (id) JOIN registry_person p ON p.id = e.person_id",
        {"engagement": pl.Int64, "cohort": pl.String},
        ids=engagements.unique(),
    )


def wage_periods(numbers: pl.Series) -> pl.DataFrame:
    """The wages of persons, engagement by engagement, oldest first.

    Columns: person (the number asked for), engagement, establishment, name_ar, name_latin,
        started_on, ended_on,
    wage_from, basic, housing. Of a corrected wage only the last version; a number given up leads to
    its holder.
    """
    return store.fetch(
        f"WITH {HELD} SELECT DISTINCT ON (held.number, e.started_on, e.id, w.effective_from)"
        " held.number, e.id, s.number, s.name_ar, s.name_latin, e.started_on, e.ended_on,"
        " w.effective_from, w.basic, w.housing"
        " FROM held JOIN registry_engagement e ON e.person_id = held.id"
        " JOIN registry_establishment s ON s.id = e.establishment_id"
        " JOIN registry_wage w ON w.engagement_id = e.id"
        " ORDER BY held.number, e.started_on, e.id, w.effective_from, w.version DESC",
        {
            "person": pl.Int64,
            "engagement": pl.Int64,
            "establishment": pl.Int64,
            "name_ar": pl.String,
            "name_latin": pl.String,
            "started_on": pl.Date,
            "ended_on": pl.Date,
            "wage_from": pl.Date,
            "basic": pl.Int64,
            "housing": pl.Int64,
        },
        numbers=numbers.drop_nulls(),
    )


def backdated_after(xid: int) -> pl.DataFrame:
    """Changes to months already past, committed after ``xid``: engagement_id, month, transaction,
    xid.

    Keep the greatest ``xid`` for the next question. Changes beside which an older one is still open
    are left for next time, so that none is ever passed over.
    """
    return store.fetch(
        """SELECT b.engagement_id, b.month, b.transaction, b.xid::text::bigint
            FROM registry_backdated b
        WHERE b.xid > %(xid)s::text::xid8 AND b.xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY b.xid, b.id""",
        {"engagement_id": pl.Int64, "month": pl.Date, "transaction": pl.Int64, "xid": pl.Int64},
        xid=xid,
    )


def mark() -> int:
    """The last transaction by which all before it are over: keep it, then read, then ask
    `written_after` it.
    """
    return int(store.value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1"))


def written_after(mark: int, until: date) -> pl.DataFrame:
    """What was written after ``mark`` and reaches the month ``until`` or earlier ones:
    engagement_id, month.

    A change made while its month ran is not back-dated, and yet it may be committed after that
    month was billed: in a long call over midnight, in a file taken up again days later. No clock
    tells, but each row names the transaction that wrote it (``xmin``). Reads whole tables; two
    thousand million transactions on, ids begin anew and more than was asked for is found.
    """
    return store.fetch(
        """SELECT id, date_trunc('month', min(reached))::date FROM (
            SELECT engagement_id AS id, effective_from AS reached FROM registry_wage
            WHERE age(xmin) < age(%(mark)s::text::xid) AND effective_from <= %(month)s
            UNION ALL SELECT id, ended_on FROM registry_engagement
            WHERE age(xmin) < age(%(mark)s::text::xid) AND ended_on < %(next)s
            UNION ALL SELECT engagement_id, least(old::date, new::date)
            FROM registry_engagementchange
            WHERE age(xmin) < age(%(mark)s::text::xid) AND least(old::date, new::date) < %(next)s
            UNION ALL SELECT e.id, greatest(c.until, e.started_on) FROM registry_cohortchange c
            JOIN registry_engagement e USING (person_id)
            WHERE age(c.xmin) < age(%(mark)s::text::xid) AND c.until < %(next)s
        ) written GROUP BY id""",
        {"engagement_id": pl.Int64, "month": pl.Date},
        mark=mark % 2**32,
        **_bounds(until),
    )
