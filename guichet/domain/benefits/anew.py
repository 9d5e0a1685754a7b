"""What an objection that was upheld brings: the decision is taken anew by what is on record now, as
a recalculation takes all of them, and never by an amount that somebody writes.

What no rule decides anew is left to people, and listed with what recalculations leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import comparison, contested, recalculation, survivors
from guichet.domain.benefits import survivors_recount as recount
from guichet.domain.benefits.comparison import Compared
from guichet.domain.registry.histories import numbers_of
from guichet.engine import resume, store
from guichet.engine.context import HOME
from guichet.law import country


@dataclass(frozen=True, slots=True)
class Anew:
    """What a decision comes to now."""

    same: bool  # nothing would change
    paid: int | None = None  # a month, minor units; null: not known beforehand
    due: int | None = None
    found: Compared | None = None  # of pensions that a rule decides anew


def worked(about: str, person: int, award: str | None, today: date) -> Anew:
    """What a decision comes to now; nothing is written."""
    if about == contested.SHARE and award is not None:
        return Anew(same=recount.comes_to_the_same(award))
    if about not in (contested.AMOUNT, contested.STOPPED, contested.RECOVERY):
        return Anew(same=False)
    numbers = numbers_of(pl.Series([person], dtype=pl.Int64))["number"]
    rows = comparison.current_of(numbers)
    if about == contested.AMOUNT:
        rows = rows.filter(pl.col("award") == pl.lit(award))
    if rows.is_empty():
        return Anew(same=False)
    found = comparison.compare(rows, today, country.parameters())
    changed = found.differences
    return Anew(
        same=changed.is_empty() and found.left.is_empty(),
        paid=int(changed["paid"].fill_null(0).sum()) if changed.height else None,
        due=int(changed["due"].fill_null(0).sum()) if changed.height else None,
        found=found,
    )


def put_in_force(
    about: str, person: int, award: str | None, decision: str, transaction: int, now: datetime
) -> None:
    """Decide anew, in the caller's ``atomic``; months past are ordered by the monthly run.

    Args:
        award: what the decision is about; of a refused claim, nothing.
        decision: its name, under which it is left to people.
        transaction: of the refused claim; of a share, what the new settlement comes of.

    Raises:
        store.WriteConflict: a pension was ended meanwhile.
    """
    if about == contested.REFUSED:
        resume.reopen(transaction, now)
        return
    if about == contested.SHARE and award is not None:
        survivors.settle_again(award, transaction, now)
        return
    found = worked(about, person, award, now.astimezone(HOME).date()).found
    recalculation.put_in_force(found or _left(person, award or decision), now)


def _left(person: int, award: str) -> Compared:
    paid = store.value(
        "SELECT monthly FROM benefits_pension WHERE award = %(award)s AND paid_till IS NULL",
        award=award,
    )
    row = {"award": award, "person": person, "why": comparison.OBJECTION, "paid": paid, "due": None}
    return Compared(
        1,
        pl.DataFrame(schema=comparison.CHANGE),
        pl.DataFrame(schema=comparison.DIFFERENCE),
        pl.DataFrame([row], schema=comparison.LEFT),
        [],
    )
