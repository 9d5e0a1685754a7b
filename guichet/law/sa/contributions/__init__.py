"""Contributions: base, rates, part months, several employers, lateness, growth after 50.

Every rule works on a frame, so that one worker and a million are the same computation, in whole
halalas. `assess` is the way in; the other functions prepare what it needs or follow it.
"""

from guichet.law.answers import ContributionError
from guichet.law.sa.contributions.base import registered_month, unscaled_wage
from guichet.law.sa.contributions.cohorts import COHORTS, determine_cohort
from guichet.law.sa.contributions.coverage import with_annuities_covered, with_saned_covered
from guichet.law.sa.contributions.days import contributed_days
from guichet.law.sa.contributions.growth_cap import limit_growth
from guichet.law.sa.contributions.inputs import with_home_rates
from guichet.law.sa.contributions.lateness import DUE_BY_HEAD_COUNT, due_date, late_penalty
from guichet.law.sa.contributions.limits import cited, wage_limits
from guichet.law.sa.contributions.several_employers import with_joint_wage
from guichet.law.sa.contributions.shares import AMOUNTS, assess, preview
from guichet.law.sa.contributions.voluntary import (
    allowed_bands,
    assess_voluntary,
    band_year,
    bands,
)

__all__ = [
    "AMOUNTS",
    "COHORTS",
    "DUE_BY_HEAD_COUNT",
    "ContributionError",
    "allowed_bands",
    "assess",
    "assess_voluntary",
    "band_year",
    "bands",
    "cited",
    "contributed_days",
    "determine_cohort",
    "due_date",
    "late_penalty",
    "limit_growth",
    "preview",
    "registered_month",
    "unscaled_wage",
    "wage_limits",
    "with_annuities_covered",
    "with_home_rates",
    "with_joint_wage",
    "with_saned_covered",
]
