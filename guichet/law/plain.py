"""Rules that many countries share but for their numbers: a country takes what fits it and writes
its own for the rest.

Each is made with the country's numbers, `Numbers`, and asks them by the keys its docstring names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from guichet.law.answers import Deadline, DeadlineError, InstalmentTerms
from guichet.law.parameters import NotInForce, Parameters
from guichet.law.port import Numbers
from guichet.lib.calendars import gregorian_age_of
from guichet.lib.months import add_months, days_in_month_of, first_day, last_day

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """So many days after the event: `registration.<event>_days`; back to
    `registration.backdating_months`.
    """

    numbers: Numbers

    def deadline(
        self,
        event: str,
        on: date,
        *,
        employer_informed: date | None = None,
        parameters: Parameters | None = None,
    ) -> Deadline:
        """The employer's last day; of an event of which the employer is told, from that day.

        Raises:
            DeadlineError: the law knows no deadline for the event, or none on that day.
        """
        law, key = parameters or self.numbers(), f"registration.{event}_days"
        if key not in law:
            raise DeadlineError(f"no deadline rule for {event!r}")
        try:
            return Deadline((employer_informed or on) + timedelta(law.count(key, on)))
        except NotInForce as error:
            raise DeadlineError(f"no deadline found: {error}") from error

    def accepted_from(
        self,
        requested: date,
        claimed_from: date,
        *,
        cohort: str = "",
        government: bool = False,
        self_declaring: bool = False,
        parameters: Parameters | None = None,
    ) -> date:
        """So many months back, for everybody alike."""
        law = parameters or self.numbers()
        months = law.count("registration.backdating_months", requested)
        return max(claimed_from, add_months(requested, -months))

    def correction_allowed(
        self,
        month: date,
        requested: date,
        *,
        found_by_institution: bool = False,
        parameters: Parameters | None = None,
    ) -> bool:
        """Until the deadline of a wage correction, counted from the end of the month; the
        institution at any time.
        """
        if found_by_institution:
            return True
        by = self.deadline("wage_correction", last_day(month), parameters=parameters).employer_by
        return by is not None and requested <= by


@dataclass(frozen=True, slots=True)
class EvenInstalments:
    """Equal parts a month apart, what does not divide with the first.

    `instalments.minimum_debt`, `.most_instalments`, `.first_payment_days`,
    `.decided_by_staff_above`.
    """

    numbers: Numbers
    scale: int

    def terms(self, day: date, *, parameters: Parameters | None = None) -> InstalmentTerms:
        """The terms of a plan that begins on a day."""
        law = parameters or self.numbers()
        return InstalmentTerms(
            least_debt=law.minor("instalments.minimum_debt", day, self.scale),
            most=law.count("instalments.most_instalments", day),
            first_share=0,
            first_on=day + timedelta(law.count("instalments.first_payment_days", day)),
            staff_above=law.minor("instalments.decided_by_staff_above", day, self.scale),
        )

    def schedule(self, debts: pl.DataFrame, terms: InstalmentTerms) -> pl.DataFrame:
        """The instalments of each debt; they sum to it."""
        rows = debts.with_columns(number=pl.int_ranges(1, pl.col("count") + 1)).explode("number")
        even = pl.col("debt") // pl.col("count")
        rest = pl.col("debt") - even * pl.col("count")
        months = pl.format("{}mo", pl.col("number") - 1)
        return rows.select(
            pl.col("position").cast(pl.UInt32),
            pl.col("number").cast(pl.Int64),
            due_on=pl.lit(terms.first_on).dt.offset_by(months),
            amount=(even + pl.when(pl.col("number") == 1).then(rest).otherwise(0)).cast(pl.Int64),
        )


@dataclass(frozen=True, slots=True)
class RateOfPenalty:
    """`payment.penalty_waiver_full_max_days`, `.penalty_waiver_governor_max`,
    `.penalty_waiver_board_max`.
    """

    numbers: Numbers

    def waivable(
        self,
        penalty: pl.Expr,
        delay_days: pl.Expr,
        on: date,
        *,
        parameters: Parameters | None = None,
    ) -> pl.Expr:
        """All after a short delay, else a share and no minor unit more."""
        law = parameters or self.numbers()
        short = law.count("payment.penalty_waiver_full_max_days", on)
        part = _share(penalty, law.ppm("payment.penalty_waiver_governor_max", on))
        return pl.when(delay_days <= short).then(penalty).otherwise(part)

    def waivable_beyond(
        self, penalty: pl.Expr, waived: pl.Expr, on: date, *, parameters: Parameters | None = None
    ) -> pl.Expr:
        """A greater share, less what was waived before."""
        law = parameters or self.numbers()
        most = _share(penalty, law.ppm("payment.penalty_waiver_board_max", on))
        return (most - waived).clip(lower_bound=0)


def _share(amount: pl.Expr, ppm: int) -> pl.Expr:
    return (amount.cast(pl.Int128) * ppm // MILLION).cast(pl.Int64)


@dataclass(frozen=True, slots=True)
class WithinDays:
    """Objections within `objections.window_days` of the decision."""

    numbers: Numbers

    def object_by(self, decided_on: date, *, parameters: Parameters | None = None) -> date:
        """The last day."""
        law = parameters or self.numbers()
        return decided_on + timedelta(law.count("objections.window_days", decided_on))


@dataclass(frozen=True, slots=True)
class OfAge:
    """`capacity.majority_years`, in Gregorian years."""

    numbers: Numbers

    def majority_years(self, on: date, *, parameters: Parameters | None = None) -> int:
        """How many."""
        return (parameters or self.numbers()).count("capacity.majority_years", on)

    def age_of(self, born: pl.Expr, on: pl.Expr) -> pl.Expr:
        """Whole Gregorian years."""
        return gregorian_age_of(born, on)


@dataclass(frozen=True, slots=True)
class WholeMonths:
    """Pensions begin on the first of a month, but for those of some kinds, which begin on any day;
    the last month is whole. That a pensioner lives is confirmed for a year, or ``confirmed_for``
    months; of what was paid beyond, a share of a month
    is withheld.
    """

    on_any_day: tuple[str, ...] = ()
    confirmed_for: int = 12
    recovered: tuple[int, int] = (100_000, 250_000)  # millionths of a month: usually, as agreed

    def may_begin(self, kind: str, day: date, *, parameters: Parameters | None = None) -> bool:
        """Whether a pension of a kind may begin on a day."""
        return day.day == 1 or kind in self.on_any_day

    def first_month(self, monthly: pl.Expr, begins: pl.Expr) -> pl.Expr:
        """By actual days, the first included, half up."""
        days = days_in_month_of(begins)
        owed = days - begins.dt.day().cast(pl.Int64) + 1
        return (2 * monthly * owed + days) // (2 * days)

    def require_actual_days(
        self, begins: pl.Series, *, parameters: Parameters | None = None
    ) -> None:
        """Nothing to refuse: days are counted so always."""

    def last_month(self, event: date, *, parameters: Parameters | None = None) -> date:
        """That of the event."""
        return first_day(event)

    def recoverable(
        self,
        monthly: pl.Expr,
        cohort: pl.Expr,
        on: date,
        *,
        agreed: bool = False,
        parameters: Parameters | None = None,
    ) -> pl.Expr:
        """The same shares for everybody on every day, and no minor unit more."""
        return _share(monthly, self.recovered[agreed])

    def confirmed_months(self, day: date, *, parameters: Parameters | None = None) -> int:
        """The same on every day."""
        return self.confirmed_for


@dataclass(frozen=True, slots=True)
class CitizensAndGuests:
    """Citizens by the year of their first period, everybody else in one cohort that is insured
    against hazards alone.

    ``since`` gives each cohort of citizens the day from which first periods make it, the earliest
    first.
    """

    citizen: str  # ISO 3166
    since: Mapping[str, date]
    guests: str = "guest"
    paid_only: tuple[str, ...] = ()
    EXTENDED: tuple[str, ...] = field(default=(), init=False)

    @property
    def COHORTS(self) -> tuple[str, ...]:  # noqa: N802 - as the port names it
        """Those of citizens and of guests."""
        return (*self.since, self.guests)

    @property
    def INSURED(self) -> tuple[str, ...]:  # noqa: N802 - as the port names it
        """Those of citizens."""
        return tuple(self.since)

    @property
    def USUAL(self) -> str:  # noqa: N802 - as the port names it
        """The oldest."""
        return next(iter(self.since))

    def cohorts_of(
        self, people: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add `cohort`; who has no period yet begins today, in the newest."""
        newest = list(self.since)[-1]
        cohort: pl.Expr = pl.lit(self.USUAL)
        for name, day in self.since.items():
            cohort = pl.when(pl.col("first_period") >= day).then(pl.lit(name)).otherwise(cohort)
        cohort = pl.when(pl.col("first_period").is_null()).then(pl.lit(newest)).otherwise(cohort)
        known = pl.col("nationality").is_not_null()
        return people.with_columns(
            cohort=pl.when(pl.col("nationality") == self.citizen)
            .then(cohort)
            .when(known)
            .then(pl.lit(self.guests))
        )

    def rights_hang_on_payment(self, cohort: pl.Expr) -> pl.Expr:
        """Of the cohorts named so."""
        return cohort.is_in(list(self.paid_only))
