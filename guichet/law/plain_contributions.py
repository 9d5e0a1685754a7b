"""Contributions as shares of a wage: by cohort, between a floor and a ceiling, on the wage itself
or on its class.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.law.answers import ContributionError, WageLimits
from guichet.law.month_rows import (
    MILLION,
    THOUSAND,
    USUAL,
    capped_wage,
    column_of,
    insured_days,
    part_of_ceiling,
    refuse_missing,
    share_due,
)
from guichet.law.parameters import NotInForce, Parameters
from guichet.law.port import Cohorts, Numbers
from guichet.lib.calendars import gregorian_age_of
from guichet.lib.money import half_up_div
from guichet.lib.months import (
    add_months,
    days_in_month_of,
    first_day,
    first_day_of,
    last_day,
    started_months,
)

SHARES = (
    "annuities_employee",
    "annuities_employer",
    "saned_employee",
    "saned_employer",
    "hazards_employer",
)
EMPLOYEE = ("annuities_employee", "saned_employee")
_TERMS = ("_annuities_employee", "_annuities_employer", "_saned", "_hazards", "_floor", "_ceiling")


@dataclass(frozen=True)
class ShareOfWage:
    """By the numbers `rates.annuities_employee`, `rates.annuities_employer`, `rates.saned_each`,
    `rates.hazards_employer`, `wage.floor`, `wage.ceiling`; each may be written for one cohort,
    `wage.ceiling_new`. With `wage.classes`, rows of a lower bound and a base, the base of a wage is
    that of its class. Days of a month count by its actual days.
    """

    numbers: Numbers
    cohorts: Cohorts
    scale: int
    DUE_BY_HEAD_COUNT: bool = False

    def assess(self, frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
        """Add wage, days, shares and sums to rows of month, cohort, basic (minor units) and
        whatever else is known.
        """
        rows = self._based(frame, parameters or self.numbers())
        rows = rows.with_columns(
            wage=capped_wage(),
            days=insured_days(),
            days_in_month=days_in_month_of(pl.col("_month")),
        )
        hazards = pl.col("_hazards") * column_of(frame, "hazards_multiplier")
        rows = rows.with_columns(
            annuities_employee=share_due(
                pl.col("_annuities_employee"), column_of(frame, "annuities_covered")
            ),
            annuities_employer=share_due(
                pl.col("_annuities_employer"), column_of(frame, "annuities_covered")
            ),
            saned_employee=share_due(pl.col("_saned"), column_of(frame, "saned_covered")),
            saned_employer=share_due(pl.col("_saned"), column_of(frame, "saned_covered")),
            hazards_employer=share_due(
                hazards, column_of(frame, "hazards_covered"), MILLION * THOUSAND
            ),
        )
        rows = rows.with_columns(
            employee=pl.sum_horizontal(EMPLOYEE),
            employer=pl.sum_horizontal(set(SHARES) - set(EMPLOYEE)),
            total=pl.sum_horizontal(SHARES),
        )
        given = ("wage", "days", "days_in_month", *SHARES, "employee", "employer", "total")
        return rows.select(*(name for name in frame.columns if name not in given), *given)

    def with_home_rates(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Nobody is insured by a law of home."""
        return frame

    def with_joint_wage(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """One ceiling over all employers of a person in a month; what rounding leaves goes to the
        first row.
        """
        columns = [c for c in frame.columns if c not in ("joint_wage", "joint_remainder")]
        rows = self._based(frame.select(columns), parameters or self.numbers())
        active = insured_days() > 0
        together = ["person", "_month"]
        joint = pl.when(active).then(pl.col("_base")).sum().over(together)
        rows = rows.with_columns(joint_wage=pl.when(active).then(joint))
        part = pl.when(pl.col("joint_wage").is_not_null()).then(part_of_ceiling())
        over = pl.col("joint_wage") > pl.col("_ceiling")
        first = pl.int_range(pl.len()).over(together) == pl.col(
            "joint_wage"
        ).is_not_null().arg_max().over(together)
        left = pl.col("_ceiling") - part.sum().over(together)
        remainder = pl.when((over & first).fill_null(value=False)).then(left).otherwise(0)
        return rows.with_columns(joint_remainder=remainder).select(
            *columns, "joint_wage", "joint_remainder"
        )

    def with_annuities_covered(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Citizens who begin younger than `coverage.entry_under_age`."""
        return frame.with_columns(annuities_covered=self._young(parameters or self.numbers()))

    def with_saned_covered(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """The same."""
        return frame.with_columns(saned_covered=self._young(parameters or self.numbers()))

    def contributed_days(
        self, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Days of service in the month, the first and the last included."""
        return (
            frame.with_columns(_month=pl.col("month"))
            .with_columns(days=insured_days())
            .drop("_month")
        )

    def wage_limits(self, on: date, *, parameters: Parameters | None = None) -> WageLimits:
        """The floors and ceilings of a day."""
        law = parameters or self.numbers()
        return WageLimits(
            {cohort: self._minor(law, "wage.floor", cohort, on) for cohort in self.cohorts.COHORTS},
            {
                cohort: self._minor(law, "wage.ceiling", cohort, on)
                for cohort in self.cohorts.COHORTS
            },
        )

    def cited(self, cohort: str) -> list[str]:
        """Ceiling and rates."""
        law = self.numbers()
        stems = ["wage.ceiling", "rates.hazards_employer"]
        if cohort in self.cohorts.INSURED:
            stems += ["rates.annuities_employee", "rates.annuities_employer", "rates.saned_each"]
        return [law.cohort_key(stem, cohort) for stem in stems]

    def due_date(
        self,
        month: date,
        holidays: Collection[date] = (),
        *,
        employees: int = 0,
        parameters: Parameters | None = None,
    ) -> date:
        """`payment.due_day_next_month`, the day after where it is a holiday."""
        law = parameters or self.numbers()
        return self.working(self.due_day(law, last_day(month), employees), month, holidays)

    def due_day(self, law: Parameters, on: date, employees: int) -> int:
        """Of the next month."""
        return law.count("payment.due_day_next_month", on)

    def working(self, day: int, month: date, holidays: Collection[date]) -> date:
        """A day of the month after, or the first after it that is no holiday."""
        due = add_months(first_day(month), 1).replace(day=day)
        while due in holidays:
            due = date.fromordinal(due.toordinal() + 1)
        return due

    def late_penalty(
        self,
        frame: pl.DataFrame,
        *,
        holidays: Collection[date] = (),
        parameters: Parameters | None = None,
    ) -> pl.DataFrame:
        """`payment.late_penalty_rate_per_month_or_part` for each started month, up to
        `payment.late_penalty_cap`.
        """
        law = parameters or self.numbers()
        months = frame["month"].unique().drop_nulls().to_list()
        rates = {
            m: law.ppm("payment.late_penalty_rate_per_month_or_part", last_day(m)) for m in months
        }
        caps = {m: law.ppm("payment.late_penalty_cap", last_day(m)) for m in months}
        usual = {m: self.due_date(m, holidays, parameters=law) for m in months}
        month = pl.col("month")
        own = pl.col("due_on") if "due_on" in frame.columns else pl.lit(None, dtype=pl.Date)
        rows = frame.with_columns(
            due_on=pl.coalesce(own, month.replace_strict(usual, return_dtype=pl.Date))
        )
        rows = rows.with_columns(late_months=started_months(pl.col("due_on"), pl.col("paid_on")))
        share = pl.min_horizontal(
            month.replace_strict(rates, return_dtype=pl.Int64) * pl.col("late_months"),
            month.replace_strict(caps, return_dtype=pl.Int64),
        )
        amount = half_up_div(pl.col("unpaid").cast(pl.Int128) * share, MILLION).cast(pl.Int64)
        return rows.with_columns(penalty=amount)

    def _young(self, law: Parameters) -> pl.Expr:
        key = "coverage.entry_under_age"
        young = gregorian_age_of(pl.col("born"), pl.col("started_on")) < law.count(
            key, law.latest(key)
        )
        return pl.col("cohort").is_in(list(self.cohorts.INSURED)) & young

    def _minor(self, law: Parameters, stem: str, cohort: str, on: date) -> int:
        return law.minor(law.cohort_key(stem, cohort), on, self.scale)

    def _based(self, frame: pl.DataFrame, law: Parameters) -> pl.DataFrame:
        """With `_month`, the terms of each cohort and month, and `_base`: the wage lifted to the
        floor, or its class.
        """
        refuse_missing(frame)
        added = [
            pl.lit(usual, dtype=kind).alias(n)
            for n, (kind, usual) in USUAL.items()
            if n not in frame.columns
        ]
        rows = frame.with_columns(first_day_of(pl.col("month")).alias("_month"), *added)
        pairs = rows.select("_month", "cohort").unique()
        terms = [(m, c, *self._terms(law, m, c)) for m, c in pairs.iter_rows()]
        schema = {"_month": pl.Date, "cohort": pl.String, **dict.fromkeys(_TERMS, pl.Int64)}
        table = pl.DataFrame(terms, schema=schema, orient="row")
        rows = rows.join(table, on=["_month", "cohort"], how="left", maintain_order="left")
        wage = pl.max_horizontal(pl.col("basic") + pl.col("housing").fill_null(0), "_floor")
        return rows.with_columns(_base=self._classed(wage, law, pairs["_month"].unique().to_list()))

    def _terms(self, law: Parameters, month: date, cohort: str) -> tuple[int, ...]:
        if cohort not in self.cohorts.COHORTS:
            raise ContributionError(
                f"no cohort {cohort!r}; known: {', '.join(self.cohorts.COHORTS)}"
            )
        on, insured = last_day(month), cohort in self.cohorts.INSURED
        stems = ("rates.annuities_employee", "rates.annuities_employer", "rates.saned_each")
        try:
            shares = [law.ppm(law.cohort_key(stem, cohort), on) if insured else 0 for stem in stems]
            hazards = law.ppm(law.cohort_key("rates.hazards_employer", cohort), on)
            limits = [self._minor(law, stem, cohort, on) for stem in ("wage.floor", "wage.ceiling")]
        except NotInForce as error:
            raise ContributionError(
                f"{cohort} has no contributions in {on:%Y-%m}: {error}"
            ) from error
        return (*shares, hazards, *limits)

    def _classed(self, wage: pl.Expr, law: Parameters, months: list[date]) -> pl.Expr:
        key = "wage.classes"
        if key not in law:
            return wage
        base = wage
        for month in months:
            if law.in_force(key, last_day(month)):
                base = (
                    pl.when(pl.col("_month") == month)
                    .then(self._class_of(wage, law, month))
                    .otherwise(base)
                )
        return base

    def _class_of(self, wage: pl.Expr, law: Parameters, month: date) -> pl.Expr:
        """The base of the highest class whose lower bound the wage reaches, else of the lowest."""
        rows = [row for row in law.table("wage.classes", last_day(month)) if isinstance(row, tuple)]
        lows, bases = (
            pl.Series([int(str(row[at])) * 10**self.scale for row in rows]) for at in (0, 1)
        )

        def looked_up(wages: pl.Series) -> pl.Series:
            at = lows.search_sorted(wages, side="right").cast(pl.Int64) - 1
            return bases.gather(at.clip(lower_bound=0))

        return wage.map_batches(looked_up, return_dtype=pl.Int64)
