"""What a wage is lifted to and held at, and the numbers that a contribution rests on."""

from __future__ import annotations

from datetime import date

from guichet.law.answers import WageLimits
from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.cohorts import COHORTS, INSURED_BY_SAUDI_ANNUITIES, M273


def wage_limits(on: date, *, parameters: Parameters | None = None) -> WageLimits:
    """The floors by cohort and the ceiling of a day, in halalas."""
    law = parameters or saudi_parameters()
    floors = {
        cohort: law.minor(law.cohort_key("wage.floor_annuities", cohort), on)
        if cohort in INSURED_BY_SAUDI_ANNUITIES
        else law.minor("wage.floor_hazards_only", on)
        for cohort in COHORTS
    }
    return WageLimits(floors, dict.fromkeys(COHORTS, law.minor("wage.ceiling_monthly", on)))


def cited(cohort: str) -> list[str]:
    """The keys of the parameters that a contribution of a cohort rests on, in the order to
    be read.
    """
    keys = ["wage.ceiling_monthly", "rates.hazards_employer", "proration.rule"]
    if cohort not in INSURED_BY_SAUDI_ANNUITIES:
        return [*keys, "wage.floor_hazards_only"]
    each = ["rates.annuities_m273_each"]
    both = ["rates.annuities_m33_employee", "rates.annuities_m33_employer"]
    return [*keys, *(each if cohort == M273 else both), "rates.saned_each", "wage.floor_annuities"]
