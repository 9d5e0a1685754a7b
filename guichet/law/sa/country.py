"""Saudi Arabia, as the institution asks it."""

from guichet.law.plain import RateOfPenalty
from guichet.law.port import Country
from guichet.law.sa import capacity, contributions, deadlines, parameters, pension_months
from guichet.law.sa.benefits import BENEFITS
from guichet.law.sa.contributions import cohorts, instalments, objections
from guichet.law.sa.locale import LOCALE

COUNTRY = Country(
    code="sa",
    locale=LOCALE,
    parameters=parameters,
    cohorts=cohorts,
    contributions=contributions,
    deadlines=deadlines,
    instalments=instalments,
    relief=RateOfPenalty(parameters),  # RC30; REG230 25
    objections=objections,
    capacity=capacity,
    pension_months=pension_months,
    benefits=BENEFITS,
)
