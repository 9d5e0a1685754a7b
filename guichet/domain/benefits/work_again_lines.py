"""Paying a pension beside work: of its lines only what is different now is ended and entered anew,
each change once, and what was paid beyond shows as a debt in the month's run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import awards, commands, ends, queries, work_again
from guichet.domain.benefits.family_lines import PensionLine, first_difference
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.benefits.succession import RECALCULATED
from guichet.domain.benefits.work_again import REASON, Beside, Month
from guichet.domain.registry.histories import engagements_held, numbers_of
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

CHANGES = Kept(
    "benefits_workagain",
    "work-again",
    "pensions beside work",
    "changed",
    {
        "award": pl.String,
        "person": pl.Int64,
        "month": pl.Date,  # the first
        "monthly": pl.Int64,  # paid from then on, minor units; 0: nothing
        "full": pl.Int64,
        "wage": pl.Int64,  # of the work, a month; null: there is none
        "line": pl.String,  # the pension that is paid instead; null: nothing is
        "transaction": pl.Int64,  # that declared it; null: it was on record
        "steps": pl.String,
    },
)
_TOLD = {
    "person": pl.Int64,
    "paid": pl.Int64,
    "due": pl.Int64,
    "more": pl.Int64,
    "less": pl.Int64,
    "since": pl.String,
}
_BATCH = 20_000
_PENSIONERS = """
    SELECT person, min(decided_on) FROM benefits_award WHERE benefit = %(benefit)s
        AND person > %(after)s GROUP BY person ORDER BY person LIMIT %(limit)s
"""
_STANDING = """
    SELECT DISTINCT ON (w.person) w.award, w."full" FROM benefits_workagain w
    WHERE w.person = ANY(%(numbers)s::bigint[]) AND w.month <= %(month)s
        AND w.award = (SELECT a.award FROM benefits_award a
            WHERE a.person = w.person AND a.benefit = 'old-age' ORDER BY a.id DESC LIMIT 1)
    ORDER BY w.person, w.id DESC
"""
_UNPAID = """
    SELECT w.award FROM benefits_workagain w LEFT JOIN benefits_pension p ON p.award = w.line
    WHERE w.line IS NOT NULL AND (p.id IS NULL OR (p.person, p.monthly, p.paid_from)
        IS DISTINCT FROM (w.person, w.monthly, w.month)) ORDER BY w.id
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a pension was, and what it comes to by the record of today."""

    found: Beside | None
    cut: date | None = None  # the first month that changes; None: nothing does
    before: int = 0  # that month, minor units
    after: int = 0


def compared(number: int, today: date) -> Settled:
    """Whether the pension of somebody is paid as it is to be beside their work."""
    found = work_again.beside(number, today)
    if found is None or found.why is not None or not found.months:
        return Settled(found)
    lines, wanted = work_again.lines_of(found), found.lines()
    cut = first_difference(lines, wanted)
    if cut is None:
        return Settled(found)
    paid, due = (sum(ln.monthly for ln in some if ln.pays(cut)) for some in (lines, wanted))
    return Settled(found, cut, paid, due)


def settle(number: int, now: datetime, transaction: int | None = None) -> Settled:
    """Pay somebody's pension as it is to be beside their work, in the caller's ``atomic``."""
    first = min(numbers_of(pl.Series([number], dtype=pl.Int64))["number"].to_list())
    store.value("SELECT pg_advisory_xact_lock(hashtextextended(%(w)s, 0))", w=f"work-{first}")
    today = now.astimezone(HOME).date()
    settled = compared(number, today)
    found, cut = settled.found, settled.cut
    if found is None or cut is None:
        return settled
    # Named after how often it was changed: a month that changes again has another line.
    times = int(
        store.value("SELECT count(*) FROM benefits_workagain WHERE award = %(a)s", a=found.award)
    )
    over = [ln for ln in work_again.lines_of(found) if _goes_on(ln, cut)]
    ends.end(_ended(over, cut), REASON, now)
    begun = [_begun(found, ln, cut, times) for ln in found.lines() if _goes_on(ln, cut)]
    if begun:
        commands.enter(pl.DataFrame(begun, schema=queries.PENSION), now)
    CHANGES.keep(_rows(found, cut, times, transaction).with_columns(at=pl.lit(now)))
    told = {"person": found.person, "paid": settled.before, "due": settled.after}
    nothing = {"more": 0, "less": 0, "since": f"{cut:%Y-%m}"}
    events.tell_many(RECALCULATED, pl.DataFrame([told | nothing], schema=_TOLD), now)
    return settled


def _goes_on(line: PensionLine, cut: date) -> bool:
    return line.paid_till is None or line.paid_till >= cut


def _name(found: Beside, month: date, times: int) -> str:
    return f"{found.award}-work-{times}-{month:%Y%m}"


def _begun(found: Beside, line: PensionLine, cut: date, times: int) -> dict[str, object]:
    begins = max(cut, line.paid_from)
    return {
        "person": found.person,
        "kind": awards.OLD_AGE,
        "monthly": line.monthly,
        "paid_from": begins,
        "paid_till": line.paid_till,
        "award": _name(found, begins, times),
        "owed_from": begins,
    }


def _rows(found: Beside, cut: date, times: int, transaction: int | None) -> pl.DataFrame:
    """What is kept of every month from which it is another, from the first that changes."""
    earlier = [month for month in found.months if month.month <= cut]
    later = [month for month in found.months if month.month > cut]
    rows = [
        {
            "award": found.award,
            "person": found.person,
            "month": max(month.month, cut),
            "monthly": month.monthly,
            "full": found.full,
            "wage": month.wage,
            "line": _name(found, max(month.month, cut), times) if month.monthly else None,
            "transaction": transaction,
            "steps": awards.as_text(_told(month)),
        }
        for month in [*earlier[-1:], *later]
    ]
    return pl.DataFrame(rows, schema=dict(CHANGES.columns))


def _told(month: Month) -> list[Explained]:
    return [month.told] if month.told else []


def _ended(lines: list[PensionLine], cut: date) -> pl.DataFrame:
    rows = [(line.award, add_months(max(cut, line.paid_from), -1)) for line in lines]
    return pl.DataFrame(rows, schema=ends.END, orient="row")


def follow(now: datetime) -> int:
    """Pay every pension as it is to be beside what work is on record; how many changed."""
    after, changed, today = 0, 0, now.astimezone(HOME).date()
    while len(persons := _pensioners(after)):
        for number in _at_work(persons):
            if compared(number, today).cut is not None:
                with store.atomic():
                    changed += settle(number, now).cut is not None
        after = persons["person"][-1]
    return changed


def left_to_people(today: date) -> list[tuple[int, str]]:
    """Pensioners at work of whom a person decides: number and why."""
    after, found = 0, []
    while len(persons := _pensioners(after)):
        for number in _at_work(persons):
            one = work_again.beside(number, today)
            if one is not None and one.why is not None:
                found.append((number, one.why))
        after = persons["person"][-1]
    return found


def _pensioners(after: int) -> pl.DataFrame:
    return store.fetch(
        _PENSIONERS,
        {"person": pl.Int64, "first": pl.Date},
        benefit=awards.OLD_AGE,
        after=after,
        limit=_BATCH,
    )


def _at_work(persons: pl.DataFrame) -> list[int]:
    """Those who worked on a day since their first award was decided."""
    held = engagements_held(persons["person"]).join(persons, on="person")
    since = pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("first"))
    return held.filter(since)["person"].unique().sort().to_list()


def whole(pensions: pl.DataFrame, numbers: pl.Series, day: date) -> pl.DataFrame:
    """Pensions of a month (columns of `queries.PENSION`) with those that were less, or nothing,
    because their holder worked beside them, as they are awarded.
    """
    standing = store.fetch(
        _STANDING, {"award": pl.String, "full": pl.Int64}, numbers=numbers, month=first_day(day)
    )
    for award, full in standing.iter_rows():
        mine = (pl.col("award") == award) | pl.col("award").str.starts_with(f"{award}-work-")
        row = dict.fromkeys(queries.PENSION) | {"person": numbers[0], "kind": awards.OLD_AGE}
        row |= {"monthly": full, "award": award}
        pensions = pl.concat([pensions.filter(~mine), pl.DataFrame([row], schema=queries.PENSION)])
    return pensions


def are_whole() -> list[str]:
    """Every change that is not what the log says, or is not paid as it was decided, in English."""
    return [
        *CHANGES.faults(),
        *(
            f"award {award}: it is not paid as it was decided beside work"
            for (award,) in store.rows(_UNPAID)
        ),
    ]
