"""From what age a person acts by themselves: periods are Hijri (M/191 2; Civil Transactions Law
12).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.lib.calendars import hijri_age_of


def majority_years(on: date, *, parameters: Parameters | None = None) -> int:
    """At how many Hijri years a person is of age."""
    return (parameters or saudi_parameters()).count("capacity.majority_hijri_years", on)


def age_of(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Whole Hijri years on a day."""
    return hijri_age_of(born, on)
