"""A family's shares as they are paid: lines of pensions, of which only what is different now is
ended and entered anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import commands, queries
from guichet.domain.benefits import ends as lines
from guichet.engine import store
from guichet.lib.months import add_months

KIND, REDISTRIBUTED = "survivor", "redistributed"
_LINE = {
    "award": pl.String,
    "person": pl.Int64,
    "monthly": pl.Int64,
    "paid_from": pl.Date,
    "paid_till": pl.Date,
}


@dataclass(frozen=True, slots=True)
class PensionLine:
    """So much for a person from a month to a month."""

    monthly: int
    paid_from: date
    paid_till: date | None
    award: str = ""

    def pays(self, month: date) -> bool:
        """Whether a month is paid by it."""
        return self.paid_from <= month and (self.paid_till is None or month <= self.paid_till)


def lines_of(award: str, persons: pl.Series) -> dict[int, list[PensionLine]]:
    """The lines that pay a family, by person; those that were taken back before they began are
    none.
    """
    rows = store.fetch(
        f"SELECT {', '.join(_LINE)} FROM benefits_pension"
        " WHERE person = ANY(%(persons)s::bigint[]) AND kind = %(kind)s"
        " AND starts_with(award, %(award)s) AND (paid_till IS NULL OR paid_till >= paid_from)"
        " ORDER BY person, paid_from",
        _LINE,
        persons=persons.unique(),
        kind=KIND,
        award=f"{award}-",
    )
    found: dict[int, list[PensionLine]] = {}
    for name, person, monthly, begins, till in rows.iter_rows():
        found.setdefault(person, []).append(PensionLine(monthly, begins, till, name))
    return found


def first_difference(before: list[PensionLine], after: list[PensionLine]) -> date | None:
    """The first month of which the two pay different amounts."""
    turns = {line.paid_from for line in (*before, *after)}
    turns |= {add_months(one.paid_till, 1) for one in (*before, *after) if one.paid_till}
    return next((m for m in sorted(turns) if _amount(before, m) != _amount(after, m)), None)


def _amount(lines: list[PensionLine], month: date) -> int:
    return sum(line.monthly for line in lines if line.pays(month))


def pay(award: str, settlement: int, shares: pl.DataFrame, now: datetime) -> list[int]:
    """Pay a family by these shares and no others, in the caller's ``atomic``; the persons who have
    another amount in some month than before. A month is ordered by the run: arrears, or more than
    is due, show there.

    Args:
        shares: ``person``, ``monthly``, ``paid_from``, ``paid_till`` of what is paid.
    """
    wanted: dict[int, list[PensionLine]] = {}
    for row in shares.sort("person", "paid_from").iter_rows(named=True):
        line = PensionLine(row["monthly"], row["paid_from"], row["paid_till"])
        wanted.setdefault(row["person"], []).append(line)
    persons = _persons_of(award, shares)
    paid = lines_of(award, persons)
    ends: list[dict[str, Any]] = []
    begins: list[dict[str, Any]] = []
    changed = []
    for person in persons:
        cut = first_difference(paid.get(person, []), wanted.get(person, []))
        if cut is None:
            continue
        changed.append(person)
        ends += [_ended(line, cut) for line in paid.get(person, []) if _goes_on(line, cut)]
        begins += [
            _begun(award, settlement, person, line, cut)
            for line in wanted.get(person, [])
            if _goes_on(line, cut)
        ]
    lines.end(pl.DataFrame(ends, schema=lines.END), REDISTRIBUTED, now)
    if begins:
        commands.enter(pl.DataFrame(begins, schema=queries.PENSION), now)
    return changed


def _persons_of(award: str, shares: pl.DataFrame) -> pl.Series:
    held = store.fetch(
        "SELECT person FROM benefits_heir WHERE award = %(award)s",
        {"person": pl.Int64},
        award=award,
    )
    return pl.concat([held["person"], shares["person"]]).unique().sort()


def _goes_on(line: PensionLine, cut: date) -> bool:
    return line.paid_till is None or line.paid_till >= cut


def _ended(line: PensionLine, cut: date) -> dict[str, Any]:
    return {"award": line.award, "till": add_months(max(cut, line.paid_from), -1)}


def _begun(
    award: str, settlement: int, person: int, line: PensionLine, cut: date
) -> dict[str, Any]:
    begins = max(cut, line.paid_from)
    return {
        "person": person,
        "kind": KIND,
        "monthly": line.monthly,
        "paid_from": begins,
        "paid_till": line.paid_till,
        "award": f"{award}-{settlement}-{person}-{begins:%Y%m}",
        "owed_from": begins,
    }
