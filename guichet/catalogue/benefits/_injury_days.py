"""How a claim for the days of a work injury is decided: which injury, what its days come to, what
of it was awarded, and what stands in its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _asked, _old_age
from guichet.catalogue.benefits import _injury_words as said
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits import deadlines, injury_awards, injury_cases, injury_days, queries
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import numbers_of
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine.batch import Batch
from guichet.engine.fields import Field, Lines, Money, Month, Text
from guichet.law.steps import Explained
from guichet.lib.money import amount_text
from guichet.lib.text import Words

_COLUMNS: dict[str, Field] = {
    "month": Month(Words(ar="الشهر", en="Month", fr="Mois")),
    "days": Text(Words(ar="الأيام", en="Days", fr="Jours")),
    "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
}
MONTHS = Lines(Words(ar="الأشهر", en="By month", fr="Par mois"), _COLUMNS)
_FOUND: dict[str, Any] = {
    "row": pl.Int64,
    "injury": pl.String,
    "hurt_on": pl.Date,
    "why": pl.String,
    "wage": pl.Int64,
    "days": pl.Int64,
    "paid_from": pl.Date,
    "paid_till": pl.Date,
    "total": pl.Int64,
    "more": pl.Int64,  # than was awarded before
    "less": pl.Int64,
    "awarded_by": pl.Int64,  # the latest transaction that awarded something; null: none did
    "beside": pl.Boolean,  # another benefit is paid for a month that changes
    "entitled_from": pl.Date,  # the first day that is claimed and was not awarded
}
_OTHERS = ("old-age", "disability", "unemployment", "maternity")


def look_up(batch: Batch) -> None:
    """What each row's injury comes to by what the health register says today."""
    _asked.with_day(batch)
    if "injuries_entries" not in batch.frame.columns:  # nobody was asked about
        batch.compute(injuries_entries=pl.lit(None, pl.String))
    batch.compute(row=pl.col("position").cast(pl.Int64))
    numbers = batch.frame["person"].drop_nulls().unique()
    names = known_persons(numbers).select(
        "person_id", "name_ar", "name_latin", "cohort", person="asked"
    )
    batch.look_up(names.unique("person"), on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    found: list[dict[str, Any]] = []
    months: list[pl.DataFrame] = []
    explained: list[tuple[int, Explained]] = []
    for row, due in judged(batch):
        found.append(row)
        mine = due.months().with_columns(row=pl.lit(row["row"], pl.Int64))
        months.append(mine.with_columns(pl.col("days").cast(pl.String)))
        explained += [(row["row"], one) for one in due.explained]
    batch.look_up(pl.DataFrame(found, schema=_FOUND), on="row")
    batch.look_up(_deadlines(batch.frame), on="row")
    if months:
        batch.look_up(lines_text(pl.concat(months), MONTHS, ["row"], "text"), on="row")
    else:
        batch.compute(text=pl.lit(None, pl.String))
    _old_age.look_up_steps(batch, explained, on="row")


def judged(batch: Batch) -> Iterator[tuple[dict[str, Any], injury_days.Due]]:
    """Each row by itself: people claim one at a time."""
    kept = injury_cases.injuries_of(batch.frame["person"].drop_nulls().unique())
    names = ["row", "person", "injured_on", "injuries_entries", "asked_on"]
    for row in batch.frame.select(names).iter_rows(named=True):
        mine = kept.filter(pl.col("person") == row["person"])
        if row["injured_on"]:
            mine = mine.filter(pl.col("injured_on") == row["injured_on"])
        if mine.is_empty():
            continue
        injury = mine.row(-1, named=True)
        due = injury_days.due(injury, row["injuries_entries"] or "[]", batch.context.today)
        yield _told(row, injury, due), due


def _told(row: dict[str, Any], injury: dict[str, Any], due: injury_days.Due) -> dict[str, Any]:
    wanted = due.months()
    changed = injury_awards.changes(injury["injury"], wanted)
    before = injury_awards.standing(injury["injury"])
    gap = pl.col("due") - pl.col("paid")
    told = {
        "row": row["row"],
        "injury": injury["injury"],
        "hurt_on": injury["injured_on"],
        "why": due.why,
        "wage": due.wage,
        "days": due.days,
        "paid_from": due.paid_from,
        "paid_till": due.paid_till,
        "total": int(wanted["amount"].sum()),
        "more": int(changed.select(gap.clip(lower_bound=0).sum()).item() or 0),
        "less": int(changed.select((-gap).clip(lower_bound=0).sum()).item() or 0),
        "awarded_by": before["transaction"].max(),
        "beside": _beside(row["person"], changed["month"].to_list()),
    }
    fresh = changed.filter(pl.col("due") > pl.col("paid"))["month"].to_list()
    first = max(fresh[0], due.paid_from or fresh[0]) if fresh else None
    return told | {"entitled_from": first}


def _beside(person: int, months: list[date]) -> bool:
    """Whether another benefit than a share of a family's is paid for one of some months."""
    held = numbers_of(pl.Series([person], dtype=pl.Int64))["number"]
    paid = (queries.pension_of(held, month) for month in months)
    return any(set(one["kind"]) & set(_OTHERS) for one in paid)


def _deadlines(frame: pl.DataFrame) -> pl.DataFrame:
    """The last day for claiming the first day of each row, and whether it is over."""
    rows = frame.select("row", "cohort", "entitled_from", claimed_on="asked_on", daily=pl.lit(True))
    told = deadlines.with_deadline(rows).select("row", "claim_by", "late")
    return told.with_columns(pl.col("late").fill_null(value=False))


def refuse(batch: Batch) -> None:
    """Refuse what cannot be, refer what a person must look at."""
    why, mine = pl.col("why"), pl.col("person")
    known, reported = pl.col("person_id").is_not_null(), pl.col("injury").is_not_null()
    batch.refuse(~known, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(known & ~reported, said.NOT_REPORTED, "injured_on", person=mine)
    beside = reported & (pl.col("paid_wage") == "yes")
    batch.refuse(beside, said.PAID_WAGE, "paid_wage")
    batch.refuse(reported & (why == injury_days.NO_WAGE), said.NO_WAGE, "person", person=mine)
    unclear = (why == injury_days.OVERLAP).fill_null(value=False)
    same = reported & why.is_null() & (pl.col("more") == 0) & (pl.col("less") == 0)
    before = pl.col("awarded_by").is_not_null()
    batch.repeat(same & before & ~beside, pl.col("awarded_by"))
    none = same & ~before
    batch.refuse(none, said.NO_DAYS, first=pl.col("paid_from"), person=mine)
    good = reported & why.is_null() & ~same
    unpayable = (good | unclear) & pl.col("iban").is_null()
    batch.refuse(unpayable, said.NO_ACCOUNT, "person")
    # A day that is counted twice cannot be paid, whoever approves it: the register is to be right.
    batch.refuse(unclear, said.OVERLAPPING)
    batch.refer(good & pl.col("late"), said.CLAIMED_LATE, last=pl.col("claim_by"))
    batch.refer(good & pl.col("beside") & ~pl.col("late"), said.BESIDE)
    less = good & (pl.col("less") > 0)
    batch.refuse(less, said.TAKEN_BACK, less=amount_text(pl.col("less")))
    batch.join_equal(["person_id", "injury"])
