"""What a frame of engagement months holds, and what stands in for columns it leaves out."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from guichet.law.answers import ContributionError
from guichet.law.faults import first_fault
from guichet.law.sa.contributions.cohorts import GCC
from guichet.lib.months import first_day_of

REQUIRED: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.Date,
    "cohort": pl.String,
    "basic": pl.Int64,
}
OPTIONAL: dict[str, tuple[pl.DataType | type[pl.DataType], object]] = {
    "housing": (pl.Int64, 0),
    "commission": (pl.Int64, 0),
    "housing_in_kind": (pl.Boolean, False),
    "wage_unit": (pl.String, "month"),  # month, day or hour: what `basic` is paid for
    "started_on": (pl.Date, None),
    "ended_on": (pl.Date, None),
    "hazards_multiplier": (pl.Int64, 1000),
    "joint_wage": (pl.Int64, None),
    "joint_remainder": (pl.Int64, 0),
    "government": (pl.Boolean, False),
    "annuities_covered": (pl.Boolean, True),
    "saned_covered": (pl.Boolean, True),
    "hazards_covered": (pl.Boolean, True),  # false while abroad (RC27, REG230 23)
    "home_employer_ppm": (pl.Int64, None),
    "home_employee_ppm": (pl.Int64, None),
    "home_wage": (pl.Int64, None),  # a GCC national's base by the home law, where it differs
    "host_employer_ppm": (pl.Int64, None),
}
WAGE_UNITS = ("month", "day", "hour")


class Given:
    """The columns of a frame as expressions; a missing column or cell is its usual value."""

    def __init__(self, columns: Collection[str]) -> None:
        self._columns = frozenset(columns)

    def has(self, name: str) -> bool:
        """Whether the frame brings the column."""
        return name in self._columns

    def __getitem__(self, name: str) -> pl.Expr:
        dtype, usual = OPTIONAL[name]
        if name not in self._columns:
            return pl.lit(usual, dtype=dtype)
        column = pl.col(name).cast(dtype)
        return column if usual is None else column.fill_null(pl.lit(usual, dtype=dtype))


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Check the columns and add `_month`, the first day of the month.

    Raises:
        ContributionError: a column is missing or of another type, or a row holds what cannot be.
    """
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise ContributionError(f"missing columns: {', '.join(missing)}")
    wrong = [
        f"{name} is {frame.schema[name]}, not {dtype}"
        for name, dtype in REQUIRED.items()
        if frame.schema[name] != dtype
    ]
    if wrong:
        raise ContributionError("; ".join(wrong))
    _refuse_bad_rows(frame)
    return frame.with_columns(first_day_of(pl.col("month")).alias("_month"))


def _refuse_bad_rows(frame: pl.DataFrame) -> None:
    """A missing wage must never become the floor, so it is an error and not a guess."""
    given = Given(frame.columns)
    faults = {f"{name} is missing": pl.col(name).is_null() for name in REQUIRED}
    for name in ("housing", "commission", "joint_wage", "home_wage"):
        if given.has(name):
            faults[f"{name} is negative"] = given[name] < 0
    faults["basic is negative"] = pl.col("basic") < 0
    if given.has("wage_unit"):
        faults["wage_unit is not month, day or hour"] = ~given["wage_unit"].is_in(WAGE_UNITS)
    if given.has("hazards_multiplier"):
        faults["hazards_multiplier is below 1000"] = given["hazards_multiplier"] < 1000
    home = given["home_employer_ppm"].is_null() | given["home_employee_ppm"].is_null()
    faults["a GCC national's home rates are missing"] = (pl.col("cohort") == GCC) & home
    if fault := first_fault(frame, faults):
        raise ContributionError(fault)


_HOME_RATES = ("home_employer_ppm", "home_employee_ppm")


def with_home_rates(frame: pl.DataFrame) -> pl.DataFrame:
    """Add home rates of GCC nationals where they are missing, as nought.

    Until the registry knows the rates of a GCC national's home country, only hazards can be billed
    for him; the extension follows as a difference once they are there.
    """
    gcc = pl.col("cohort") == GCC
    if not frame.select(gcc.any()).item():
        return frame
    missing = [name for name in _HOME_RATES if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in missing)
    return frame.with_columns(
        pl.when(gcc).then(pl.col(name).fill_null(0)).otherwise(pl.col(name)) for name in _HOME_RATES
    )
