"""The rules of the country: most are plain, two are its own."""

from __future__ import annotations

from datetime import date

from guichet.law.parameters import Parameters
from guichet.law.plain import CitizensAndGuests
from guichet.law.plain_contributions import ShareOfWage
from guichet.law.xx import parameters

SCALE = 3
NEW_LAW = date(2015, 1, 1)
COHORTS = CitizensAndGuests(
    citizen="XX", since={"settled": date(2010, 1, 1), "newer": NEW_LAW}, paid_only=("newer",)
)


class Contributions(ShareOfWage):
    """On classes of wages, with a due day by how many an establishment employs."""

    def due_day(self, law: Parameters, on: date, employees: int) -> int:
        """The fifth for large establishments, the fifteenth for others."""
        if employees >= law.count("payment.large_from_employees", on):
            return law.count("payment.due_day_large", on)
        return law.count("payment.due_day_next_month", on)


CONTRIBUTIONS = Contributions(parameters, COHORTS, SCALE, DUE_BY_HEAD_COUNT=True)
