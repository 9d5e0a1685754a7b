"""What a country's law answers with: deadlines, terms, limits, and errors where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class ContributionError(ValueError):
    """The rows cannot be assessed: a fact is missing or the law does not know such a month."""


class DeadlineError(ValueError):
    """The sources name no deadline for that event on that day."""


class PensionMonthError(ValueError):
    """The law has no such month, or names a rule that is not known here."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last days for the employer's notice and for the worker's own; null where there is none.

    A worker's or family's notice (injury, change of a beneficiary) stands in `worker_by`.
    """

    employer_by: date | None
    worker_by: date | None = None


@dataclass(frozen=True, slots=True)
class InstalmentTerms:
    """What a debt may be paid in; amounts in minor units."""

    least_debt: int
    most: int
    first_share: int  # of the debt, in millionths
    first_on: date
    staff_above: int


@dataclass(frozen=True, slots=True)
class WageLimits:
    """What the law lifts a monthly wage to and holds it at, by cohort, in minor units."""

    floors: Mapping[str, int]
    ceilings: Mapping[str, int]
