"""What the registry knows of engagement months, in the columns the law reckons with.

The only place of this module that asks the registry about facts, so that the rest works on frames
alone.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry import bill_facts as register
from guichet.domain.registry import queries as registry
from guichet.law import country

_NAMES = {"engagement_id": "engagement", "person_id": "person"}


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
    return with_cover(found.rename(_NAMES).with_columns(month=pl.lit(month)))


def with_cover(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `annuities_covered` and `saned_covered`: which branches cover whom, by the age at the
    first entry and in the month.

    ``rows``, of one `engagement` each: engagement, person (id), month, cohort, born, started_on.

    Who is covered by the start of this engagement is covered by any earlier start, so only the
    others are asked about: after a transfer or a return it is the first engagement that counts as
    entry.
    """
    insured = pl.col("cohort").is_in(country.cohorts.INSURED)
    # Annuities of home that are extended here: age limits here do not touch them.
    others = rows.filter(~insured).with_columns(
        annuities_covered=pl.col("cohort").is_in(country.cohorts.EXTENDED),
        saned_covered=pl.lit(value=False),
    )
    covered = _by_age(rows.filter(insured))
    asked = covered.filter(~(pl.col("annuities_covered") & pl.col("saned_covered")))
    if asked.height:
        again = asked.join(
            register.first_entries(asked["person"]), on="person", how="left"
        ).with_columns(started_on=pl.coalesce("first_entry", "started_on"))
        again = _by_age(again)
        found = again.select("engagement", "annuities_covered", "saned_covered")
        covered = covered.update(found, on="engagement")
    return pl.concat([covered, others])


def _by_age(rows: pl.DataFrame) -> pl.DataFrame:
    law = country.contributions
    return law.with_saned_covered(law.with_annuities_covered(rows))


def of_several_employers(month: date) -> pl.DataFrame:
    """The facts of every engagement of who has more than one in the month: one ceiling holds over
    them.
    """
    return of_month(month, engagements=register.of_several_employers(month))


def of_person(month: date, person: int) -> pl.DataFrame:
    """The facts of every engagement of a person in the month."""
    return of_month(month, engagements=register.of_person(person))


def changed_after(mark: int) -> pl.DataFrame:
    """The engagements of everybody whom a change noted as back-dated after ``mark`` concerns; see
    `_concerned`.
    """
    return _concerned(register.backdated_after(mark))


def written_after(mark: int, until: date) -> pl.DataFrame:
    """The same of whatever else was written after ``mark`` for the month ``until`` or before."""
    return _concerned(register.written_after(mark, until))


def _concerned(changes: pl.DataFrame) -> pl.DataFrame:
    """Whom changes (engagement_id, month) concern: engagement, person, month (from which on to look
    again).

    Colleagues are not concerned; other engagements of the same person are, because the ceiling is
    shared.
    """
    earliest = changes.group_by("engagement_id").agg(pl.col("month").min())
    return (
        register.peers(earliest["engagement_id"])
        .join(earliest, on="engagement_id")
        .group_by("engagement", "person")
        .agg(pl.col("month").min())
    )
