"""An independent reading of the benefit law, row by row in exact fractions.

Written from the description of the law and not from the rules: it shares no code with them and
types its own numbers, so that an error has to be made twice to pass. Amounts are halalas; months
are fractions of months.
"""

from __future__ import annotations

import calendar
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from hijridate import Gregorian, Hijri

NEW_LAW = date(2024, 7, 3)


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def step(table: list[tuple[date, Any]], on: date) -> Any:
    return [value for since, value in table if since <= on][-1]


def minimum_pension(on: date) -> int:
    return step(
        [(date(2001, 4, 1), 150_000), (date(2005, 9, 21), 172_500), (date(2011, 1, 1), 198_375)], on
    )


def member_minimum(on: date) -> int:
    return step(
        [(date(2001, 4, 1), 30_000), (date(2005, 9, 21), 34_500), (date(2011, 1, 1), 39_675)], on
    )


def old_age_m33(r: dict[str, Any]) -> dict[str, int]:
    mean = Fraction(r["wage_sum"], r["wage_months"])
    base = mean
    if r["wage_5y_before"] is not None and not r["growth_limited"]:
        base = min(mean, Fraction(3, 2) * r["wage_5y_before"])
    past = None
    if r["earlier_months"] is not None:
        past = Fraction(r["earlier_wage_sum"], r["earlier_wage_months"])
        if r["earlier_wage_5y_before"] is not None and not r["growth_limited"]:
            past = min(past, Fraction(3, 2) * r["earlier_wage_5y_before"])
    apart = (
        past is not None
        and r["earlier_months"] >= 24
        and r["months"] + r["months_before_2001"] >= 24
        and base <= past * Fraction(9, 10)
    )
    pension = base * (r["months"] / 480 + r["months_before_2001"] / 600)
    top = base
    if base <= mean * Fraction(9, 10) and r["months_above_limit"] > 0 and base < mean:
        pension += (mean - base) * r["months_above_limit"] / 480
        top = mean
    if past is not None:
        pension += (past if apart else base) * r["earlier_months"] / 480
    if apart:
        top = (base + past) / 2
    pension = min(pension, top)
    shares = [Fraction(0), Fraction(10, 100), Fraction(15, 100), Fraction(20, 100)]
    extra = half_up(base * r["months_before_2001"] / 600 * shares[min(r["dependants"], 3)])
    least = minimum_pension(r["on"])
    if extra and half_up(pension) + extra > least:
        return {"average": half_up(base), "pension": half_up(pension), "supplement": extra}
    return {"average": half_up(base), "pension": max(half_up(pension), least), "supplement": 0}


def minimum_m273(months: Fraction) -> Fraction:
    held = min(max(months, Fraction(180)), Fraction(480))
    return 200_000 + (held - 180) * Fraction(200_000, 300)


def old_age_m273(r: dict[str, Any]) -> dict[str, Any]:
    mean, months = Fraction(r["wage_sum"], r["wage_months"]), r["months"]
    pension = min(mean * Fraction(225, 10_000) * months / 12, mean)
    before, after = max(780 - r["age_months"], 0), max(r["age_months"] - 780, 0)
    if before == 0 and months >= 180:
        late = after if r["deferred_months"] is None else r["deferred_months"]
        pension *= 1 + Fraction(3, 100) * late / 12
    elif 0 < before <= 120 and months >= 360:
        pension *= 1 - Fraction(3, 100) * min(before, max(480 - months, 0)) / 12
    else:
        return {"entitled": False, "pension": 0}
    return {"entitled": True, "pension": half_up(max(pension, minimum_m273(months)))}


def deemed(r: dict[str, Any]) -> dict[str, Any]:
    mean, months = Fraction(r["wage_sum"], r["wage_months"]), r["months"]
    bought = 120 - months if 60 <= months < 120 else 0
    then = months + bought
    pension = (
        max(half_up(min(mean, mean * then / 480)), minimum_pension(r["on"])) if then >= 120 else 0
    )
    return {
        "months_bought": bought,
        "cost": half_up(mean * Fraction(18, 100) * bought),
        "pension": pension,
        "instalment": half_up(Fraction(pension, 4)) if bought else 0,
    }


def lump_m33(r: dict[str, Any]) -> dict[str, Any]:
    """Month by month, the oldest first."""
    mean, amount, counted = Fraction(r["wage_sum"], r["wage_months"]), Fraction(0), Fraction(0)
    for months, first, later in ((r["months_before_2001"], 6, 7), (r["months"], 10, 12)):
        young = min(months, max(60 - counted, 0))
        amount += mean * (young * first + (months - young) * later) / 100
        counted += months
    return {"amount": half_up(amount), "shares": equal(half_up(amount), r["members"])}


def equal(total: int, members: int) -> list[int]:
    shares = [total // members for _ in range(members)]
    if shares:
        shares[0] += total - sum(shares)
    return shares


def refund(r: dict[str, Any]) -> dict[str, Any]:
    amount = Fraction(r["contributions"])
    for change in r["price_changes"]:
        amount += amount * min(Fraction(change), Fraction("0.055"))
    return {"amount": max(half_up(amount), r["contributions"])}


def disability_base(r: dict[str, Any], *, new: bool) -> Fraction:
    mean, months = Fraction(r["wage_sum"], r["wage_months"]), r["months"]
    formula = mean * Fraction(225, 10_000) * months / 12 if new else mean * months / 480
    pension = min(formula, mean)
    if r["in_service"]:
        pension = max(pension, mean / 2)
    least = (
        max(minimum_m273(months), Fraction(200_000)) if new else Fraction(minimum_pension(r["on"]))
    )
    return max(pension, least)


def qualifies(r: dict[str, Any], row: int, total: int, after: int) -> bool:
    if not r["in_service"]:
        return bool(r["months"] >= after)
    if r["consecutive_months"] is None and r["total_months"] is None:
        return True
    return (r["consecutive_months"] or 0) >= row or (r["total_months"] or 0) >= total


def disability(r: dict[str, Any], *, new: bool) -> dict[str, Any]:
    if not qualifies(r, 12, 18, 180 if new else 120):
        return {"entitled": False, "pension": 0, "helper": 0, "monthly": 0}
    # The minimum of the new law is a fraction of a halala; the pension in payment is whole.
    base = disability_base(r, new=new)
    least = half_up(minimum_m273(r["months"])) if new else minimum_pension(r["on"])
    pension = max(half_up(base), least)
    exact = base if half_up(base) > least else Fraction(least)
    helper = 0
    if r["helper_needed"] and r["in_service"]:
        helper = min(half_up(exact / 2), 350_000)
    return {"entitled": True, "pension": pension, "helper": helper, "monthly": pension + helper}


def part(members: int, *, new: bool) -> Fraction:
    if members == 0:
        return Fraction(0)
    if members == 1:
        return Fraction(1, 2)
    return Fraction(1) if members > 2 and not new else Fraction(3, 4)


def lifted(plain: int, on: date, members: int, ceiling: int) -> int:
    wished = member_minimum(on) * members
    return plain if plain >= wished else max(plain, min(wished, ceiling))


def death(r: dict[str, Any], *, new: bool) -> dict[str, Any]:
    if not qualifies(r, 3, 6, 180 if new else 120):
        return {"entitled": False, "base": 0, "total": 0, "shares": equal(0, r["members"])}
    base = disability_base(r, new=new)
    if new:
        base = max(base, Fraction(half_up(minimum_m273(r["months"]))))
    total = half_up(base * part(r["members"], new=new))
    if not new:
        mean = half_up(Fraction(r["wage_sum"], r["wage_months"]))
        total = lifted(total, r["on"], r["members"], max(mean, minimum_pension(r["on"])))
    return {
        "entitled": True,
        "base": half_up(base),
        "total": total,
        "shares": equal(total, r["members"]),
    }


def shares(r: dict[str, Any], *, new: bool) -> dict[str, Any]:
    total = half_up(r["pension"] * part(r["members"], new=new))
    if not new:
        mean = r["pension"] if r["average"] is None else r["average"]
        total = lifted(total, r["on"], r["members"], max(mean, minimum_pension(r["on"])))
    return {"total": total, "shares": equal(total, r["members"])}


def maternity(r: dict[str, Any]) -> dict[str, Any]:
    entitled = (
        r["on"] >= date(2025, 7, 1)
        and r["qualifying_months"] >= 12
        and r["in_service"]
        and (r["pregnancy_months"] is None or r["pregnancy_months"] >= 6)
    )
    months = (4 if r["sick_child"] else 3) if entitled else 0
    return {"months": months, "total": half_up(Fraction(r["wage_sum"], r["wage_months"])) * months}


def unemployment(r: dict[str, Any]) -> dict[str, Any]:
    mean = Fraction(r["wage_sum"], r["wage_months"])
    floor_ = min(Fraction(200_000), mean) if r["law"] == "m18" else Fraction(0)
    paid = [
        half_up(min(max(mean * share, floor_), Fraction(cap)))
        for share, cap in [(Fraction(3, 5), 900_000)] * 3 + [(Fraction(1, 2), 750_000)] * 9
    ]
    return {"first": paid[0], "next": paid[3], "total": sum(paid[: r["months"]])}


def later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def hijri_birthday(born: date, years: int) -> date:
    """The birthday some Hijri years later; a 30th that the month lacks is its 29th."""
    here = Gregorian.fromdate(born).to_hijri()
    length = Hijri(here.year + years, here.month, 1).month_length()
    there = Hijri(here.year + years, here.month, min(here.day, length)).to_gregorian()
    return date(there.year, there.month, there.day)


def normal_age(r: dict[str, Any]) -> dict[str, Any]:
    born, held = r["born"], r["months_on_reference"]
    if r["cohort"] == "m273":
        return {"reached": later(born, 780), "months_early": 360}
    if r["on"] < NEW_LAW or held >= 240 or later(born, 582) <= NEW_LAW:
        return {"reached": hijri_birthday(born, 60), "months_early": 300}
    age = 0
    while later(born, 12 * (age + 1)) <= NEW_LAW:
        age += 1
    reached = later(born, 780 if age < 29 else 776 - 4 * (age - 29))
    over = max(floor(held) - 168, 0) // 12  # steps of a year from 180 months on
    return {"reached": reached, "months_early": 360 - 12 * over}
