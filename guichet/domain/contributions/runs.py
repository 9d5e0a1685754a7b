"""The life of a bill run: opened with its parts, taken up again after a crash, closed when all
parts are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.engine import store
from guichet.engine.refusal import Refusal, Refused

# About this many engagements are in memory at a time, and in one database transaction.
LINES_A_PART = 100_000
# One run at a time, whatever the month: two would count the same back-dated change twice.
_LOCK = 0x6269_6C6C_7275_6E00
_HIGHEST = 2**62
COUNTS = ("bills", "lines", "adjustments", "total")

RUN_IN_PROGRESS = Refusal(
    "bill-run-in-progress",
    ar="إصدار الفواتير جارٍ الآن في جلسة أخرى. انتظر حتى ينتهي.",
    en="A bill run is going on in another session. Wait until it is done.",
    fr="Une émission de factures est en cours dans une autre session. Attendez qu’elle se termine.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """An open run: months billed before it are looked at again for changes recorded from ``since``
    on.
    """

    id: int
    month: date
    whole: bool  # all establishments, not some by name
    since: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class EstablishmentRange:
    """Establishments from ``first`` to ``last``, both included."""

    number: int
    first: int
    last: int


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the right to run bills; the database takes it back from a session that dies.

    Raises:
        Refused: another session holds it.
    """
    if not store.value("SELECT pg_try_advisory_lock(%(lock)s)", lock=_LOCK):
        raise Refused(RUN_IN_PROGRESS)
    try:
        yield
    finally:
        store.value("SELECT pg_advisory_unlock(%(lock)s)", lock=_LOCK)


def unfinished(month: date) -> Run | None:
    """The run of the month that a crash left open."""
    found = store.fetch(
        "SELECT id, whole, since FROM contributions_run WHERE month = %(month)s AND finished_at IS NULL",
        {"id": pl.Int64, "whole": pl.Boolean, "since": pl.Int64},
        month=month,
    )
    for number, whole, since in found.iter_rows():
        return Run(number, month, whole=whole, since=since, resumed=True)
    return None


_RUN: dict[str, Any] = {
    "id": pl.Int64,
    "month": pl.Date,
    "started_at": pl.Datetime("us", "UTC"),
    "law": pl.String,
    "since": pl.Int64,
    "until": pl.Int64,
    "whole": pl.Boolean,
}


def opened(draft: Run, parts: pl.DataFrame, *, now: datetime, law: str, until: int) -> Run:
    """The draft as an open run with its ``parts`` (first, last), written together."""
    with store.atomic():
        number = int(store.value("SELECT nextval('contributions_run_id_seq')"))
        row = {"id": number, "month": draft.month, "started_at": now, "law": law}
        row |= {"since": draft.since, "until": until, "whole": draft.whole}
        store.insert("contributions_run", pl.DataFrame([row], schema=_RUN))
        zeros = {name: pl.lit(0) for name in COUNTS}
        store.insert(
            "contributions_part",
            parts.with_row_index("number").with_columns(run_id=pl.lit(number), **zeros),
        )
    return replace(draft, id=number)


def parts_by_load(load: pl.DataFrame) -> pl.DataFrame:
    """All establishment numbers cut into parts of about `LINES_A_PART`: first, last.

    ``load`` has ``establishment`` and ``engagements``. The parts leave no number out, so that an
    establishment registered while the run goes on belongs to one.
    """
    part = (pl.col("engagements").cum_sum() - 1) // LINES_A_PART
    last = (
        load.sort("establishment")
        .group_by(part.alias("part"), maintain_order=True)
        .agg(last=pl.col("establishment").max())["last"]
    )
    bounds = [*last.to_list()[:-1], _HIGHEST]
    firsts = [0, *(b + 1 for b in bounds[:-1])]
    return pl.DataFrame(
        {"first": firsts, "last": bounds}, schema={"first": pl.Int64, "last": pl.Int64}
    )


def parts_by_name(load: pl.DataFrame) -> pl.DataFrame:
    """Each establishment a part of its own, when only some are billed: first, last."""
    return load.sort("establishment").select(first="establishment", last="establishment")


def open_parts(run: Run) -> list[EstablishmentRange]:
    """The parts still to do, in order."""
    found = store.fetch(
        "SELECT number, first, last FROM contributions_part"
        " WHERE run_id = %(run)s AND done_at IS NULL ORDER BY number",
        {"number": pl.Int64, "first": pl.Int64, "last": pl.Int64},
        run=run.id,
    )
    return [EstablishmentRange(*row) for row in found.iter_rows()]


def mark_done(run: Run, part: EstablishmentRange, now: datetime, **counts: int) -> None:
    """The part is done; written in the same ``atomic`` as its bills."""
    store.execute(
        "UPDATE contributions_part SET done_at = %(now)s, bills = %(bills)s, lines = %(lines)s,"
        " adjustments = %(adjustments)s, total = %(total)s"
        " WHERE run_id = %(run)s AND number = %(number)s AND done_at IS NULL",
        now=now,
        run=run.id,
        number=part.number,
        **counts,
    )


def close(run: Run, now: datetime) -> None:
    """All parts are done."""
    store.execute(
        "UPDATE contributions_run SET finished_at = %(now)s WHERE id = %(run)s", now=now, run=run.id
    )


def sums(run: Run) -> dict[str, int]:
    """What the parts done came to: bills, lines, adjustments, total."""
    columns = ", ".join(f"coalesce(sum({name}), 0)::bigint" for name in COUNTS)
    found = store.fetch(
        f"SELECT {columns} FROM contributions_part WHERE run_id = %(run)s",
        dict.fromkeys(COUNTS, pl.Int64),
        run=run.id,
    )
    return found.row(0, named=True)


def faults(run: Run) -> tuple[tuple[int, str], ...]:
    """The establishments that could not be billed, and why."""
    found = store.fetch(
        "SELECT establishment, reason FROM contributions_fault WHERE run_id = %(run)s ORDER BY 1",
        {"establishment": pl.Int64, "reason": pl.String},
        run=run.id,
    )
    return tuple(found.rows())


def was_run(month: date) -> bool:
    """Whether the month was billed whole."""
    query = "SELECT EXISTS (SELECT FROM contributions_run WHERE month = %(month)s AND whole)"
    return bool(store.value(query, month=month))


def billed_months(before: date) -> pl.Series:
    """The earlier months that were billed, oldest first."""
    return store.fetch(
        "SELECT DISTINCT month FROM contributions_run WHERE month < %(before)s ORDER BY 1",
        {"month": pl.Date},
        before=before,
    )["month"]


def earliest_mark(before: date) -> int:
    """The mark of the first run of any month before that one; 0 when there is none."""
    mark = store.value(
        "SELECT min(until) FROM contributions_run WHERE month < %(before)s", before=before
    )
    return int(mark or 0)


def looked_until(month: date) -> int:
    """Up to which mark the registry's changes are already in the bills of every establishment.

    That is the mark of the earliest run of the latest earlier month that was billed whole and
    without faults; a change looked at twice makes no difference, one never looked at would be lost.
    """
    mark = store.value(
        "SELECT min(r.until) FROM contributions_run r WHERE r.month = ("
        " SELECT max(w.month) FROM contributions_run w"
        " WHERE w.month < %(month)s AND w.whole AND w.finished_at IS NOT NULL AND NOT EXISTS ("
        "  SELECT FROM contributions_fault f JOIN contributions_run fr ON fr.id = f.run_id AND fr.month = w.month"
        "  WHERE NOT EXISTS (SELECT FROM contributions_bill b"
        "   WHERE b.establishment = f.establishment AND b.month = w.month)))",
        month=month,
    )
    return int(mark or 0)
