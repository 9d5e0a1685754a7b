"""How a claim for a birth is decided: which birth, what is looked up, what stands in its way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _asked, _old_age
from guichet.catalogue.benefits import _maternity_words as said
from guichet.domain.benefits import maternity, maternity_awards, old_age
from guichet.domain.registry import bank_accounts
from guichet.engine.batch import Batch
from guichet.lib.months import add_months_to

_ENTRY: dict[str, Any] = {
    "row": pl.Int64,
    "birth": pl.Date,
    "pregnancy_months": pl.Int64,
    "length_unknown": pl.Boolean,
}


def look_up(batch: Batch) -> None:
    """What is known of each row's birth, of the right to a benefit for it, and what was awarded."""
    _asked.with_day(batch)
    if "births_entries" not in batch.frame.columns:  # nobody was asked about
        batch.compute(births_entries=pl.lit(None, pl.String))
    batch.compute(
        row=pl.col("position").cast(pl.Int64),
        companion_asked=(pl.col("companion") == "yes").fill_null(value=False),
    )
    batch.look_up(pl.DataFrame(list(_births(batch.frame)), schema=_ENTRY), on="row")
    asked = batch.frame.select(
        "row",
        "person",
        "birth",
        "pregnancy_months",
        "asked_on",
        companion="companion_asked",
    )
    judged = maternity.judge(asked, pl.col("asked_on"))
    batch.look_up(judged.answers, on="row")
    numbers = batch.frame["person"].drop_nulls().unique()
    batch.look_up(_awarded(batch.frame, numbers), on="row")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    _old_age.look_up_steps(batch, list(judged.explained()), on="row")
    _add_to_former(batch)


def _births(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The birth each row is about: that of the day it names, else the latest on record."""
    for row in frame.select("row", "born_on", "births_entries", "asked_on").iter_rows(named=True):
        entries = json.loads(row["births_entries"] or "[]")
        days = [date.fromisoformat(one["born_on"]) for one in entries]
        past = [day for day in days if day <= row["asked_on"]]
        wanted = row["born_on"] or max(past, default=None)
        if wanted not in past:
            continue
        mine = [one for one in entries if one["born_on"] == wanted.isoformat()]
        live = any(one["live"] == "yes" for one in mine)
        months = max((int(one["months"]) for one in mine if one["months"]), default=None)
        yield {
            "row": row["row"],
            "birth": wanted,
            "pregnancy_months": months,
            "length_unknown": months is None and not live,
        }


def _awarded(frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """What was awarded for the birth of each row: ``awarded_by`` (the transaction), ``added_by``
    (that of the further months), ``monthly_then``, ``months_then``, ``last_then``.

    Births less apart than a pregnancy that gives a right are of one confinement.
    """
    given = maternity_awards.awarded_to(numbers).rename({"companion": "with_companion"})
    apart = pl.col("pregnancy_needed")
    pairs = frame.select("row", "person", "birth", "pregnancy_needed").join(
        given.select(pl.exclude("steps", "award", "decided_on")), on="person"
    )
    same = (add_months_to(pl.col("birth"), -apart) < pl.col("born_on")) & (
        pl.col("born_on") < add_months_to(pl.col("birth"), apart)
    )
    mine = pairs.filter(same)
    return mine.group_by("row").agg(
        awarded_by=pl.col("transaction").min(),
        added_by=pl.col("transaction").filter("with_companion").min(),
        first_born=pl.col("born_on").min(),
        monthly_then=pl.col("monthly").first(),
        months_then=pl.col("months").sum(),
        last_then=pl.col("last_month").max(),
    )


def _add_to_former(batch: Batch) -> None:
    """Of a birth for which something was awarded, what is left are the further months of a child
    who needs a companion, at the amount of the others.
    """
    before = pl.col("awarded_by").is_not_null()
    batch.compute(
        added=before,
        birth=pl.when(before).then("first_born").otherwise("birth"),
        months=pl.col("months") - pl.col("months_then").fill_null(0),
        monthly=pl.coalesce("monthly_then", "monthly"),
        first_month=pl.when(before)
        .then(add_months_to(pl.col("last_then"), 1))
        .otherwise("first_month"),
    )
    last = add_months_to(pl.col("first_month"), pl.max_horizontal(pl.col("months") - 1, 0))
    batch.compute(last_month=last, total=pl.col("monthly") * pl.col("months"))


def refuse(batch: Batch) -> None:
    """Refuse what cannot be, refer what only a paper tells."""
    why, birth = pl.col("why"), pl.col("birth")
    companion, awarded = pl.col("companion_asked"), pl.col("awarded_by")
    batch.repeat(awarded.is_not_null() & ~companion, awarded)
    batch.repeat(pl.col("added_by").is_not_null() & companion, pl.col("added_by"))
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.DIED, said.DIED, "person")
    batch.refuse(why == old_age.NOT_INSURED, said.NOT_INSURED, "person")
    there = (why.is_null() | (why == maternity.NO_WAGE)) & awarded.is_null()
    early = pl.col("born_on") > pl.col("asked_on")
    mine = pl.col("person")
    coming = pl.col("born_on")
    batch.refuse(there & early, said.BEFORE_BIRTH, "born_on", born=coming, person=mine)
    none = there & birth.is_null() & ~early.fill_null(value=False)
    batch.refuse(none, said.NO_BIRTH, "born_on")
    born = there & birth.is_not_null()
    old = pl.col("in_force").eq_missing(other=False)
    batch.refuse(born & old, said.BEFORE_LAW, born=birth)
    able = born & ~old
    late = pl.col("late")
    batch.refuse(able & late, said.TOO_LATE, last=pl.col("claim_by"))
    batch.refuse(able & ~pl.col("in_service"), said.NOT_AT_WORK, "person", born=birth)
    no_wage = able & pl.col("in_service") & (why == maternity.NO_WAGE).fill_null(value=False)
    batch.refuse(no_wage, said.NO_WAGE, "person", born=birth)
    batch.refuse(
        able & ~pl.col("enough"),
        said.TOO_FEW,
        "person",
        months=_old_age.told_months(pl.col("qualifying_months")),
        needed=pl.col("months_needed"),
        window=pl.col("window_months"),
    )
    needed = pl.col("pregnancy_needed")
    batch.refuse(able & ~pl.col("carried"), said.NOT_CARRIED, needed=needed)
    _look_at_papers(batch, able)


def _look_at_papers(batch: Batch, able: pl.Expr) -> None:
    companion, birth = pl.col("companion_asked"), pl.col("birth")
    more = pl.col("awarded_by").is_not_null() & pl.col("added_by").is_null() & companion
    batch.refuse(more & (pl.col("months") <= 0), said.NOTHING_ADDED, "companion")
    good = able | more
    beside = good & (pl.col("paid_wage") == "yes")
    batch.refuse(beside, said.PAID_WAGE, "paid_wage", person=pl.col("person"))
    batch.refuse(good & pl.col("iban").is_null(), said.NO_ACCOUNT, "person")
    unshown = good & companion & pl.col("report").is_null()
    batch.refuse(unshown, said.NO_REPORT, "report", person=pl.col("person"))
    batch.refer(good & companion & pl.col("report").is_not_null(), said.COMPANION, "companion")
    unknown = able & birth.is_not_null() & pl.col("length_unknown")
    batch.refer(unknown, said.LENGTH_UNKNOWN, needed=pl.col("pregnancy_needed"))
    # Two rows may name one birth differently; the day settled it.
    batch.join_equal(["person_id", "birth"])
