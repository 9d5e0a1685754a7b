"""A family's shares in a pension, month by month: a function of who belongs to it and of what is
known of each, and of nothing else.

Facts are dated, and the same facts give the same shares in whatever order they became known: a
marriage learnt of late, a death before it, a birthday that comes by itself. What happens on a day
counts from the first of the next month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from guichet.domain.benefits.family_facts import SHARE, Estate
from guichet.domain.benefits.family_members import Family
from guichet.law.steps import Explained
from guichet.lib.months import add_months


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a family."""

    shares: pl.DataFrame  # columns of `SHARE`, by person and month
    grants: pl.DataFrame  # ``person``, ``on`` (the day of marriage), ``amount``: due once
    explained: tuple[Explained, ...]  # how the first shares came about


def work(estate: Estate, heirs: pl.DataFrame, facts: pl.DataFrame) -> Worked:
    """The shares of a family from its first month on.

    Args:
        heirs: columns of `HEIR`, each person once.
        facts: columns of `FACT`; of one person and matter one a day.

    Raises:
        NoSuchLaw: the law of the deceased knows no survivors.
    """
    family = Family(estate, heirs, facts)
    months = family.months()
    rows = [{"month": month, **one} for month in months for one in family.shares_of(month)]
    spans = _spans(rows, months, family)
    return Worked(spans, family.grants(), family.explained())


def _spans(rows: list[dict[str, Any]], months: list[date], family: Family) -> pl.DataFrame:
    """Months of one share in one line."""
    following = dict(pairwise(months))
    lines: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        mine = lines.setdefault(row["person"], [])
        till = following.get(row["month"])
        last = add_months(till, -1) if till else None
        same = mine and mine[-1]["paid_till"] == add_months(row["month"], -1)
        if same and all(mine[-1][n] == row[n] for n in ("monthly", "withheld")):
            mine[-1]["paid_till"] = last
            continue
        mine.append(
            {
                "person": row["person"],
                "monthly": row["monthly"],
                "paid_from": row["month"],
                "paid_till": last,
                "withheld": row["withheld"],
            }
        )
    whole = [
        one | {"ends_by": family.why(one["person"], one["paid_till"]) if one["paid_till"] else None}
        for person in sorted(lines)
        for one in lines[person]
    ]
    return pl.DataFrame(whole, schema=SHARE)
