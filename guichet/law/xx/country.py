"""The country, as the institution asks it."""

from datetime import date

from guichet.law.plain import (
    DaysAfter,
    EvenInstalments,
    OfAge,
    RateOfPenalty,
    WholeMonths,
    WithinDays,
)
from guichet.law.port import Country
from guichet.law.xx import parameters
from guichet.law.xx.benefits import BENEFITS
from guichet.law.xx.locale import LOCALE
from guichet.law.xx.rules import COHORTS, CONTRIBUTIONS, SCALE

COUNTRY = Country(
    code="xx",
    locale=LOCALE,
    parameters=parameters,
    cohorts=COHORTS,
    contributions=CONTRIBUTIONS,
    deadlines=DaysAfter(parameters),
    instalments=EvenInstalments(parameters, SCALE),
    relief=RateOfPenalty(parameters),
    objections=WithinDays(parameters),
    capacity=OfAge(parameters),
    pension_months=WholeMonths(on_any_day=("disability",)),
    holidays=frozenset(
        {date(2026, 1, 1), date(2026, 6, 15), date(2026, 6, 16)}
    ),  # Labour Gazette of 2025, notice 1
    benefits=BENEFITS,
)
