"""Which law a person belongs to: a lasting fact of the person, not of the engagement."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters

M33 = "m33"
TRANSITIONAL = "m33_transitional"
M273 = "m273"
OTHER = "other"
GCC = "gcc"
COHORTS: tuple[str, ...] = (M33, TRANSITIONAL, M273, OTHER, GCC)
INSURED_BY_SAUDI_ANNUITIES = (M33, TRANSITIONAL, M273)
INSURED: tuple[str, ...] = INSURED_BY_SAUDI_ANNUITIES
EXTENDED: tuple[str, ...] = (GCC,)
USUAL = M33
_GULF = ("AE", "BH", "KW", "OM", "QA")


def cohorts_of(people: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `cohort` by `nationality` (ISO 3166, null for who is not known), `born` and
    `first_period`.

    A nationality is Saudi, of the Gulf or another; months held on 3 July 2024 are taken as all
    since the first period.
    """
    law = parameters or saudi_parameters()
    nationality = pl.col("nationality")
    group = (
        pl.when(nationality == "SA")
        .then(pl.lit("saudi"))
        .when(nationality.is_in(_GULF))
        .then(pl.lit(GCC))
        .when(nationality.is_not_null())
        .then(pl.lit(OTHER))
    )
    held = (pl.lit(_reference_date(law)) - pl.col("first_period")).dt.total_days() * 12 // 365
    told = people.with_columns(nationality_group=group, months_on_reference=held)
    return determine_cohort(told, parameters=law).drop("nationality_group", "months_on_reference")


def determine_cohort(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add `cohort` to one row per person (D273 clauses 2 and 5).

    Columns: `nationality_group` (saudi, gcc, other); `first_period` (Date, null without one: the
    first contribution period under M/33 or the civil pension law not paid out as a lump sum);
    `months_on_reference` (months held on 3 July 2024); `born` (Date). Being under fifty Hijri
    years is tested as the decree deems it: 48 years and 6 months Gregorian.
    """
    law = parameters or saudi_parameters()
    ref = _reference_date(law)
    months_limit = law.count("transitional_2024.exempt_if_months_at_least", ref)
    age_limit = law.count("transitional_2024.exempt_if_gregorian_age_months_at_least", ref)
    of_age = pl.col("born").dt.offset_by(f"{age_limit}mo") <= ref
    has_earlier = (pl.col("first_period") < ref).fill_null(value=False)
    transitional = (pl.col("months_on_reference").fill_null(0) < months_limit) & ~of_age
    cohort = (
        pl.when(pl.col("nationality_group") == "saudi")
        .then(
            pl.when(~has_earlier)
            .then(pl.lit(M273))
            .when(transitional)
            .then(pl.lit(TRANSITIONAL))
            .otherwise(pl.lit(M33))
        )
        .when(pl.col("nationality_group").is_in([GCC, OTHER]))
        .then(pl.col("nationality_group"))
    )
    return frame.with_columns(cohort.alias("cohort"))


def rights_hang_on_payment(cohort: pl.Expr) -> pl.Expr:
    """Whether only paid months count for annuities (M/273 9(4), REG230 35); who is under M/33 keeps
    them unpaid (54(3)).
    """
    return cohort == M273


def _reference_date(law: Parameters) -> date:
    """3 July 2024, the day the new law came into force."""
    key = "transitional_2024.reference_date"
    found = law.value(key, law.latest(key))
    if not isinstance(found, date):
        raise TypeError(f"{key} is not a day: {found!r}")
    return found
