"""From when persons may draw an old-age pension, and what it comes to on a day: by the law of each,
from what is on record of them.

The same computation answers an estimate of a day to come and decides a claim; only what is assumed
of the months until then differs, and it is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from guichet.domain.benefits.contributed import capped, history_of, until
from guichet.domain.registry.histories import persons as known_persons
from guichet.law import country
from guichet.law.awards import Kind
from guichet.law.parameters import Parameters
from guichet.law.steps import Explained
from guichet.lib.calendars import gregorian_months_of

RIGHT, PENSION = "old_age_right", "old_age"
ANSWER = {
    "person": pl.Int64,  # the number asked for
    "on": pl.Date,
    "why": pl.String,  # one of `WHYS`; null: there is a right
    "born": pl.Date,
    "cohort": pl.String,
    "reached": pl.Date,  # when the normal age is reached
    "months": pl.Int64,  # parts of months (`guichet.lib.months.PARTS`)
    "months_needed": pl.Int64,  # whole, at the normal age
    "months_early": pl.Int64,  # whole, before it
    "way": pl.String,  # normal, early, arduous ... as the law calls it; null without a right
    "from_day": pl.Date,  # the first day it is paid for
    "average": pl.Int64,  # minor units; the wage it is reckoned from
    "monthly": pl.Int64,  # minor units
    "working": pl.Boolean,  # whether an engagement lasts on that day
}
UNKNOWN, DIED, BIRTH_DOUBTFUL = "unknown", "died", "birth-doubtful"
NO_PERIODS, NOT_INSURED, NOT_YET = "no-periods", "not-insured", "not-yet"
WHYS = (UNKNOWN, DIED, BIRTH_DOUBTFUL, NO_PERIODS, NOT_INSURED, NOT_YET)
# Nobody works younger, and nobody is so old: the day of birth on record is wrong. Reckoned from
# such a day, an age may lie outside every calendar, and one row would stop all of its batch.
_YOUNGEST, _OLDEST = 12 * 12, 12 * 130  # months


@dataclass(frozen=True, slots=True)
class Worked:
    """Answers, and the rows they were worked from, for their explanation."""

    answers: pl.DataFrame  # columns of `ANSWER`, one row a person
    rights: tuple[tuple[str, pl.DataFrame], ...]  # the rows of each kind that was worked
    pensions: tuple[tuple[str, pl.DataFrame], ...]
    law: Parameters

    def explained(self, persons: pl.Series | None = None) -> Iterator[tuple[int, Explained]]:
        """The steps to each person's right, then to the amounts of those who have it; of everybody,
        or of some.
        """
        for kind, rows in (*self.rights, *self.pensions):
            some = (
                rows if persons is None else rows.filter(pl.col("person").is_in(persons.implode()))
            )
            for row in some.iter_rows(named=True):
                yield row["person"], country.benefits.explain(kind, row, parameters=self.law)


@dataclass(frozen=True, slots=True)
class Records:
    """What is on record of persons, read once; then worked for as many days as one likes."""

    people: pl.DataFrame
    history: pl.DataFrame
    today: date

    @classmethod
    def of(cls, numbers: pl.Series, today: date) -> Records:
        """Those of national numbers; what lasts today is taken to last until the day asked
        about.
        """
        asked = pl.DataFrame({"person": numbers.unique()}, schema={"person": pl.Int64})
        known = known_persons(asked["person"]).unique("asked").rename({"asked": "person"})
        people = asked.join(known, on="person", how="left").sort("person")
        hangs = people.filter(country.cohorts.rights_hang_on_payment(pl.col("cohort")))
        return cls(people, history_of(asked["person"], today, hangs["person"]), today)

    def only(self, *persons: int) -> Records:
        """Those of some of them."""
        mine = pl.col("person").is_in(persons)
        return Records(self.people.filter(mine), self.history.filter(mine), self.today)

    def by_day(self, asked: pl.DataFrame) -> Iterator[tuple[date, Records]]:
        """Those of each day's persons: ``person``, ``on``; in no order."""
        pieces = [
            frame.join(asked, on="person").partition_by("on", as_dict=True, include_key=False)
            for frame in (self.people, self.history)
        ]
        for (day,), people in pieces[0].items():
            history = pieces[1].get((day,), self.history.clear())
            yield day, Records(people, history, self.today)

    def on(self, day: date, *, wage: int | None = None, law: Parameters | None = None) -> Worked:
        """The right and the pension of everybody on a day, if they have stopped working by then.

        Args:
            day: of the claim, or the day asked about.
            wage: of the months to come, minor units a month; by default that of today.
            law: other numbers than those in force.
        """
        law = law or country.parameters()
        begun = pl.col("started_on") <= day  # work begun since then is none on that day
        lasting = begun & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= day))
        people = self.people.with_columns(
            working=pl.col("person").is_in(self.history.filter(lasting)["person"].implode())
        )
        history = until(self.history, day, self.today, wage)
        rights: list[tuple[str, pl.DataFrame]] = []
        pensions: list[tuple[str, pl.DataFrame]] = []
        pieces, insured = [pl.DataFrame(schema=_FOUND)], []
        for right, kind, mine in _by_law(people.filter(~_died(), ~_doubtful(self.today))):
            insured += mine["person"].to_list()
            facts = _facts(kind, mine, history, day, law).with_columns(stopped=pl.lit(value=True))
            held = facts.with_columns(months="months_all")
            judged = country.benefits.award(right.name, held, parameters=law)
            entitled = facts.filter(judged["entitled"])
            paid = country.benefits.award(kind.name, entitled, parameters=law)
            rights.append((right.name, judged))
            pensions.append((kind.name, paid))
            pieces.append(_found(judged, paid))
        answers = _told(people, pl.concat(pieces), insured, day, self.today)
        return Worked(answers, tuple(rights), tuple(pensions), law)


_FOUND = {n: t for n, t in ANSWER.items() if n not in ("on", "why", "born", "cohort", "working")}


def _died() -> pl.Expr:
    return pl.col("died_on").is_not_null()


def _doubtful(today: date) -> pl.Expr:
    """Whether a day of birth cannot be that of somebody who has worked."""
    age = gregorian_months_of(pl.col("born"), pl.lit(today))
    return ~age.is_between(_YOUNGEST, _OLDEST).fill_null(value=True)


def _by_law(people: pl.DataFrame) -> Iterator[tuple[Kind, Kind, pl.DataFrame]]:
    """People by the law that is theirs: the kind of the right, that of the pension, and whom."""
    for (cohort,), mine in people.group_by("cohort", maintain_order=True):
        right = country.benefits.of(RIGHT, str(cohort))
        kind = country.benefits.of(PENSION, str(cohort))
        if right is not None and kind is not None:
            yield right, kind, mine


def _facts(
    kind: Kind, people: pl.DataFrame, history: pl.DataFrame, on: date, numbers: Parameters
) -> pl.DataFrame:
    """A row for each of the people with a history: what right and pension are worked from."""
    law = country.benefits
    mine = history.join(people.select("person"), on="person", how="semi")
    mine = mine.sort("person", "started_on")
    counted = capped(law.history(kind.name, mine, parameters=numbers), people, on, numbers)
    before = mine.clear()
    if law.held_on is not None:
        day = law.held_on()
        last = pl.lit(day - timedelta(days=1))
        before = mine.filter(pl.col("started_on") < day).with_columns(
            ended_on=pl.min_horizontal("ended_on", last)
        )
    then = law.history(kind.name, before, parameters=numbers).group_by("person")
    return (
        law.facts(kind.name, counted, on, parameters=numbers)
        .join(people.select("person", "born", "sex", "cohort", "working"), on="person", how="left")
        .join(then.agg(months_on_reference=pl.col("parts").sum()), on="person", how="left")
        .with_columns(
            pl.col("months_on_reference").fill_null(0),
            sex=pl.col("sex").str.to_uppercase(),
            age_months=gregorian_months_of(pl.col("born"), pl.col("on")),
        )
    )


def _found(judged: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """The right, and the pension of those who have it."""
    amounts = paid.select("person", "average", "monthly")
    whole = judged.join(amounts, on="person", how="left", maintain_order="left")
    return whole.with_columns(way=pl.when("entitled").then("way")).select(*_FOUND)


def _told(
    people: pl.DataFrame, found: pl.DataFrame, insured: list[int], on: date, today: date
) -> pl.DataFrame:
    """A row for each person, with why there is no right."""
    why = (
        pl.when(pl.col("person_id").is_null())
        .then(pl.lit(UNKNOWN))
        .when(_died())
        .then(pl.lit(DIED))
        .when(_doubtful(today))
        .then(pl.lit(BIRTH_DOUBTFUL))
        .when(~pl.col("person").is_in(insured))
        .then(pl.lit(NOT_INSURED))
        .when(pl.col("months").is_null())
        .then(pl.lit(NO_PERIODS))
        .when(pl.col("way").is_null())
        .then(pl.lit(NOT_YET))
    )
    rows = people.join(found, on="person", how="left", maintain_order="left")
    return rows.with_columns(why=why, on=pl.lit(on)).select(*ANSWER)
