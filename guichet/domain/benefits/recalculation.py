"""Every award in payment decided anew when the past or the law has changed: in batches, each whole
or not at all, so that a run may be stopped anywhere and goes on where it was.

Nobody's pay stops because of it: what no longer comes out as a pension, or as another, is left to a
person, and the pension is paid as it was. What changes is a new award in the place of the old one,
which stays as it was decided. What months past come to is ordered by the monthly run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

import polars as pl

from guichet.domain.benefits import commands, comparison, queries, succession
from guichet.domain.benefits.comparison import Compared
from guichet.domain.benefits.kept_rows import Kept
from guichet.engine import store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.law import country
from guichet.law.parameters import Parameters
from guichet.lib.months import first_day

_LOCK = 0x62657265
BATCH = 20_000
LARGEST = 10
_BEGINNING = (date.min, 0)

IN_PROGRESS = Refusal(
    "benefits-recalculation-in-progress",
    ar="إعادة حساب أخرى للمعاشات جارية الآن. انتظر حتى تنتهي.",
    en="Another recalculation of pensions is going on. Wait until it ends.",
    fr="Un autre recalcul des pensions est en cours. Attendez qu’il se termine.",
)


# Of all awards; what was decided anew by itself goes up to none (`put_in_force`).
_LATEST = "(SELECT max(id) FROM benefits_recalculation WHERE upto > 0)"
BATCHES = Kept(
    "benefits_recalculatedbatch",
    "recalculated-batch",
    "recalculated batches",
    "worked",
    {
        "recalculation_id": pl.Int64,
        "last_day": pl.Date,
        "last_id": pl.Int64,
        "looked": pl.Int64,
        "changed": pl.Int64,
        "left_out": pl.Int64,
    },
)
BEGUN = Kept(
    "benefits_recalculation",
    "recalculation-begun",
    "recalculations",
    "begun",
    {"id": pl.Int64, "law": pl.String, "upto": pl.Int64},
)


@dataclass(slots=True)
class Totals:
    """What a recalculation came to, or would come to; money in minor units."""

    looked: int = 0
    raised: int = 0  # awards
    lowered: int = 0
    monthly_more: int = 0
    monthly_less: int = 0
    past_more: int = 0  # of months up to this one: arrears
    past_less: int = 0  # overpaid, as far as they were ordered
    left: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=comparison.LEFT))
    largest: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=comparison.DIFFERENCE)
    )

    @property
    def changed(self) -> int:
        """Awards that come to something else."""
        return self.raised + self.lowered

    def add(self, one: Compared) -> None:
        """Count a batch."""
        rows = one.differences.with_columns(change=pl.col("due") - pl.col("paid").fill_null(0))
        # Equal a month and begun earlier is a raise, too.
        lowered = (pl.col("change") < 0) | ((pl.col("change") == 0) & (pl.col("less") > 0))
        self.looked += one.looked
        self.lowered += rows.filter(lowered).height
        self.raised += rows.filter(~lowered).height
        self.monthly_more += int(rows["change"].clip(lower_bound=0).sum())
        self.monthly_less -= int(rows["change"].clip(upper_bound=0).sum())
        self.past_more += int(rows["more"].sum())
        self.past_less += int(rows["less"].sum())
        self.left = pl.concat([self.left, one.left])
        largest = pl.concat([self.largest, one.differences])
        by = (pl.col("due") - pl.col("paid").fill_null(0)).abs()
        self.largest = largest.sort(by, "award", descending=[True, False]).head(LARGEST)


def rehearse(now: datetime, law: Parameters | None = None) -> Totals:
    """What `recalculate` would come to; nothing is written.

    Args:
        law: numbers to be tried; by default those in force.
    """
    totals = Totals()
    for rows in _batches(_BEGINNING, _newest()):
        totals.add(comparison.compare(rows, _today(now), law or country.parameters()))
    return totals


def recalculate(now: datetime, law: Parameters | None = None) -> Totals:
    """Decide every award in payment anew; what this call came to, not what one before it that was
    stopped did.

    Raises:
        Refused: another goes on.
    """
    law = law or country.parameters()
    if not store.value("SELECT pg_try_advisory_lock(%(lock)s)", lock=_LOCK):
        raise Refused(IN_PROGRESS)
    try:
        number, upto, after = _taken_up(law.version) or _begun(law.version, now)
        totals = Totals()
        for rows in _batches(after, upto):
            totals.add(store.settle(partial(_worked, rows, number, now, law)))
        return totals
    finally:
        store.value("SELECT pg_advisory_unlock(%(lock)s)", lock=_LOCK)


def left_to_people(limit: int) -> pl.DataFrame:
    """Awards that the latest recalculation left to people and that are in payment still, and those
    decided anew by themselves since which nothing has come: columns of `comparison.LEFT`, in the
    order in which they were found.
    """
    return store.fetch(
        "SELECT c.award, c.person, c.why, c.paid, c.due FROM benefits_recalculationcase c"
        " JOIN benefits_recalculation r ON r.id = c.recalculation_id"
        f" WHERE (r.id = {_LATEST} AND EXISTS (SELECT FROM benefits_pension p"
        "  WHERE p.award = c.award AND p.paid_till IS NULL))"
        " OR (r.upto = 0 AND NOT EXISTS (SELECT FROM benefits_pension n"
        "  WHERE n.person = c.person AND n.entered_at > c.at))"
        " ORDER BY c.id LIMIT %(limit)s",
        comparison.LEFT,
        limit=limit,
    )


def recalculations_are_whole() -> list[str]:
    """Every recalculation, batch, succession and award left to people that is not what the log says
    of it, in English.
    """
    return [*BEGUN.faults(), *BATCHES.faults(), *succession.successions_are_whole()]


def put_in_force(found: Compared, now: datetime) -> None:
    """Put in force what some awards alone came to, in the caller's ``atomic``: a recalculation of
    its own, of no others.

    Raises:
        store.WriteConflict: a pension was ended meanwhile.
    """
    number, _, _ = _begun(country.parameters().version, now, upto=0)
    succession.succeed(found, number, now)


def order_arrears(now: datetime) -> commands.Run | None:
    """Order what months past come to now, if this month's pensions were ordered already; else its
    own run orders it (None).

    Raises:
        Refused: a run goes on.
    """
    last, month = queries.last_run(), first_day(_today(now))
    return commands.run_month(month, now) if last is not None and last >= month else None


def _worked(rows: pl.DataFrame, number: int, now: datetime, law: Parameters) -> Compared:
    """One batch, whole or not at all."""
    found = comparison.compare(rows, _today(now), law)
    with store.atomic():
        succession.succeed(found, number, now)
        last = rows.row(-1, named=True)
        row = {
            "recalculation_id": number,
            "last_day": last["decided_on"],
            "last_id": last["id"],
            "looked": found.looked,
            "changed": found.differences.height,
            "left_out": found.left.height,
        }
        BATCHES.keep(pl.DataFrame([row], schema=dict(BATCHES.columns)).with_columns(at=pl.lit(now)))
    return found


def _batches(after: tuple[date, int], upto: int) -> Iterator[pl.DataFrame]:
    while (rows := comparison.current(after, upto, BATCH)).height:
        yield rows
        last = rows.row(-1, named=True)
        after = (last["decided_on"], last["id"])


def _taken_up(version: str) -> tuple[int, int, tuple[date, int]] | None:
    """The latest recalculation, if it was by this law and is not at its end: its number, up to
    which award it goes, and after which it stands.
    """
    found = store.rows(
        "SELECT r.id, r.upto, b.last_day, b.last_id FROM benefits_recalculation r"
        " LEFT JOIN LATERAL (SELECT last_day, last_id FROM benefits_recalculatedbatch"
        "  WHERE recalculation_id = r.id ORDER BY id DESC LIMIT 1) b ON true"
        f" WHERE r.id = {_LATEST} AND r.law = %(law)s",
        law=version,
    )
    if not found:
        return None
    number, upto, day, last = found[0]
    after = (day, last) if day else _BEGINNING
    return (number, upto, after) if comparison.current(after, upto, 1).height else None


def _begun(
    version: str, now: datetime, upto: int | None = None
) -> tuple[int, int, tuple[date, int]]:
    number = store.next_ids("benefits_recalculation_id_seq", 1)[0]
    upto = _newest() if upto is None else upto
    row = {"id": [number], "law": [version], "upto": [upto]}
    schema = {"id": pl.Int64, "law": pl.String, "upto": pl.Int64}
    with store.atomic():
        BEGUN.keep(pl.DataFrame(row, schema=schema).with_columns(begun_at=pl.lit(now)))
    return number, upto, _BEGINNING


def _newest() -> int:
    return int(store.value("SELECT coalesce(max(id), 0) FROM benefits_award"))


def _today(now: datetime) -> date:
    return now.astimezone(HOME).date()
