"""The country, as the institution asks it."""

from guichet.law.awards import Benefits
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
    benefits=Benefits({}, parameters),
)
