"""What the law asks of a cohort in a month: rates, floors, ceiling, way of counting part months.

A frame holds few different months and cohorts, so the terms are looked up once for each pair and
joined to the rows. The value of a month is the one of its last day (R7).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import date
from functools import lru_cache

import polars as pl

from guichet.law.answers import ContributionError
from guichet.law.parameters import NotInForce, Parameters
from guichet.law.sa.contributions.cohorts import COHORTS, GCC, INSURED_BY_SAUDI_ANNUITIES, M273
from guichet.lib.months import last_day


@dataclass(frozen=True, slots=True)
class Terms:
    """One cohort in one month; rates in millionths, money in halalas."""

    annuities_employee: int
    annuities_employer: int
    saned: int
    hazards: int
    floor: int
    floor_hazards_only: int
    ceiling: int
    by_days: bool
    floor_exempts_government: bool
    in_kind_months: int
    daily_multiplier: int
    hours_per_month: int
    hazards_max_thousandths: int


TERM_COLUMNS = tuple(f"_{field.name}" for field in fields(Terms))


@lru_cache(maxsize=65_536)
def terms_of(law: Parameters, month: date, cohort: str) -> Terms:
    """The terms of a cohort in a month (M/33 18, 19, 65; M/273 8, 15, 29; D273 3; RC16-RC19).

    Raises:
        ContributionError: there is no such cohort, or it has no contributions in that month.
    """
    if cohort not in COHORTS:
        raise ContributionError(f"no cohort {cohort!r}; known: {', '.join(COHORTS)}")
    on = last_day(month)
    try:
        return _terms_on(law, on, cohort)
    except NotInForce as error:
        raise ContributionError(f"{cohort} has no contributions in {on:%Y-%m}: {error}") from error


def _terms_on(law: Parameters, on: date, cohort: str) -> Terms:
    employee, employer = _annuities(law, on, cohort)
    hazards_only = law.minor("wage.floor_hazards_only", on)
    insured = cohort in INSURED_BY_SAUDI_ANNUITIES
    floor_key = law.cohort_key("wage.floor_annuities", cohort)
    saned = insured and law.in_force("rates.saned_each", on)
    return Terms(
        annuities_employee=employee,
        annuities_employer=employer,
        saned=law.ppm("rates.saned_each", on) if saned else 0,
        hazards=law.ppm("rates.hazards_employer", on),
        floor=law.minor(floor_key, on) if insured else hazards_only,
        floor_hazards_only=hazards_only,
        ceiling=law.minor("wage.ceiling_monthly", on),
        by_days=law.word("proration.rule", on) == "service_days",
        floor_exempts_government=law.yes("wage.floor_exempts_government", on),
        in_kind_months=law.count("wage.in_kind_housing_months_of_basic_per_year", on),
        daily_multiplier=law.count("wage.daily_wage_multiplier", on),
        hours_per_month=law.count("wage.hours_per_month", on),
        hazards_max_thousandths=law.minor("rates.hazards_max_multiplier_unsafe", on, scale=3),
    )


def _annuities(law: Parameters, on: date, cohort: str) -> tuple[int, int]:
    """Employee and employer annuities rates; for GCC nationals the employer's upper limit.

    GCC: the employer pays his home rate, but not above what he pays for Saudis (R21); before 2006
    there was no extension.
    """
    if cohort == GCC:
        extended = law.yes("gcc.extension_applies", on)
        return 0, law.ppm("rates.annuities_m33_employer", on) if extended else 0
    if cohort == M273:
        each = law.ppm("rates.annuities_m273_each", on)
        return each, each
    if cohort in INSURED_BY_SAUDI_ANNUITIES:
        return (
            law.ppm("rates.annuities_m33_employee", on),
            law.ppm("rates.annuities_m33_employer", on),
        )
    return 0, 0


def with_terms(frame: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Join the terms to rows with `_month` and `cohort`, keeping the order."""
    pairs = frame.select("_month", "cohort").unique()
    rows = [(m, c, *astuple(terms_of(law, m, c))) for m, c in pairs.iter_rows()]
    schema = {"_month": pl.Date, "cohort": pl.String}
    flags = {"_by_days", "_floor_exempts_government"}
    schema |= {name: pl.Boolean if name in flags else pl.Int64 for name in TERM_COLUMNS}
    terms = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(terms, on=["_month", "cohort"], how="left", maintain_order="left")
