"""What old-age awards come to today, by what is on record and by the law in force, beside what is
paid for them: which differ, from which month on, and what the months past come to.

An award and those that took its place are one chain, named by the claim that began it. What a chain
should be paid is worked as on the day of that claim, once more for each day on which a number
changed that goes on applying to pensions in payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.benefits import awards, old_age
from guichet.engine import store
from guichet.law import country
from guichet.law.parameters import Parameters
from guichet.law.steps import Explained
from guichet.lib.months import add_months, add_months_to, first_day, months_between_of

CURRENT = {
    "id": pl.Int64,
    "award": pl.String,
    "person": pl.Int64,
    "way": pl.String,
    "decided_on": pl.Date,
    "transaction": pl.Int64,
}
# What is to be paid instead: a row a line, of a chain in order.
CHANGE = {
    "award": pl.String,  # whose place it takes
    "person": pl.Int64,
    "way": pl.String,
    "decided_on": pl.Date,
    "transaction": pl.Int64,
    "paid_from": pl.Date,
    "paid_till": pl.Date,  # null: the last line of the chain
    "monthly": pl.Int64,
    "worked": pl.Int64,  # which of the workings explains it
}
DIFFERENCE = {
    "award": pl.String,
    "person": pl.Int64,
    "since": pl.Date,  # the first month that comes to something else
    "paid": pl.Int64,  # a month, today
    "due": pl.Int64,
    "more": pl.Int64,  # of the months since then, this one included
    "less": pl.Int64,
}
LEFT = {
    "award": pl.String,
    "person": pl.Int64,
    "why": pl.String,  # one of `old_age.WHYS`, or of those below
    "paid": pl.Int64,
    "due": pl.Int64,  # null: there would be no pension
}
WORKING, OTHER_WAY, CLOSED_LINE = "working", "another-way", "closed-line"
OBJECTION = "objection"  # upheld, of what is decided anew by nobody's rule
_LINE = {
    "award": pl.String,  # of the line that is open
    "paid_from": pl.Date,
    "paid_till": pl.Date,
    "monthly": pl.Int64,
}
_OPEN = """
    FROM benefits_award a JOIN benefits_pension p ON p.award = a.award AND p.paid_till IS NULL
    WHERE a.benefit = %(benefit)s AND a.id <= %(upto)s AND (a.decided_on, a.id) > (%(day)s, %(id)s)
"""
_LINES = """
    SELECT o.award, p.paid_from, p.paid_till, p.monthly
    FROM unnest(%(awards)s::text[]) given(award) JOIN benefits_award o USING (award)
    JOIN benefits_award a ON a.person = o.person AND a.transaction = o.transaction
        AND a.benefit = o.benefit
    JOIN benefits_pension p ON p.award = a.award
    WHERE p.paid_till IS NULL OR p.paid_till >= p.paid_from
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Awards that were looked at, and what came of it."""

    looked: int
    changes: pl.DataFrame  # columns of `CHANGE`
    differences: pl.DataFrame  # columns of `DIFFERENCE`, one row a chain that changes
    left: pl.DataFrame  # columns of `LEFT`: a person decides, and the pension is paid as it was
    workings: list[old_age.Worked]

    def with_steps(self) -> pl.DataFrame:
        """The changes with the ``steps`` each came about by, as awards keep them."""
        kept = [
            {"worked": number, "person": person, "steps": awards.as_text(steps)}
            for (number,), some in self.changes.group_by("worked")
            for person, steps in _steps(self.workings[number], some["person"])
        ]
        schema = {"worked": pl.Int64, "person": pl.Int64, "steps": pl.String}
        return self.changes.join(
            pl.DataFrame(kept, schema=schema), on=["worked", "person"], maintain_order="left"
        )


def _steps(worked: old_age.Worked, persons: pl.Series) -> Iterator[tuple[int, list[Explained]]]:
    """The steps of some, each person's together."""
    found: dict[int, list[Explained]] = {}
    for person, one in worked.explained(persons):
        found.setdefault(person, []).append(one)
    yield from found.items()


def current(after: tuple[date, int], upto: int, limit: int) -> pl.DataFrame:
    """Awards in payment after a day of deciding and an id, in that order: columns of `CURRENT`."""
    return store.fetch(
        f"SELECT a.id, a.award, a.person, a.way, a.decided_on, a.transaction {_OPEN}"
        " ORDER BY a.decided_on, a.id LIMIT %(limit)s",
        CURRENT,
        benefit=awards.OLD_AGE,
        day=after[0],
        id=after[1],
        upto=upto,
        limit=limit,
    )


def current_of(persons: pl.Series) -> pl.DataFrame:
    """The awards of persons that are in payment: columns of `CURRENT`."""
    return store.fetch(
        "SELECT a.id, a.award, a.person, a.way, a.decided_on, a.transaction FROM benefits_award a"
        " JOIN benefits_pension p ON p.award = a.award AND p.paid_till IS NULL"
        " WHERE a.benefit = %(benefit)s AND a.person = ANY(%(persons)s::bigint[])"
        " ORDER BY a.decided_on, a.id",
        CURRENT,
        benefit=awards.OLD_AGE,
        persons=persons,
    )


def compare(rows: pl.DataFrame, today: date, law: Parameters) -> Compared:
    """Work awards anew, and compare with what is paid.

    Args:
        rows: columns of `CURRENT`.
        law: the numbers in force.
    """
    records = old_age.Records.of(rows["person"], today)
    workings: list[old_age.Worked] = []
    told, segments = [_ANSWERS.clear()], [_SEGMENTS.clear()]
    for day, mine in records.by_day(rows.select("person", on="decided_on")):
        for begins, worked in _workings(mine, day, today, law):
            number, answers = len(workings), worked.answers
            workings.append(worked)
            if begins is None:
                told.append(
                    answers.select("person", "why", "working", found="way").select(_ANSWERS.columns)
                )
            since = pl.col("from_day") if begins is None else pl.lit(begins)
            right = answers.filter(pl.col("why").is_null())
            segments.append(
                right.select("person", "monthly", since=since, worked=pl.lit(number, pl.Int64))
            )
    due = rows.join(pl.concat(told), on="person", how="left", maintain_order="left")
    lines = store.fetch(_LINES, _LINE, awards=rows["award"])
    return _compared(due, _in_order(rows, pl.concat(segments)), lines, today, workings)


_ANSWERS = pl.DataFrame(
    schema={"person": pl.Int64, "why": pl.String, "found": pl.String, "working": pl.Boolean}
)
_SEGMENTS = pl.DataFrame(
    schema={"person": pl.Int64, "monthly": pl.Int64, "since": pl.Date, "worked": pl.Int64}
)


def _workings(
    records: old_age.Records, day: date, today: date, law: Parameters
) -> Iterator[tuple[date | None, old_age.Worked]]:
    """As on the day of the claim, then once for each later raise: with the month it begins in."""
    first = records.on(day, law=law)
    yield None, first
    for kind, rows in first.pensions:
        for raised, numbers in country.benefits.raises(kind, day, today, parameters=law).items():
            month = first_day(raised)
            begins = month if raised == month else add_months(month, 1)
            yield begins, records.only(*rows["person"]).on(day, law=numbers)


def _in_order(rows: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The lines each chain should have: ``award``, ``since``, ``monthly``, ``worked``, none that
    comes to what the one before it came to.
    """
    mine = rows.select("award", "person").join(segments, on="person").sort("award", "worked")
    # Raised before its first month: the raise is what is paid from the beginning.
    begins = pl.col("since").first().over("award")
    mine = mine.with_columns(since=pl.max_horizontal("since", begins))
    mine = mine.unique(["award", "since"], keep="last", maintain_order=True).sort("award", "since")
    same = pl.col("monthly") == pl.col("monthly").shift(1).over("award")
    return mine.filter(~same.fill_null(value=False))


def _compared(
    due: pl.DataFrame,
    segments: pl.DataFrame,
    lines: pl.DataFrame,
    today: date,
    workings: list[old_age.Worked],
) -> Compared:
    turns = _turns(segments, lines)
    differ = turns.filter(pl.col("due").ne_missing(pl.col("paid")))
    since = differ.group_by("award").agg(pl.col("since").min())
    closed = lines.group_by("award").agg(closed_till=pl.col("paid_till").max())
    now = (
        turns.filter(pl.col("since") <= pl.lit(first_day(add_months(today, 1))))
        .group_by("award", maintain_order=True)
        .agg(pl.col("due", "paid").last())
    )
    rows = due
    for more in (since, closed, now, _past(turns, today)):
        rows = rows.join(more, on="award", how="left", maintain_order="left")
    why = (
        pl.when(pl.col("why").is_not_null())
        .then("why")
        .when(pl.col("working"))
        .then(pl.lit(WORKING))
        .when(pl.col("found") != pl.col("way"))
        .then(pl.lit(OTHER_WAY))
        .when(pl.col("since") <= pl.col("closed_till"))
        .then(pl.lit(CLOSED_LINE))
    )
    rows = rows.with_columns(why=why)
    changed = rows.filter(pl.col("why").is_null() & pl.col("since").is_not_null())
    changes = _from_then(segments, changed)
    return Compared(
        rows.height,
        changes,
        changed.select(*DIFFERENCE),
        rows.filter(pl.col("why").is_not_null()).select(*LEFT),
        workings,
    )


def _turns(segments: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every month from which something may be otherwise: ``award``, ``since``, ``due``, ``paid``
    (null: nothing), and the ``next`` such month.
    """
    ended = lines.filter(pl.col("paid_till").is_not_null())
    months = pl.concat(
        [
            segments.select("award", "since"),
            lines.select("award", since="paid_from"),
            ended.select("award", since=add_months_to(pl.col("paid_till"), 1)),
        ]
    )
    turns = months.unique().sort("award", "since")
    wanted = segments.select("award", "since", due="monthly").sort("award", "since")
    held = lines.select("award", "paid_till", since="paid_from", paid="monthly")
    turns = _as_of(_as_of(turns, wanted), held.sort("award", "since"))
    over = (pl.col("paid_till") < pl.col("since")).fill_null(value=False)
    return turns.select(
        "award",
        "since",
        "due",
        paid=pl.when(~over).then("paid"),
        next=pl.col("since").shift(-1).over("award"),
    )


def _as_of(turns: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    return turns.join_asof(rows, on="since", by="award", check_sortedness=False)


def _past(turns: pl.DataFrame, today: date) -> pl.DataFrame:
    """What the months up to this one come to beside what they came to: ``award``, ``more``,
    ``less``.
    """
    end = pl.lit(add_months(first_day(today), 1))
    months = months_between_of(pl.col("since"), pl.min_horizontal("next", end)).clip(lower_bound=0)
    sums = months * (pl.col("due").fill_null(0) - pl.col("paid").fill_null(0))
    return turns.group_by("award").agg(
        more=sums.clip(lower_bound=0).sum(), less=(-sums).clip(lower_bound=0).sum()
    )


def _from_then(segments: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """The lines of changed chains from the month on in which they differ."""
    following = pl.col("since").shift(-1).over("award")
    rows = segments.with_columns(till=add_months_to(following, -1)).rename({"since": "begins"})
    known = changed.select("award", "way", "decided_on", "transaction", "since")
    rows = rows.join(known, on="award").filter(
        pl.col("till").is_null() | (pl.col("till") >= pl.col("since"))
    )
    return rows.with_columns(
        paid_from=pl.max_horizontal("begins", "since"), paid_till="till"
    ).select(*CHANGE)
