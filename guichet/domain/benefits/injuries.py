"""Whether somebody was insured against work injuries on a day, with whom, and whether the injury
was told in time: by the law of that day, from what is on record.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.benefits.old_age import DIED, NOT_INSURED, UNKNOWN
from guichet.domain.registry.histories import engagements_held
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country

NOTICE = "injury_notice"
BEFORE_LAW, NOT_ENGAGED, SEVERAL = "before-law", "not-engaged", "several"
ASKED = {
    "row": pl.Int64,  # tells apart what is asked
    "person": pl.Int64,
    "injured_on": pl.Date,
    "told_on": pl.Date,  # not before the injury
    "named": pl.Int64,  # the establishment that was named; null: found from the record
}
ANSWER = {
    "row": pl.Int64,
    "person_id": pl.Int64,
    "why": pl.String,  # of `old_age` or those above; null: it is an injury of the engagement
    "engagement": pl.Int64,
    "employer": pl.Int64,  # its number
    "told_by": pl.Date,  # the last day for telling the employer
    "employer_by": pl.Date,  # the last day for the employer to report it
    "late": pl.Boolean,
    "paid_from": pl.Date,
}
_TIMES = ("told_by", "employer_by", "late", "paid_from")


def judge(asked: pl.DataFrame) -> pl.DataFrame:
    """What is known of each injury: columns of `ANSWER`, a row for each of `ASKED`."""
    numbers = asked["person"].drop_nulls().unique()
    known = known_persons(numbers).unique("asked")
    people = known.select("person_id", "cohort", "died_on", person="asked")
    rows = asked.join(people, on="person", how="left", maintain_order="left")
    rows = rows.join(_times(rows), on="row", how="left", maintain_order="left")
    rows = rows.join(_places(asked, numbers), on="row", how="left", maintain_order="left")
    insured = [
        cohort
        for cohort in rows["cohort"].drop_nulls().unique()
        if country.benefits.of(NOTICE, cohort) is not None
    ]
    there = pl.col("injured_on").is_not_null()
    why = (
        pl.when(pl.col("person_id").is_null())
        .then(pl.lit(UNKNOWN))
        .when(~pl.col("cohort").is_in(insured))
        .then(pl.lit(NOT_INSURED))
        .when(pl.col("died_on").is_not_null())
        .then(pl.lit(DIED))
        .when(there & pl.col("told_by").is_null())
        .then(pl.lit(BEFORE_LAW))
        .when(pl.col("places").is_null())
        .then(pl.lit(NOT_ENGAGED))
        .when(pl.col("places") > 1)
        .then(pl.lit(SEVERAL))
    )
    return rows.with_columns(why=why).select(*ANSWER)


def _times(rows: pl.DataFrame) -> pl.DataFrame:
    """By when each was to be told, by its law: ``row`` and columns of `_TIMES`."""
    none = {"row": pl.Int64, **{name: ANSWER[name] for name in _TIMES}}
    pieces = [pl.DataFrame(schema=none)]
    whole = rows.filter(pl.col("injured_on").is_not_null())
    for (cohort,), mine in whole.group_by("cohort", maintain_order=True):
        kind = country.benefits.of(NOTICE, str(cohort))
        if kind is not None:
            said = mine.select("row", "told_on", on="injured_on")
            pieces.append(country.benefits.award(kind.name, said).select(*none))
    return pl.concat(pieces)


def _places(asked: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Where each was engaged on the day of the injury: ``row``, ``places`` (how many),
    ``engagement``, ``employer``.
    """
    held = engagements_held(numbers).select(
        "person", "engagement", "establishment", "started_on", "ended_on"
    )
    pairs = asked.select("row", "person", "injured_on", "named").join(held, on="person")
    day, named = pl.col("injured_on"), pl.col("named")
    there = pairs.filter(
        (pl.col("started_on") <= day)
        & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= day))
        & (named.is_null() | (named == pl.col("establishment")))
    )
    return there.group_by("row").agg(
        places=pl.col("establishment").n_unique(),
        engagement=pl.col("engagement").max(),
        employer=pl.col("establishment").first(),
    )
