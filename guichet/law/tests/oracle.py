"""An independent reading of the contribution law, row by row in Decimal.

Written from the description of the law and not from the rules: it shares no code with them and
types its own numbers, so that an error has to be made twice to pass.
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, getcontext
from typing import Any

getcontext().prec = 60
CENT = Decimal("0.01")
ZERO = Decimal(0)
CEILING = Decimal(45000)
BEGINNING = {
    "m33": date(2001, 4, 1),
    "m33_transitional": date(2001, 4, 1),
    "other": date(2001, 4, 1),
    "gcc": date(2001, 4, 1),
    "m273": date(2024, 7, 1),
}
# from month, employee %, employer %
OLD_ANNUITIES = [
    (date(2001, 4, 1), "6", "9"),
    (date(2002, 4, 1), "7.5", "9"),
    (date(2003, 4, 1), "9", "9"),
]
NEW_ANNUITIES = [
    (date(2024, 7, 1), "9"),
    (date(2025, 7, 1), "9.5"),
    (date(2026, 7, 1), "10"),
    (date(2027, 7, 1), "10.5"),
    (date(2028, 7, 1), "11"),
]
UNEMPLOYMENT = [(date(2001, 4, 1), "0"), (date(2014, 9, 1), "1"), (date(2022, 1, 1), "0.75")]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def step(table: list[tuple], month: date) -> tuple:
    row = None
    for candidate in table:
        if candidate[0] <= month:
            row = candidate
    assert row is not None, month
    return row


def percentages(row: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Annuities of the employee and the employer, unemployment of each, in percent."""
    month, cohort = row["month"], row["cohort"]
    if cohort == "other":
        return ZERO, ZERO, ZERO
    if cohort == "gcc":
        if month < date(2006, 1, 1):
            return ZERO, ZERO, ZERO
        home_employer = Decimal(row["home_employer_ppm"]) / 10_000
        home_employee = Decimal(row["home_employee_ppm"]) / 10_000
        employer = min(home_employer, Decimal(9))
        return home_employer + home_employee - employer, employer, ZERO
    unemployment = Decimal(step(UNEMPLOYMENT, month)[1])
    if cohort == "m273":
        each = Decimal(step(NEW_ANNUITIES, month)[1])
        return each, each, unemployment
    _, employee, employer = step(OLD_ANNUITIES, month)
    return Decimal(employee), Decimal(employer), unemployment


def gross(row: dict[str, Any]) -> Decimal:
    """The wage after the floor and before the ceiling, in riyals."""
    basic = Decimal(row["basic"]) / 100
    if row.get("wage_unit") == "day":
        basic *= 30
    elif row.get("wage_unit") == "hour":
        basic *= 240
    basic += Decimal(row.get("commission") or 0) / 100
    wage = basic + Decimal(row["housing"]) / 100
    if row.get("housing_in_kind"):
        wage += cents(basic * 2 / 12)
    if row.get("government"):
        return wage
    hazards_only = row["cohort"] in ("other", "gcc") or not row.get("annuities_covered", True)
    return max(wage, Decimal(400) if hazards_only else Decimal(1500))


def days(row: dict[str, Any]) -> tuple[int, int]:
    first = row["month"]
    length = calendar.monthrange(first.year, first.month)[1]
    worked = [
        first.replace(day=number)
        for number in range(1, length + 1)
        if (row["started_on"] is None or row["started_on"] <= first.replace(day=number))
        and (row["ended_on"] is None or first.replace(day=number) <= row["ended_on"])
    ]
    if first >= date(2022, 2, 1) or not worked:
        return len(worked), length
    joins_now = row["started_on"] is not None and row["started_on"] >= first
    works_last_day = worked[-1].day == length
    return (length if works_last_day or joins_now else 0), length


def contributions(row: dict[str, Any], wage: Decimal | None = None) -> dict[str, int]:
    """Everything `assess` gives for a row, in halalas."""
    if wage is None:
        own, joint = gross(row), row.get("joint_wage")
        wage = min(own, CEILING)
        if joint is not None and max(Decimal(joint) / 100, own) > CEILING:
            wage = cents(own * CEILING / max(Decimal(joint) / 100, own))
    number, length = days(row)
    employee, employer, unemployment = percentages(row)
    hazards = Decimal(2) * row.get("hazards_multiplier", 1000) / 1000

    def share(percent: Decimal) -> Decimal:
        return cents(wage * percent * number / (100 * length))

    covered = row.get("annuities_covered", True)
    parts = {
        "annuities_employee": share(employee) if covered else ZERO,
        "annuities_employer": share(employer) if covered else ZERO,
        "saned_employee": share(unemployment) if row.get("saned_covered", True) else ZERO,
        "saned_employer": share(unemployment) if row.get("saned_covered", True) else ZERO,
        "hazards_employer": share(hazards),
    }
    paid = parts["annuities_employee"] + parts["saned_employee"]
    due = parts["annuities_employer"] + parts["saned_employer"] + parts["hazards_employer"]
    money = {"wage": wage, **parts, "employee": paid, "employer": due, "total": paid + due}
    halalas = {name: int(amount * 100) for name, amount in money.items()}
    return {**halalas, "days": number, "days_in_month": length}


def joint_wages(rows: list[dict[str, Any]]) -> list[Decimal]:
    """The bases of one person at several employers: scaled, what is left to the largest."""
    bases = [min(gross(row), CEILING) for row in rows]
    here = [at for at, row in enumerate(rows) if days(row)[0] > 0]
    together = sum(gross(rows[at]) for at in here)
    if len(here) < 2 or together <= CEILING:
        return bases
    for at in here:
        bases[at] = cents(gross(rows[at]) * CEILING / together)
    largest = max(here, key=lambda at: (gross(rows[at]), -at))
    bases[largest] += CEILING - sum(bases[at] for at in here)
    return bases


def penalty(
    month: date, cohort: str, unpaid: int, paid: date, holidays: list[date]
) -> tuple[date, int, int]:
    """Due day, months late, penalty in halalas, counting month by month."""
    year, number = (month.year, month.month + 1) if month.month < 12 else (month.year + 1, 1)
    closing = {date(year, number, day) for day in range(11, 16)}
    due = date(year, number, 15 + len(closing & set(holidays)))
    late, limit = 0, due
    while paid > limit:
        late += 1
        year, number = (limit.year, limit.month + 1) if limit.month < 12 else (limit.year + 1, 1)
        limit = date(year, number, due.day)
    amount = Decimal(unpaid) * 2 * late / 100
    if cohort != "m273":
        amount = min(amount, Decimal(unpaid))
    return due, late, int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
