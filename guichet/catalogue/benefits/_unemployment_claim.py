"""How a claim by somebody who lost work is decided: what is looked up, what stands in its way."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _asked, _old_age
from guichet.catalogue.benefits import _unemployment as said
from guichet.domain.benefits import awards, old_age, unemployment, unemployment_awards
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.domain.registry.queries import establishments_of_owners
from guichet.engine.batch import Batch

_PENSIONS = (awards.OLD_AGE, awards.DISABILITY)


def look_up(batch: Batch) -> None:
    """What is known of each row, on the day on which it was first asked."""
    if "search_status" not in batch.frame.columns:  # nobody was asked about
        batch.compute(search_status=pl.lit(None, pl.String))
    _asked.with_day(batch)
    numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
    names = known_persons(numbers).select("name_ar", "name_latin", person="asked")
    batch.look_up(names.unique("person"), on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    paid = awards.in_payment(numbers, _PENSIONS, today)
    batch.look_up(paid.select("person", paid=True).unique("person"), on="person")
    owned = establishments_of_owners(numbers).filter(pl.col("closed_on").is_null())
    batch.look_up(
        owned.group_by(person="owner_number").agg(owns=pl.col("number").first()), on="person"
    )
    batch.look_up(_judged(batch.frame, today), on=["person", "asked_on"])
    given = unemployment_awards.awarded_to(numbers).select("engagement", awarded_by="transaction")
    batch.look_up(given.unique("engagement"), on="engagement")


def _judged(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """Answers and steps of each person and day: ``person``, ``asked_on`` and more."""
    pieces = []
    for day in frame["asked_on"].unique().to_list() or [today]:
        rows = frame.filter(pl.col("asked_on") == day)
        judged = unemployment.judge(rows["person"].drop_nulls().unique(), day)
        explained = list(judged.explained())
        piece = judged.answers.with_columns(asked_on=pl.lit(day))
        for told in (_old_age.steps_text(explained), _old_age.steps_kept(explained)):
            piece = piece.join(told, on="person", how="left", maintain_order="left")
        pieces.append(piece)
    return pl.concat(pieces)


def refuse(batch: Batch) -> None:
    """Refuse what cannot be, and refer what the former employer has to say first."""
    why, left = pl.col("why"), pl.col("left_on")
    awarded = pl.col("awarded_by").is_not_null()
    batch.repeat(awarded, pl.col("awarded_by"))
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.DIED, said.DIED, "person")
    doubtful = why == old_age.BIRTH_DOUBTFUL
    batch.refuse(doubtful, _old_age.BIRTH_DOUBTFUL, "person", born=pl.col("born"))
    batch.refuse(why == old_age.NOT_INSURED, said.NOT_INSURED, "person")
    none = why.is_in([unemployment.NO_DEPARTURE, old_age.NO_PERIODS])
    batch.refuse(none & ~pl.col("working"), said.NO_DEPARTURE, "person")
    there = why.is_null() & ~awarded
    known = there | (none & pl.col("working"))
    batch.refuse(known & pl.col("working"), said.STILL_WORKING, "person")
    out = there & ~pl.col("working")
    batch.refuse(out & pl.col("paid"), said.HAS_PENSION, "person")
    owns = pl.col("owns")
    batch.refuse(out & owns.is_not_null(), said.HAS_BUSINESS, "person", number=owns)
    batch.refuse(out & ~pl.col("young"), said.OF_AGE, "person", reached=pl.col("reached"))
    late = pl.col("days_since_leaving")
    batch.refuse(out & ~pl.col("in_time"), said.TOO_LATE, "person", left=left, days=late)
    few = out & ~pl.col("enough") & ~pl.col("goes_on")
    batch.refuse(
        few,
        said.TOO_FEW,
        "person",
        months=_old_age.told_months(pl.col("months")),
        needed=pl.col("months_needed"),
        window=pl.col("window_months"),
    )
    _judge_reason(batch, out)
    seeks = pl.col("search_status") == "registered"
    batch.refuse(out & ~seeks, said.NOT_SEEKING, "person")
    batch.refuse(out & pl.col("iban").is_null(), said.NO_ACCOUNT, "person")


def _judge_reason(batch: Batch, out: pl.Expr) -> None:
    """Who left of their own will has no right; where that is open, the former employer is asked."""
    counts, answered, left = pl.col("reason_counts"), pl.col("answered"), pl.col("left_on")
    no, contested = out & (counts == unemployment.NO), pl.col("contested").is_not_null()
    batch.refuse(no & answered & ~contested, said.EMPLOYER_SAYS_NO, "person", left=left)
    batch.refuse(no & ~answered & ~contested, said.VOLUNTARY, "person", left=left)
    # The employer has had their say: between the two a person decides.
    batch.refer(no & answered & contested, said.EMPLOYER_CONTESTED, "person", left=left)
    unclear = out & (counts == unemployment.UNCLEAR)
    asked = (no & ~answered & contested) | unclear
    place = pl.col("establishment")
    batch.refer(asked, said.EMPLOYER_ASKED, "person", left=left, place=place)
