"""Until when what somebody has a right to may be claimed, by the law of each."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.histories import engagements_held
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.lib.months import add_months_to, first_day_of


def with_deadline(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``claim_by``, the last day of a claim (null: the law knows none), and ``late``, whether a
    claim comes after it.

    Args:
        rows: ``row``, which tells them apart, ``cohort``, ``claimed_on``, and ``entitled_from``;
            without the last there is nothing to claim yet. ``daily``, where it is of an allowance
            by the day.
    """
    none = {"claim_by": pl.Date, "late": pl.Boolean}
    pieces = [pl.DataFrame(schema={"row": pl.Int64, **none})]
    for (cohort,), mine in rows.filter(pl.col("entitled_from").is_not_null()).group_by("cohort"):
        kind = country.benefits.of("claim", str(cohort))
        if kind is not None:
            said = mine.select("row", "cohort", "entitled_from", pl.col("^daily$"), on="claimed_on")
            pieces.append(country.benefits.award(kind.name, said).select("row", *none))
    return rows.join(pl.concat(pieces), on="row", how="left", maintain_order="left")


def of_lump_sums(answers: pl.DataFrame, today: date) -> pl.DataFrame:
    """Until when persons may claim what they contributed: ``person``, ``claim_by``, ``late``. The
    right begins with the month after the normal age is reached and work has ended.

    Args:
        answers: ``person`` and ``reached``.
    """
    numbers = answers["person"]
    ends = engagements_held(numbers).group_by("person").agg(left_on=pl.col("ended_on").max())
    cohorts = known_persons(numbers).unique("asked").select("cohort", person="asked")
    met = first_day_of(pl.max_horizontal("reached", "left_on"))
    begun = pl.when(pl.col("reached").is_not_null()).then(add_months_to(met, 1))
    rows = (
        answers.select("person", "reached")
        .join(ends, on="person", how="left")
        .join(cohorts, on="person", how="inner")
        .with_columns(row="person", claimed_on=pl.lit(today), entitled_from=begun)
    )
    return with_deadline(rows).select("person", "claim_by", "late")
