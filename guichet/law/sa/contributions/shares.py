"""The contributions of engagement months: each share by branch and side, and their sums."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.answers import ContributionError
from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.base import capped, floored, monthly_wage
from guichet.law.sa.contributions.cohorts import GCC
from guichet.law.sa.contributions.days import contribution_days
from guichet.law.sa.contributions.inputs import OPTIONAL, Given, prepare
from guichet.law.sa.contributions.terms import with_terms
from guichet.lib.money import half_up_div
from guichet.lib.months import days_in_month_of

MILLION = 1_000_000
THOUSAND = 1_000
EMPLOYEE_SHARES = ("annuities_employee", "saned_employee")
EMPLOYER_SHARES = ("annuities_employer", "saned_employer", "hazards_employer")
AMOUNTS = (
    "wage",
    "days",
    "days_in_month",
    "annuities_employee",
    "annuities_employer",
    "saned_employee",
    "saned_employer",
    "hazards_employer",
    "employee",
    "employer",
    "total",
)


def assess(frame: pl.DataFrame, *, parameters: Parameters | None = None) -> pl.DataFrame:
    """Add wage, days and every contribution to rows of engagement x month, in halalas.

    Required columns: month, cohort, basic; the others are listed in `inputs.OPTIONAL`. The order
    of rows is kept. Each share is rounded half-up, sums add rounded shares (R1).
    """
    law = parameters or saudi_parameters()
    rows = prepare(frame)
    given = Given(frame.columns)
    rows = with_terms(rows, law)
    _refuse_high_hazards(rows, given)
    rows = rows.with_columns(floored(monthly_wage(given), given).alias("_wage"))
    rows = rows.with_columns(
        capped(pl.col("_wage"), given).alias("wage"),
        contribution_days(given).alias("days"),
        days_in_month_of(pl.col("_month")).alias("days_in_month"),
    )
    rows = rows.with_columns(_shares(rows, given))
    # Both sides pay the same for unemployment; reckoned once.
    rows = rows.with_columns(pl.col("saned_employee").alias("saned_employer"))
    rows = rows.with_columns(
        pl.sum_horizontal(EMPLOYEE_SHARES).alias("employee"),
        pl.sum_horizontal(EMPLOYER_SHARES).alias("employer"),
    ).with_columns((pl.col("employee") + pl.col("employer")).alias("total"))
    brought = [name for name in frame.columns if name not in AMOUNTS]
    return rows.select(*brought, *AMOUNTS)


def _share(base: pl.Expr, rate: pl.Expr, scale: int = MILLION) -> pl.Expr:
    """base x rate x days / days of the month, rounded once (R1, R2)."""
    return half_up_div(base * rate * pl.col("days"), pl.col("days_in_month") * scale)


def _shares(rows: pl.DataFrame, given: Given) -> list[pl.Expr]:
    """The shares, that for unemployment of one side (M/33 18, 65; M/273 15, 29, 43; GCC by section
    3.6).
    """
    wage = pl.col("wage")
    employee = _share(wage, pl.col("_annuities_employee"))
    employer = _share(wage, pl.col("_annuities_employer"))
    if rows.select((pl.col("cohort") == GCC).any()).item():
        extension_employee, extension_employer = _gcc_extension(given)
        employee = pl.when(pl.col("cohort") == GCC).then(extension_employee).otherwise(employee)
        employer = pl.when(pl.col("cohort") == GCC).then(extension_employer).otherwise(employer)
    saned = _covered(_share(wage, pl.col("_saned")), "saned_covered", given)
    hazards_rate = pl.col("_hazards") * given["hazards_multiplier"]
    hazards = _share(wage, hazards_rate, MILLION * THOUSAND)
    return [
        _covered(employee, "annuities_covered", given).alias("annuities_employee"),
        _covered(employer, "annuities_covered", given).alias("annuities_employer"),
        saned.alias("saned_employee"),
        _covered(hazards, "hazards_covered", given).alias("hazards_employer"),
    ]


def _covered(share: pl.Expr, branch: str, given: Given) -> pl.Expr:
    """Nothing is due to a branch that does not cover the person that month."""
    return pl.when(given[branch]).then(share).otherwise(0) if given.has(branch) else share


def _gcc_extension(given: Given) -> tuple[pl.Expr, pl.Expr]:
    """Employer: the home rate, at most the host's; worker: the rest of the home rates (R21)."""
    limit = pl.col("_annuities_employer")
    # A limit of nought means that the extension was not yet in force.
    host = pl.when(limit > 0).then(pl.coalesce(given["host_employer_ppm"], limit)).otherwise(0)
    employer = pl.min_horizontal(given["home_employer_ppm"], host)
    home = given["home_employer_ppm"] + given["home_employee_ppm"]
    employee = pl.when(limit > 0).then(home - employer).otherwise(0)
    base = pl.coalesce(given["home_wage"], pl.col("wage"))
    return _share(base, employee), _share(base, employer)


def _refuse_high_hazards(rows: pl.DataFrame, given: Given) -> None:
    """The hazards rate may be raised to twice itself, not more (M/33 18(1); REG230 22)."""
    if not given.has("hazards_multiplier"):
        return
    above = given["hazards_multiplier"] > pl.col("_hazards_max_thousandths")
    row = rows.select(above.arg_true().first()).item()
    if row is not None:
        raise ContributionError(f"row {row}: hazards_multiplier is above the legal maximum")


def preview(
    basic: int,
    housing: int = 0,
    *,
    month: date,
    cohort: str,
    parameters: Parameters | None = None,
    **facts: object,
) -> dict[str, int]:
    """One worker in one month; further facts by the names of `inputs.OPTIONAL`."""
    row = {"month": month, "cohort": cohort, "basic": basic, "housing": housing, **facts}
    kinds = {name: OPTIONAL[name][0] for name in row if name in OPTIONAL}
    assessed = assess(pl.DataFrame([row], schema_overrides=kinds), parameters=parameters)
    return assessed.select(AMOUNTS).row(0, named=True)
