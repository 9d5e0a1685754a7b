"""An independent reading of the law on work injuries, row by row in exact fractions."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from guichet.law.tests.benefit_oracle import NEW_LAW, equal, half_up, minimum_pension, part


def whole_annuity(r: dict[str, Any]) -> Fraction:
    return max(Fraction(r["wage_sum"], r["wage_months"]), Fraction(minimum_pension(r["on"])))


def annuity(r: dict[str, Any]) -> dict[str, Any]:
    degree = Fraction(r["degree"], 1_000_000)
    exact = whole_annuity(r) * degree if degree >= Fraction(1, 2) else Fraction(0)
    helper = min(half_up(exact / 2), 350_000) if r["helper_needed"] else 0
    return {"annuity": half_up(exact), "helper": helper}


def injury_lump(r: dict[str, Any]) -> dict[str, Any]:
    degree = Fraction(r["degree"], 1_000_000)
    if not 0 < degree < Fraction(1, 2):
        return {"months": 0, "amount": 0}
    limit = 45 if r["on"] >= NEW_LAW else 40
    years, months = divmod(r["age_months"], 12)
    above = max(years + (1 if months >= 6 else 0) - limit, 0)
    times = max(60 - above, 36)
    amount = half_up(whole_annuity(r) * degree * times)
    return {"months": times, "amount": amount if r["on"] >= NEW_LAW else min(amount, 16_500_000)}


def foreign_lump(r: dict[str, Any]) -> dict[str, Any]:
    degree = Fraction(r["degree"], 1_000_000)
    times, cap = (
        (84, 33_000_000)
        if degree == 1
        else (60, 16_500_000)
        if degree >= Fraction(1, 2)
        else (0, 0)
    )
    amount = half_up(whole_annuity(r) * degree * times)
    return {"months": times, "amount": amount if r["on"] >= NEW_LAW else min(amount, cap)}


def foreign_death(r: dict[str, Any]) -> dict[str, Any]:
    total = half_up(whole_annuity(r) * 84 * part(r["members"], new=False))
    total = total if r["on"] >= NEW_LAW else min(total, 33_000_000)
    return {"total": total, "shares": equal(total, r["members"])}


def allowance(start: date, until: date, wage: int, *, treatment: bool) -> list[int]:
    """Day by day, gathered by month."""
    months: dict[tuple[int, int], int] = {}
    while start <= until:
        months[start.year, start.month] = months.get((start.year, start.month), 0) + 1
        start += timedelta(1)
    share = Fraction(3, 4) if treatment else Fraction(1)
    return [
        half_up(Fraction(wage, calendar.monthrange(*month)[1]) * share * days)
        for month, days in months.items()
    ]
