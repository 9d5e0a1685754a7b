"""Who has lost work and has a right to a benefit for it on a day: by the law of each, from what is
on record.

A right is asked for with the last departure. What the register says of its reason may not tell
whether it was against somebody's will; then the former employer's word counts
(`leaving_reasons`). Months of a claim that were not paid, because there was work again, are left
for the next loss of work as long as the law's window is open: it is the same claim then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from guichet.domain.benefits import leaving_reasons, old_age, unemployment_awards
from guichet.domain.benefits.contributed import capped, until, worked_by
from guichet.domain.registry.histories import engagements_held
from guichet.law import country
from guichet.law.awards import Kind
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

RIGHT, BENEFIT = "unemployment_right", "unemployment"
UNKNOWN_REASON = "unknown"  # the register names none
YES, NO, UNCLEAR = "yes", "no", "unclear"  # whether a reason was against somebody's will
NO_DEPARTURE = "no-departure"  # beside those of `old_age.WHYS`
ANSWER = {
    "person": pl.Int64,  # the number asked for
    "why": pl.String,  # there is nothing to judge: one of `old_age.WHYS`, or `NO_DEPARTURE`
    "born": pl.Date,
    "reached": pl.Date,  # when the normal age is
    "working": pl.Boolean,
    "engagement": pl.Int64,  # that ended last
    "establishment": pl.Int64,
    "left_on": pl.Date,
    "reason": pl.String,
    "answered": pl.Boolean,  # the reason is the former employer's answer
    "reason_counts": pl.String,  # YES, NO, UNCLEAR
    "claim": pl.Int64,  # the first, the second ...
    "goes_on": pl.Boolean,  # months of a former claim are left
    "months": pl.Int64,  # worked within the window; parts of months
    "months_needed": pl.Int64,
    "window_months": pl.Int64,
    "days_since_leaving": pl.Int64,
    "in_time": pl.Boolean,
    "enough": pl.Boolean,
    "young": pl.Boolean,
    "average": pl.Int64,  # minor units
    "wage_sum": pl.Int64,
    "wage_months": pl.Int64,
    "first": pl.Int64,  # minor units a month
    "next": pl.Int64,
    "first_months": pl.Int64,
    "months_awarded": pl.Int64,
    "from_day": pl.Date,
    "payable_till": pl.Date,  # the last month of the law's window
    "window_from": pl.Date,  # the first month of the claim
}


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, and the rows they were worked from, for their explanation."""

    answers: pl.DataFrame  # columns of `ANSWER`, one row a person
    rows: tuple[tuple[str, pl.DataFrame], ...]  # of each kind that was worked

    def explained(self) -> Iterator[tuple[int, Explained]]:
        """The steps to each person's right, then to the amounts."""
        for kind, rows in self.rows:
            for row in rows.iter_rows(named=True):
                yield row["person"], country.benefits.explain(kind, row)


def judge(numbers: pl.Series, on: date) -> Judged:
    """The right of everybody who asks for it on a day, and what it comes to whether they have it
    or not.

    Args:
        numbers: national numbers.
        on: the day of the claim; what happened since does not count.
    """
    worked = worked_by(numbers)
    people = _known(numbers, worked, on).join(
        departures(numbers, on), on="person", how="left", maintain_order="left"
    )
    people = _with_claim(people, on)
    history = until(worked, on, on)
    pieces, rows, insured = [], [], []
    there = pl.col("why").is_null() & pl.col("engagement").is_not_null()
    for right, kind, mine in _by_law(people):
        insured += mine["person"].to_list()
        able = mine.filter(there)
        if able.height:
            judged, paid = _worked(right, kind, able, history, on)
            rows += [(right.name, judged), (kind.name, paid)]
            pieces.append(_found(judged, paid))
    return Judged(_told(people, pieces, insured), tuple(rows))


def departures(numbers: pl.Series, on: date) -> pl.DataFrame:
    """The last departure of each person before a day, with its reason as far as it is known:
    person, engagement, establishment, left_on, reason, answered.
    """
    held = engagements_held(numbers).filter(pl.col("ended_on") < on)
    last = held.sort("person", "ended_on", "engagement").unique(
        "person", keep="last", maintain_order=True
    )
    said = leaving_reasons.answers(last["engagement"]).select("engagement", said="reason")
    rows = last.join(said, on="engagement", how="left", maintain_order="left")
    return rows.select(
        "person",
        "engagement",
        "establishment",
        left_on="ended_on",
        reason=pl.coalesce("said", "end_reason", pl.lit(UNKNOWN_REASON)),
        answered=pl.col("said").is_not_null(),
    )


def judged_reasons(reasons: pl.DataFrame, on: date) -> pl.DataFrame:
    """Whether reasons on record tell that somebody left against their will, by the law of each: the
    rows given, with ``reason_counts`` (YES, NO, UNCLEAR); those whom no law insures are left out.

    Args:
        reasons: ``cohort``, ``reason``.
    """
    asked = reasons.drop_nulls().unique()
    pieces = [asked.clear().with_columns(reason_counts=pl.lit(None, pl.String))]
    for (cohort,), mine in asked.group_by("cohort", maintain_order=True):
        right = country.benefits.of(RIGHT, str(cohort))
        if right is not None:
            # Of the law's other conditions nothing is asked here.
            rows = mine.with_columns(on=pl.lit(on), claim=1, months=0)
            rows = rows.cast({"claim": pl.Int64, "months": pl.Int64})
            judged = country.benefits.award(right.name, rows)
            pieces.append(judged.select("cohort", "reason", "reason_counts"))
    return pl.concat(pieces)


def _known(numbers: pl.Series, worked: pl.DataFrame, on: date) -> pl.DataFrame:
    """Who they are: person, why (there is nothing to judge), born, cohort, reached, working.

    Whoever has no pension yet may well have lost work, and so may those whose employers paid for no
    month: their pensions hang on it, this benefit does not.
    """
    records = old_age.Records.of(numbers, on)
    known = records.on(on).answers
    unpaid = pl.col("why") == old_age.NO_PERIODS
    few = known.filter(unpaid)["person"]
    if len(few):
        mine = replace(records.only(*few.to_list()), history=worked)
        known = pl.concat([known.filter(unpaid.ne_missing(other=True)), mine.on(on).answers])
    cohorts = dict(records.people.select("person", "cohort").iter_rows())
    forgiven = pl.col("why").is_in([old_age.NOT_YET, old_age.NO_PERIODS])
    return known.select(
        "person",
        "born",
        "reached",
        "working",
        why=pl.when(~forgiven).then("why"),
        cohort=pl.col("person").replace_strict(cohorts, default=None, return_dtype=pl.String),
    )


def _with_claim(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """Add which claim it is, and what of it was paid: it goes on while it has months left that its
    window reaches.
    """
    following = add_months(first_day(on), 1)
    last = unemployment_awards.last_claims(people["person"])
    rows = people.join(last, on="person", how="left", maintain_order="left")
    left = pl.col("months_used") < pl.col("months_of_claim")
    goes_on = left & (pl.col("last_till") >= pl.lit(following))
    goes_on = goes_on.fill_null(value=False)
    return rows.with_columns(
        goes_on=goes_on,
        claim=pl.when(goes_on)
        .then(pl.col("last_claim"))
        .otherwise(pl.col("last_claim").fill_null(0) + 1),
        months_used=pl.when(goes_on).then("months_used").otherwise(0),
        window_from=pl.when(goes_on).then("last_from"),
    )


def _by_law(people: pl.DataFrame) -> Iterator[tuple[Kind, Kind, pl.DataFrame]]:
    for (cohort,), mine in people.group_by("cohort", maintain_order=True):
        right = country.benefits.of(RIGHT, str(cohort))
        kind = country.benefits.of(BENEFIT, str(cohort))
        if right is not None and kind is not None:
            yield right, kind, mine


def _worked(
    right: Kind, kind: Kind, people: pl.DataFrame, history: pl.DataFrame, on: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the right, and of what it comes to."""
    law = country.benefits
    mine = history.join(people.select("person"), on="person", how="semi")
    mine = mine.sort("person", "started_on")
    counted = capped(law.history(right.name, mine), people, on)
    claims = people.select("person", "claim")
    asked = law.facts(right.name, counted.join(claims, on="person", how="left"), on)
    of_right = people.select("person", "reason", "reached").join(
        asked.drop("left_on"), on="person", how="inner", maintain_order="left"
    )
    judged = law.award(right.name, of_right)
    mean = law.facts(kind.name, counted, on)
    used = people.select(
        "person", "goes_on", "months_used", "window_from", "sum_then", "count_then"
    )
    facts = used.join(mean, on="person", how="inner", maintain_order="left").with_columns(
        # A claim that goes on keeps the mean it began with.
        wage_sum=pl.when("goes_on").then("sum_then").otherwise("wage_sum"),
        wage_months=pl.when("goes_on").then("count_then").otherwise("wage_months"),
    )
    return judged, law.award(kind.name, facts)


def _found(judged: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    names = ("months_needed", "window_months", "days_since_leaving", "in_time", "enough", "young")
    rights = judged.select("person", "reason_counts", "months", *names)
    amounts = paid.select(
        "person",
        "average",
        "wage_sum",
        "wage_months",
        "first",
        "next",
        "first_months",
        "from_day",
        "payable_till",
        months_awarded="months",
    )
    return rights.join(amounts, on="person", how="left", maintain_order="left")


def _told(people: pl.DataFrame, pieces: list[pl.DataFrame], insured: list[int]) -> pl.DataFrame:
    found = {name: kind for name, kind in ANSWER.items() if name not in people.columns}
    empty = pl.DataFrame(schema={"person": pl.Int64, **found})
    whole = pl.concat([empty, *(piece.select(empty.columns) for piece in pieces)])
    rows = people.join(whole, on="person", how="left", maintain_order="left")
    why = (
        pl.when(pl.col("why").is_not_null())
        .then("why")
        .when(~pl.col("person").is_in(insured))
        .then(pl.lit(old_age.NOT_INSURED))
        # Nothing that was worked: there is no right to judge, nor an amount.
        .when(pl.col("engagement").is_null() | pl.col("from_day").is_null())
        .then(pl.lit(NO_DEPARTURE))
    )
    began = pl.coalesce("window_from", "from_day")
    return rows.with_columns(why=why, window_from=began).select(*ANSWER)
