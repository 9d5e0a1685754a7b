"""Who may have contributions given back for want of a pension, and what for: by the law of each,
from what is on record.

What is given back closes the periods it pays for (`paid_out`). What a later record of them comes to
is worked again as on the day of that payment: more is paid as a difference when it is claimed, less
is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from guichet.domain.benefits import awards, old_age, paid_out
from guichet.domain.benefits.contributed import counted_of
from guichet.domain.benefits.lump_sum_amounts import PIECE, Amounts, amounts
from guichet.domain.benefits.paid_out import between
from guichet.domain.registry.histories import engagements_held
from guichet.law import country
from guichet.law.awards import Kind
from guichet.law.steps import Explained

RIGHT, BOUGHT = "lump_sum_right", "deemed_months"
NO_LAW = "no-law"  # beside those of `old_age.WHYS`
ANSWER = {
    "person": pl.Int64,  # the number asked for
    "why": pl.String,  # nothing to judge: of `old_age.WHYS`, or `NO_LAW`; null: see below
    "way": pl.String,  # of a pension there is a right to today; null: none
    "born": pl.Date,
    "reached": pl.Date,  # when the normal age is
    "working": pl.Boolean,
    "months": pl.Int64,  # parts of months, of the periods that are open
    "months_needed": pl.Int64,  # whole, for a pension
    "of_age": pl.Boolean,
    "short": pl.Boolean,  # of months
    "early_possible": pl.Boolean,  # before the age, by a case that a person looks at
    "entitled": pl.Boolean,
    "amount": pl.Int64,  # of the open periods, minor units; whether there is a right or not
    "unknown": pl.Int64,  # a year of which a number is lacking, so that there is no amount
    "before_books": pl.Boolean,  # what was contributed is in part in other books
    "after": pl.Date,  # up to which day earlier payments have closed; null: there are none
    "till": pl.Date,  # the last day that a claim of today closes
    "difference": pl.Int64,  # what earlier payments come to more today
    "beyond": pl.Int64,  # what they come to less
    "pension_then": pl.Boolean,  # what they paid for makes a pension by the record of today
    "paid_by": pl.Int64,  # the transaction of the latest of them; null: there is none
    "bought_months": pl.Int64,  # parts, that would make a pension today; null: they cannot
    "bought_cost": pl.Int64,
    "bought_pension": pl.Int64,
}
PAYMENT = {
    "person": pl.Int64,
    "of": pl.String,  # the payment it is a difference of; null: it closes what is open
    "decided_on": pl.Date,
    "since": pl.Date,
    "until": pl.Date,
    "months": pl.Int64,
    "amount": pl.Int64,
    "steps": pl.String,  # JSON of `awards.as_text`
}
_JUDGED = {
    "person": pl.Int64,
    "of_age": pl.Boolean,
    "short": pl.Boolean,
    "early_possible": pl.Boolean,
    "entitled": pl.Boolean,
}
_BOUGHT = {
    "person": pl.Int64,
    "bought_months": pl.Int64,
    "bought_cost": pl.Int64,
    "bought_pension": pl.Int64,
}
_PIECES = {**PIECE, "of": pl.String, "paid": pl.Int64}


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, what would be paid, and the steps it came about by."""

    answers: pl.DataFrame  # columns of `ANSWER`, one row a person
    payments: pl.DataFrame  # columns of `PAYMENT`: of what is open, and every difference
    explained: list[tuple[int, Explained]]


def judge(numbers: pl.Series, today: date) -> Judged:
    """What everybody who asks on a day has a right to, under any number of theirs."""
    records = old_age.Records.of(numbers, today)
    return judged_from(records, records.on(today).answers)


def judged_from(
    records: old_age.Records, answers: pl.DataFrame, *, due_only: bool = False
) -> Judged:
    """The same from what was worked of a pension already.

    Args:
        answers: columns of `old_age.ANSWER`, of the day of the records.
        due_only: leave out what those come to who have no right yet.
    """
    today = records.today
    paid = paid_out.paid_to(records.people["person"])
    people = _people(answers, paid, today)
    rights = [(kind, _rights(kind, mine, today)) for kind, mine in _by_law(people)]
    whole = [pl.DataFrame(schema=_JUDGED), *(rows.select(*_JUDGED) for _, rows in rights)]
    people = people.join(pl.concat(whole), on="person", how="left", maintain_order="left")
    pieces = _pieces(people, paid, today, "entitled" if due_only else "short")
    history = _history(pieces, paid, records)
    found = amounts(pieces, history, today)
    pieces = pieces.join(found.rows, on="piece", how="left", maintain_order="left")
    pieces = _with_pension(pieces, history, records)
    payments = _payments(pieces)
    explained = _explained(rights, payments, found)
    texts = [awards.as_text(explained[piece]) for piece in payments["piece"]]
    return Judged(
        _told(people, pieces),
        payments.with_columns(steps=pl.Series(texts, dtype=pl.String)).select(*PAYMENT),
        [
            (person, one)
            for piece, person in payments.select("piece", "person").iter_rows()
            for one in explained[piece]
        ],
    )


def _people(answers: pl.DataFrame, paid: pl.DataFrame, today: date) -> pl.DataFrame:
    """Answers as this right takes them, with what is closed."""
    ends = paid.group_by("person").agg(
        after=pl.col("until").max(), paid_by=pl.col("transaction").last()
    )
    rows = answers.join(ends, on="person", how="left", maintain_order="left")
    known = rows.filter(pl.col("why").is_null() | (pl.col("why") == old_age.NOT_YET))
    none = _never_covered(known)
    laws = {c: country.benefits.of(RIGHT, c) for c in rows["cohort"].drop_nulls().unique()}
    lawless = [cohort for cohort, kind in laws.items() if kind is None]
    why = (
        pl.when(pl.col("person").is_in(none.implode()))
        .then(pl.lit(old_age.NOT_INSURED))
        .when((pl.col("why") == old_age.NOT_YET) & pl.col("cohort").is_in(lawless))
        .then(pl.lit(NO_LAW))
        .when(pl.col("why") != old_age.NOT_YET)
        .then("why")
    )
    return rows.with_columns(why=why, till=pl.lit(today - timedelta(days=1)))


def _never_covered(people: pl.DataFrame) -> pl.Series:
    """Who was too old for annuities when first engaged: nothing was contributed."""
    first = engagements_held(people["person"]).group_by("person").agg(pl.col("started_on").min())
    rows = people.select("person", "cohort", "born").join(first, on="person")
    covered = country.contributions.with_annuities_covered(rows)
    return covered.filter(~pl.col("annuities_covered"))["person"]


def _by_law(people: pl.DataFrame) -> Iterator[tuple[Kind, pl.DataFrame]]:
    asked = people.filter(pl.col("why").is_null() & pl.col("way").is_null())
    for (cohort,), mine in asked.group_by("cohort", maintain_order=True):
        kind = country.benefits.of(RIGHT, str(cohort))
        if kind is not None:
            yield kind, mine


def _rights(kind: Kind, people: pl.DataFrame, today: date) -> pl.DataFrame:
    facts = people.select(
        "person",
        "cohort",
        "reached",
        "months",
        "months_needed",
        on=pl.lit(today),
        stopped=~pl.col("working"),
    )
    return country.benefits.award(kind.name, facts)


def _pieces(people: pl.DataFrame, paid: pl.DataFrame, today: date, wanted: str) -> pl.DataFrame:
    """What was paid before, to be worked again, and what is open: columns of `_PIECES`."""
    sums = paid.group_by("of").agg(paid=pl.col("amount").sum())
    first = paid.filter(pl.col("of") == pl.col("award")).drop("amount")
    before = (
        first.join(sums, on="of", how="left", maintain_order="left")
        .join(people.select("person", "cohort"), on="person", how="left", maintain_order="left")
        .select("person", "cohort", "of", "paid", on="decided_on", after="since", till="until")
    )
    now = people.filter(pl.col(wanted) & pl.col("why").is_null()).select(
        "person",
        "cohort",
        "after",
        "till",
        of=pl.lit(None, pl.String),
        paid=pl.lit(0, pl.Int64),
        on=pl.lit(today),
    )
    rows = pl.concat([before.select(now.columns), now]).with_row_index("piece")
    return rows.cast({"piece": pl.Int64}).select(*_PIECES)


def _history(pieces: pl.DataFrame, paid: pl.DataFrame, records: old_age.Records) -> pl.DataFrame:
    """The periods of whom there are pieces; of those who were paid before, the closed ones too."""
    again = paid["person"].unique()
    hangs = country.cohorts.rights_hang_on_payment(pl.col("cohort"))
    hanging = records.people.filter(hangs & pl.col("person").is_in(again.implode()))["person"]
    fresh = records.history.join(pieces.select("person").unique(), on="person", how="semi")
    if again.is_empty():
        return fresh
    closed = counted_of(again, records.today, hanging)
    return pl.concat([fresh.filter(~pl.col("person").is_in(again.implode())), closed])


def _with_pension(
    pieces: pl.DataFrame, history: pl.DataFrame, records: old_age.Records
) -> pl.DataFrame:
    """Add ``pension_then``: had all been known when it was paid, there was a right to a pension."""
    more = pieces.filter(pl.col("of").is_not_null() & (pl.col("amount") > pl.col("paid")))
    found = [pl.Series(dtype=pl.Int64)]
    for (day,), mine in more.group_by("on"):
        rows = history.join(mine.select("person", "after", "till"), on="person")
        people = records.people.join(mine.select("person"), on="person", how="semi")
        then = old_age.Records(people, between(rows).select(history.columns), records.today)
        answers = then.on(day).answers  # type: ignore[arg-type]
        entitled = answers.filter(pl.col("why").is_null())["person"]
        found.append(mine.filter(pl.col("person").is_in(entitled.implode()))["piece"])
    return pieces.with_columns(pension_then=pl.col("piece").is_in(pl.concat(found).implode()))


def _payments(pieces: pl.DataFrame) -> pl.DataFrame:
    """What there is to pay: columns of `PAYMENT` but for the steps, and ``piece``."""
    more = pieces.with_columns(amount=pl.col("amount") - pl.col("paid"))
    return more.filter(pl.col("amount") > 0).select(
        "piece",
        "person",
        "of",
        "months",
        "amount",
        decided_on="on",
        since="after",
        until="till",
    )


def _explained(
    rights: list[tuple[Kind, pl.DataFrame]], payments: pl.DataFrame, found: Amounts
) -> dict[int, list[Explained]]:
    """The steps of each payment, by its piece; of what is open those to the right come first."""
    now = dict(payments.filter(pl.col("of").is_null()).select("person", "piece").iter_rows())
    told = {piece: list[Explained]() for piece in payments["piece"]}
    for kind, rows in rights:
        for row in rows.filter(pl.col("person").is_in(list(now))).iter_rows(named=True):
            told[now[row["person"]]].append(country.benefits.explain(kind.name, row))
    for piece in told:
        told[piece] += found.explained[piece]
    return told


def _told(people: pl.DataFrame, pieces: pl.DataFrame) -> pl.DataFrame:
    """Answers: what is open, what was paid before, and the months that could be bought."""
    # Where a number is lacking nothing can be said of what it comes to.
    change = pl.col("amount").fill_null(0) - pl.col("paid")
    known = pieces.filter(pl.col("of").is_not_null() & pl.col("unknown").is_null())
    again = known.group_by("person").agg(
        difference=change.clip(lower_bound=0).sum(),
        beyond=(-change).clip(lower_bound=0).sum(),
        pension_then=pl.col("pension_then").any(),
    )
    now = pieces.filter(pl.col("of").is_null())
    rows = people
    for more in (again, now.select("person", "amount", "unknown", "before_books"), _bought(now)):
        rows = rows.join(more, on="person", how="left", maintain_order="left")
    return rows.with_columns(
        pl.col("amount", "difference", "beyond").fill_null(0),
        pl.col("before_books", "pension_then").fill_null(value=False),
    ).select(*ANSWER)


def _bought(pieces: pl.DataFrame) -> pl.DataFrame:
    """What the months that lack would cost, and bring: of whom the law lets buy them."""
    asked = pieces.filter(pl.col("wage_months") > 0)
    found = [pl.DataFrame(schema=_BOUGHT)]
    for (cohort,), mine in asked.group_by("cohort", maintain_order=True):
        kind = country.benefits.of(BOUGHT, str(cohort))
        if kind is None:
            continue
        rows = country.benefits.award(kind.name, mine).filter("possible")
        found.append(
            rows.select(
                "person",
                bought_months="months_bought",
                bought_cost="cost",
                bought_pension="pension",
            )
        )
    return pl.concat(found)
