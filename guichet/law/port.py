"""What a country must say: the port between the institution and the law it applies.

A country is a package with a module `country` that holds `COUNTRY`, a `Country`. Every member below
is asked for by a service, a bill run or a channel, but for the benefits, which so far only the
cases of the law ask; `guichet.law.completeness` names what a package lacks when it is loaded, so
that nothing is found missing by a client.

Frames of engagement months have the columns the registry knows: month (Date), cohort (String),
basic and housing (Int64, minor units), started_on and ended_on (Date), hazards_multiplier
(thousandths), government, annuities_covered, saned_covered (Boolean). The three branches are called
annuities, saned (unemployment) and hazards whatever a country names them to its clients.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from guichet.law.answers import Deadline, InstalmentTerms, WageLimits
from guichet.law.awards import Benefits
from guichet.law.parameters import Parameters
from guichet.lib.locale import Locale


class Cohorts(Protocol):
    """Which law a person belongs to: a lasting fact of the person."""

    @property
    def COHORTS(self) -> tuple[str, ...]:  # noqa: N802 - a constant where a module is the cohorts
        """Every cohort a person can be of."""

    @property
    def INSURED(self) -> tuple[str, ...]:  # noqa: N802 - a constant where a module is the cohorts
        """Those of the annuities branch of this country."""

    @property
    def EXTENDED(self) -> tuple[str, ...]:  # noqa: N802 - a constant where a module is the cohorts
        """Those insured by their home law through this institution; may be none."""

    @property
    def USUAL(self) -> str:  # noqa: N802
        """Taken where nothing is known of whose contributions a month is made of."""

    def cohorts_of(
        self, people: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `cohort` to rows of `nationality` (ISO 3166), `born` (Date) and `first_period` (Date,
        null without one).
        """

    def rights_hang_on_payment(self, cohort: pl.Expr) -> pl.Expr:
        """Whether only paid months count for annuities."""


class Contributions(Protocol):
    """What is owed for engagement months, until when, and what paying late costs."""

    def assess(self, frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
        """Add wage, days, every share by branch and side, and total to rows of engagement and
        month, in minor units.

        Raises:
            ContributionError: the law does not know such a case.
        """

    def with_home_rates(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add what is missing before people of `Cohorts.EXTENDED` can be assessed."""

    def with_joint_wage(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `joint_wage` and `joint_remainder` to rows with `person`: one ceiling over several
        employers.
        """

    def with_annuities_covered(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `annuities_covered` by `cohort`, `born`, `started_on` and, if there, `returning`."""

    def with_saned_covered(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `saned_covered` by `month`, `cohort`, `born`, `started_on`."""

    def contributed_days(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `days` that contributions are due for to rows of `month`, `started_on`,
        `ended_on`.
        """

    def wage_limits(self, on: date, *, parameters: Parameters | None = None) -> WageLimits:
        """The floors and ceilings of a day."""

    def cited(self, cohort: str) -> list[str]:
        """The keys of the parameters that a contribution of a cohort rests on, in the order to be
        read.
        """

    @property
    def DUE_BY_HEAD_COUNT(self) -> bool:  # noqa: N802
        """Whether the day depends on how many an establishment employs."""

    def due_date(
        self,
        month: date,
        holidays: Collection[date] = (),
        *,
        employees: int = 0,
        parameters: Parameters | None = None,
    ) -> date:
        """The last day for paying the contributions of a month, of an establishment of so many
        employees in that month.
        """

    def late_penalty(
        self,
        frame: pl.DataFrame,
        *,
        holidays: Collection[date] = (),
        parameters: Parameters | None = None,
    ) -> pl.DataFrame:
        """Add `due_on`, `late_months`, `penalty` to rows of `month`, `cohort`, `unpaid` (minor
        units), `paid_on`.

        Rows may bring their `due_on`; else it is that of the month.
        """


class Deadlines(Protocol):
    """Until when an event must be reported, and how far back a registration may reach."""

    def deadline(
        self,
        event: str,
        on: date,
        *,
        employer_informed: date | None = None,
        parameters: Parameters | None = None,
    ) -> Deadline:
        """The deadline of an event (joining, leaving, wage_change, ...) that happened on a day.

        Raises:
            DeadlineError: the law names none.
        """

    def accepted_from(
        self,
        requested: date,
        claimed_from: date,
        *,
        cohort: str = ...,
        government: bool = False,
        self_declaring: bool = False,
        parameters: Parameters | None = None,
    ) -> date:
        """From when a period claimed for the past is accepted."""

    def correction_allowed(
        self,
        month: date,
        requested: date,
        *,
        found_by_institution: bool = False,
        parameters: Parameters | None = None,
    ) -> bool:
        """Whether the wage of a month may still be corrected.

        Raises:
            DeadlineError: a month before the law.
        """


class Instalments(Protocol):
    """A debt in instalments."""

    def terms(self, day: date, *, parameters: Parameters | None = None) -> InstalmentTerms:
        """The terms of a plan that begins on a day."""

    def schedule(self, debts: pl.DataFrame, terms: InstalmentTerms) -> pl.DataFrame:
        """Rows of `position`, `number`, `due_on`, `amount` for rows of `position`, `debt`, `count`;
        they sum to the debt.
        """


class Relief(Protocol):
    """What of a penalty may be let go."""

    def waivable(
        self,
        penalty: pl.Expr,
        delay_days: pl.Expr,
        on: date,
        *,
        parameters: Parameters | None = None,
    ) -> pl.Expr:
        """What a first decision may let go, in minor units."""

    def waivable_beyond(
        self, penalty: pl.Expr, waived: pl.Expr, on: date, *, parameters: Parameters | None = None
    ) -> pl.Expr:
        """What the highest body may let go on top of what was waived before."""


class Objections(Protocol):
    """Until when a decision may be contested."""

    def object_by(self, decided_on: date, *, parameters: Parameters | None = None) -> date:
        """The last day for objecting to what was decided on a day."""


class Capacity(Protocol):
    """From what age a person acts for others and gives mandates."""

    def majority_years(self, on: date, *, parameters: Parameters | None = None) -> int:
        """How many years, in the calendar of `age_of`."""

    def age_of(self, born: pl.Expr, on: pl.Expr) -> pl.Expr:
        """Whole years on a day."""


class PensionMonths(Protocol):
    """Months of a pension in payment."""

    def may_begin(self, kind: str, day: date, *, parameters: Parameters | None = None) -> bool:
        """Whether a pension of a kind may begin on a day."""

    def first_month(self, monthly: pl.Expr, begins: pl.Expr) -> pl.Expr:
        """What the month in which a pension begins comes to."""

    def require_actual_days(
        self, begins: pl.Series, *, parameters: Parameters | None = None
    ) -> None:
        """Refuse days for which `first_month` counts wrongly.

        Raises:
            PensionMonthError: there is one.
        """

    def last_month(self, event: date, *, parameters: Parameters | None = None) -> date:
        """The last month paid when a pension ends by an event.

        Raises:
            PensionMonthError: the law of that day says otherwise.
        """

    def recoverable(
        self,
        monthly: pl.Expr,
        cohort: pl.Expr,
        on: date,
        *,
        agreed: bool = False,
        parameters: Parameters | None = None,
    ) -> pl.Expr:
        """What of a month's pension may be withheld for what was paid beyond, in minor units: by
        itself, or as its holder has agreed.
        """

    def confirmed_months(self, day: date, *, parameters: Parameters | None = None) -> int:
        """For how many months it holds, on a day, that a pensioner has confirmed to live."""


class Numbers(Protocol):
    """The dated numbers of a country."""

    def __call__(self) -> Parameters:
        """Read once, the same object each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country as the institution asks it; each member is a module or an object with the functions
    of its protocol.
    """

    code: str  # the name of its folder
    locale: Locale
    parameters: Numbers
    cohorts: Cohorts
    contributions: Contributions
    deadlines: Deadlines
    instalments: Instalments
    relief: Relief
    objections: Objections
    capacity: Capacity
    pension_months: PensionMonths
    holidays: frozenset[date] = frozenset()  # days of the official table, as far as it is known
    benefits: Benefits  # the kinds of `guichet.law.awards` that this country has
