"""Finding what a row is about: by queries for each row, or read beforehand for many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from tests.bench.rival.models import Engagement, Establishment, Mandate, Wage
from tests.bench.rival.rules import Change, Facts, Wrong

_BATCH = 5_000
_NO_PLACE = "There is no such establishment, or it is not yours."
_NO_WORKER = "The worker is not registered with this establishment."


class Lookup(Protocol):
    """Either way."""

    def facts(self, change: Change) -> Facts:
        """What the tables hold.

        Raises:
            Wrong: the account may not act for the establishment, or the worker is not there.
        """


class ByRow:
    """Queries for each row, as a hook that runs before each row suggests."""

    def __init__(self, account: int) -> None:
        self.mine = _mandates(account)

    def facts(self, change: Change) -> Facts:
        if change.establishment not in self.mine:
            raise Wrong(_NO_PLACE)
        found = (
            Engagement.objects.filter(
                establishment__number=change.establishment, person__identifier=change.worker
            )
            .select_related("establishment", "person")
            .order_by("-started_on")
            .first()
        )
        if found is None:
            raise Wrong(_NO_WORKER)
        wages = Wage.objects.filter(engagement=found, effective_from__lte=change.month)
        wage = wages.order_by("-effective_from").first()
        place = found.establishment
        return Facts(
            found.pk,
            found.started_on,
            found.ended_on,
            place.closed_on,
            place.government,
            found.person.cohort,
            wage.basic if wage else Decimal(0),
            wage.housing if wage else Decimal(0),
        )


class Beforehand:
    """A few queries for some thousands of rows."""

    def __init__(self, account: int, workers: Iterable[str]) -> None:
        mine = Establishment.objects.filter(mandate__account=account)
        self.places = {
            n: (closed, g) for n, closed, g in mine.values_list("number", "closed_on", "government")
        }
        self.engagements: dict[tuple[int, int], tuple[int, date, date | None, str]] = {}
        self.wages: dict[int, list[tuple[date, Decimal, Decimal]]] = {}
        numbers = list({int(number) for number in workers if number.isdigit()})
        for start in range(0, len(numbers), _BATCH):
            self._read(numbers[start : start + _BATCH])

    def _read(self, numbers: list[int]) -> None:
        engagements = Engagement.objects.filter(person__identifier__in=numbers).order_by(
            "started_on"
        )
        wanted = (
            "establishment__number",
            "person__identifier",
            "pk",
            "started_on",
            "ended_on",
            "person__cohort",
        )
        for place, worker, *rest in engagements.values_list(*wanted):
            self.engagements[place, worker] = (rest[0], rest[1], rest[2], rest[3])
        wages = Wage.objects.filter(engagement__person__identifier__in=numbers).order_by(
            "effective_from"
        )
        for engagement, *rest in wages.values_list(
            "engagement_id", "effective_from", "basic", "housing"
        ):
            self.wages.setdefault(engagement, []).append((rest[0], rest[1], rest[2]))

    def facts(self, change: Change) -> Facts:
        if change.establishment not in self.places:
            raise Wrong(_NO_PLACE)
        found = self.engagements.get((change.establishment, change.worker))
        if found is None:
            raise Wrong(_NO_WORKER)
        closed_on, government = self.places[change.establishment]
        engagement, started_on, ended_on, cohort = found
        nothing = (Decimal(0), Decimal(0))
        before = reversed(self.wages.get(engagement, []))
        basic, housing = next(((b, h) for since, b, h in before if since <= change.month), nothing)
        return Facts(
            engagement, started_on, ended_on, closed_on, government, cohort, basic, housing
        )


def _mandates(account: int) -> set[int]:
    mandates = Mandate.objects.filter(account=account)
    return set(mandates.values_list("establishment__number", flat=True))
