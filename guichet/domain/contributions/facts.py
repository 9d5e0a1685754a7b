"""What the registry knows of engagement months, in the columns the law reckons with.

The only place of this module that asks the registry about facts, so that the rest works on frames alone.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry import queries as registry
from guichet.engine import store
from guichet.law.sa.contributions import with_annuities_covered, with_saned_covered
from guichet.law.sa.contributions.cohorts import GCC, INSURED_BY_SAUDI_ANNUITIES
from guichet.lib.months import add_months

_NAMES = {"engagement_id": "engagement", "person_id": "person"}
_IN_MONTH = "e.started_on < %(next)s AND (e.ended_on IS NULL OR e.ended_on >= %(month)s)"


def of_month(
    month: date,
    *,
    engagements: pl.Series | None = None,
    establishment_ids: pl.Series | None = None,
) -> pl.DataFrame:
    """The engagements with a day in the month, as facts for `law.assess`.

    Columns: engagement, establishment (number), person, month, cohort, started_on, ended_on,
    hazards_multiplier, government, basic, housing, annuities_covered, saned_covered.
    """
    found = registry.engagements_for_month(
        month, engagements=engagements, establishment_ids=establishment_ids
    )
    return _with_cover(found.rename(_NAMES).with_columns(month=pl.lit(month)))


def _with_cover(rows: pl.DataFrame) -> pl.DataFrame:
    """Add which branches cover whom, by the age at the first entry and in the month.

    Who is covered by the start of this engagement is covered by any earlier start, so only the others are
    asked about: after a transfer or a return it is the first engagement that counts as entry.
    """
    insured = pl.col("cohort").is_in(INSURED_BY_SAUDI_ANNUITIES)
    # A GCC national's annuities are those of home, extended: age limits here do not touch them.
    others = rows.filter(~insured).with_columns(
        annuities_covered=pl.col("cohort") == GCC, saned_covered=pl.lit(value=False)
    )
    covered = with_saned_covered(with_annuities_covered(rows.filter(insured)))
    asked = covered.filter(~(pl.col("annuities_covered") & pl.col("saned_covered")))
    if asked.height:
        again = asked.join(_first_entries(asked["person"]), on="person", how="left").with_columns(
            started_on=pl.coalesce("first_entry", "started_on")
        )
        again = with_saned_covered(with_annuities_covered(again))
        found = again.select("engagement", "annuities_covered", "saned_covered")
        covered = covered.update(found, on="engagement")
    return pl.concat([covered, others])


def _first_entries(persons: pl.Series) -> pl.DataFrame:
    return store.fetch(
        "SELECT person_id, min(started_on) FROM registry_engagement"
        " WHERE person_id = ANY(%(persons)s::bigint[]) GROUP BY person_id",
        {"person": pl.Int64, "first_entry": pl.Date},
        persons=registry.array(persons.unique()),
    )


def loads(month: date) -> pl.DataFrame:
    """How many engagements each establishment has in the month: establishment_id, establishment, engagements."""
    return store.fetch(
        "SELECT s.id, s.number, n.engagements FROM registry_establishment s JOIN ("
        " SELECT e.establishment_id, count(*) engagements FROM registry_engagement e"
        f" WHERE {_IN_MONTH} GROUP BY 1) n ON n.establishment_id = s.id ORDER BY s.number",
        {"establishment_id": pl.Int64, "establishment": pl.Int64, "engagements": pl.Int64},
        **_bounds(month),
    )


def of_several_employers(month: date) -> pl.DataFrame:
    """The facts of every engagement of who has more than one in the month: one ceiling holds over them."""
    ids = store.fetch(
        "SELECT unnest(ids) FROM (SELECT array_agg(e.id) ids FROM registry_engagement e"
        f" WHERE {_IN_MONTH} GROUP BY e.person_id HAVING count(*) > 1) several",
        {"engagement": pl.Int64},
        **_bounds(month),
    )["engagement"]
    return of_month(month, engagements=ids)


def of_person(month: date, person: int) -> pl.DataFrame:
    """The facts of every engagement of a person in the month."""
    ids = store.fetch(
        "SELECT id FROM registry_engagement WHERE person_id = %(person)s",
        {"engagement": pl.Int64},
        person=person,
    )["engagement"]
    return of_month(month, engagements=ids)


def changed_after(mark: int) -> tuple[pl.DataFrame, int]:
    """The engagements of everybody whom a back-dated change concerns, and the mark to ask after next time.

    Columns: engagement, person, month (from which on to look again). Colleagues are not concerned; other
    engagements of the same person are, because the ceiling is shared.
    """
    changes = registry.backdated_after(mark)
    if changes.is_empty():
        return pl.DataFrame(
            schema={"engagement": pl.Int64, "person": pl.Int64, "month": pl.Date}
        ), mark
    earliest = changes.group_by("engagement_id").agg(pl.col("month").min())
    peers = store.fetch(
        "SELECT c.id, e.id, e.person_id FROM unnest(%(ids)s::bigint[]) c(id)"
        " JOIN registry_engagement changed ON changed.id = c.id"
        " JOIN registry_engagement e ON e.person_id = changed.person_id",
        {"engagement_id": pl.Int64, "engagement": pl.Int64, "person": pl.Int64},
        ids=registry.array(earliest["engagement_id"]),
    )
    concerned = (
        peers.join(earliest, on="engagement_id")
        .group_by("engagement", "person")
        .agg(pl.col("month").min())
    )
    return concerned, int(changes["xid"].max())  # type: ignore[arg-type]


def _bounds(month: date) -> dict[str, date]:
    return {"month": month, "next": add_months(month, 1)}


def workers(engagements: pl.Series) -> pl.DataFrame:
    """Who holds those engagements: engagement, worker (national number), name_ar, name_latin."""
    return store.fetch(
        "SELECT e.id, p.identifier, p.name_ar, p.name_latin FROM unnest(%(ids)s::bigint[]) a(id)"
        " JOIN registry_engagement e USING (id) JOIN registry_person p ON p.id = e.person_id",
        {"engagement": pl.Int64, "worker": pl.Int64, "name_ar": pl.String, "name_latin": pl.String},
        ids=registry.array(engagements.unique()),
    )


def wage_periods(numbers: pl.Series) -> pl.DataFrame:
    """The wages of persons, engagement by engagement, oldest first.

    Columns: person (the number asked for), engagement, establishment, name_ar, name_latin, started_on, ended_on,
    wage_from, basic, housing. Of a corrected wage only the last version; a number given up leads to its holder.
    """
    return store.fetch(
        "SELECT DISTINCT ON (a.number, e.started_on, e.id, w.effective_from)"
        " a.number, e.id, s.number, s.name_ar, s.name_latin, e.started_on, e.ended_on,"
        " w.effective_from, w.basic, w.housing"
        " FROM (SELECT DISTINCT unnest(%(numbers)s::bigint[]) number) a"
        " LEFT JOIN registry_personidentifier former ON former.identifier = a.number"
        " JOIN registry_person p ON p.identifier = a.number OR p.id = former.person_id"
        " JOIN registry_engagement e ON e.person_id = p.id"
        " JOIN registry_establishment s ON s.id = e.establishment_id"
        " JOIN registry_wage w ON w.engagement_id = e.id"
        " ORDER BY a.number, e.started_on, e.id, w.effective_from, w.version DESC",
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
        numbers=registry.array(numbers.drop_nulls()),
    )
