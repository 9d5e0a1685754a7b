"""Age limits of the branches, for an engagement in a contribution month."""

from __future__ import annotations

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.cohorts import INSURED_BY_SAUDI_ANNUITIES, M273
from guichet.lib.calendars import gregorian_age_of, hijri_age_of

M33_LAW, M273_LAW = "m33", "m273"


def _age(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Ages are Hijri under M/33 (AN37) and Gregorian under M/273 (article 2)."""
    new_law = pl.col("cohort") == M273
    return pl.when(new_law).then(gregorian_age_of(born, on)).otherwise(hijri_age_of(born, on))


def _limit(law: Parameters, stem: str, old: str = M33_LAW, new: str = M273_LAW) -> pl.Expr:
    """An age limit by cohort; these limits have had one value each since their law began."""
    old_key, new_key = f"{stem}_{old}", f"{stem}_{new}"
    old_age = law.count(old_key, law.latest(old_key))
    new_age = law.count(new_key, law.latest(new_key))
    return pl.when(pl.col("cohort") == M273).then(new_age).otherwise(old_age)


def with_annuities_covered(
    frame: pl.DataFrame, *, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Add `annuities_covered` (M/33 4(2); M/273 4).

    Columns: cohort, born, started_on; optional Booleans `returning` (had contribution periods
    before), `pensioner` (draws an old-age pension from them), `chose_cover`. A first entrant must
    be under 60 Hijri (M/33) or 65 (M/273). Who returns without a pension is covered at any age; a
    former pensioner under 65 if he chooses so.
    """
    law = parameters or saudi_parameters()

    def said(name: str) -> pl.Expr:
        given = name in frame.columns
        return pl.col(name).fill_null(value=False) if given else pl.lit(value=False)

    age = _age(pl.col("born"), pl.col("started_on"))
    key = "coverage.returning_pensioner_may_choose_under_age"
    may_choose = age < law.count(key, law.latest(key))
    covered = (
        pl.when(said("returning") & said("pensioner"))
        .then(said("chose_cover") & may_choose)
        .when(said("returning"))
        .then(statement=True)
        .otherwise(age < _limit(law, "coverage.annuities_entry_under_age"))
    )
    insured = pl.col("cohort").is_in(INSURED_BY_SAUDI_ANNUITIES)
    return frame.with_columns((insured & covered).alias("annuities_covered"))


def with_saned_covered(
    frame: pl.DataFrame, *, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Add `saned_covered` for a contribution month (M/18; M/273 43).

    Columns: month, cohort, born, started_on. Entry must be under 59 (M/18) or 64 (M/273); who was
    working when the insurance began entered on that day. Under M/273 cover stops at the normal
    age, so the last month is the one in which it is reached; for M/18 no such end was found.
    """
    law = parameters or saudi_parameters()
    began = law.changes("rates.saned_each")[0]
    born, month = pl.col("born"), pl.col("month").dt.month_start()
    entered = pl.max_horizontal(pl.col("started_on"), pl.lit(began))
    young = _age(born, entered) < _limit(law, "saned_benefit.max_age_on_entry", old="m18")
    key = "coverage.saned_stops_at_age_m273"
    stopped = gregorian_age_of(born, month) >= law.count(key, law.latest(key))
    stopped = stopped & (pl.col("cohort") == M273)
    insured = pl.col("cohort").is_in(INSURED_BY_SAUDI_ANNUITIES)
    covered = insured & young & ~stopped & (pl.col("month").dt.month_end() >= began)
    return frame.with_columns(covered.alias("saned_covered"))
