"""How a claim by somebody who cannot work is decided: the facts on record first, then what a
medical board has found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _asked, _old_age
from guichet.catalogue.benefits import _disability_words as said
from guichet.domain.benefits import awards, board_findings, disability, old_age
from guichet.domain.benefits.disability_awards import way_of
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine.batch import Batch

_FOUND: dict[str, Any] = {
    "row": pl.Int64,
    "why": pl.String,
    "born": pl.Date,
    "reached": pl.Date,
    "working": pl.Boolean,
    "left_on": pl.Date,
    "months": pl.Int64,
    "months_needed": pl.Int64,
    "in_service": pl.Boolean,
    "average": pl.Int64,
    "pension": pl.Int64,
    "helper_amount": pl.Int64,
    "monthly": pl.Int64,
    "paid_from": pl.Date,
    "way": pl.String,
    "board_since": pl.Date,
    "finding": pl.Int64,
    "found": pl.Boolean,  # a disability as the law asks for it
    "occupational": pl.Boolean,
    "examined_on": pl.Date,
    "needs_helper": pl.Boolean,
    "review_on": pl.Date,
}


def look_up(batch: Batch) -> None:
    """What is known of each row: the right by the day that the board has found, or is claimed."""
    _asked.with_day(batch)
    batch.compute(row=pl.col("position").cast(pl.Int64))
    numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
    names = known_persons(numbers).select("name_ar", "name_latin", person="asked")
    batch.look_up(names.unique("person"), on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    drawing = awards.in_payment(numbers, (awards.OLD_AGE, awards.DISABILITY), today)
    old, disabled = (pl.col("benefit") == kind for kind in (awards.OLD_AGE, awards.DISABILITY))
    batch.look_up(drawing.filter(disabled).select("person", "awarded_by", paid=True), on="person")
    batch.look_up(drawing.filter(old).select("person", retired=True), on="person")
    found: list[dict[str, Any]] = []
    explained = []
    for row, judged in _judged(batch.frame, today):
        found.append(row)
        explained += [(row["row"], one) for one in judged.explained]
    batch.look_up(pl.DataFrame(found, schema=_FOUND), on="row")
    _old_age.look_up_steps(batch, explained, on="row")


def _judged(frame: pl.DataFrame, today: date) -> Iterator[tuple[dict[str, Any], disability.Right]]:
    """Each row by itself: people claim one at a time, and few of them."""
    findings = board_findings.agreed_of(frame["person"].drop_nulls().unique())
    waited = "resolves" in frame.columns
    names = ["row", "person", "since", "asked_on", *(["resolves"] if waited else [])]
    for row in frame.select(names).iter_rows(named=True):
        if row["person"] is None or row["since"] is None or row["since"] > today:
            continue
        finding = _finding_for(findings, row, today)
        since = finding["since"] if finding else row["since"]
        proven = finding["examined_on"] if finding else None
        helper = bool(finding and finding["helper"])
        # Who has left since the claim works no longer, and is not to claim again.
        judged = disability.right(
            row["person"], since, today, asked_on=row["asked_on"], proven_on=proven, helper=helper
        )
        yield _told(row, judged, finding), judged


def _finding_for(findings: pl.DataFrame, row: dict[str, Any], today: date) -> dict[str, Any] | None:
    """What a board found of this very claim; or that it found a disability which it has still not
    to look at again, also by an earlier claim, which ended because its holder was at work.
    """
    mine = findings.filter(pl.col("person") == row["person"])
    for finding in mine.iter_rows(named=True):
        own = finding["transaction"] is not None and finding["transaction"] == row.get("resolves")
        stands = finding["disabled"] and finding["lasting"] and not finding["occupational"]
        lasts = finding["review_on"] is None or finding["review_on"] > today
        if own or (stands and lasts):
            return finding
        if not stands:  # found well since
            return None
    return None


def _told(
    row: dict[str, Any], judged: disability.Right, finding: dict[str, Any] | None
) -> dict[str, Any]:
    names = (
        "why born reached working left_on months months_needed in_service average pension monthly"
    ).split()
    told = {name: getattr(judged, name) for name in names}
    told |= {"row": row["row"], "paid_from": judged.paid_from, "helper_amount": judged.helper}
    told["way"] = way_of(judged)
    if finding:
        final = judged.reached is not None and (finding["review_on"] or date.max) >= judged.reached
        told |= {
            "board_since": finding["since"],
            "finding": finding["id"],
            "found": finding["disabled"] and finding["lasting"],
            "occupational": finding["occupational"],
            "examined_on": finding["examined_on"],
            "needs_helper": finding["helper"],
            "review_on": None if final else finding["review_on"],
        }
    return told


def refuse(batch: Batch) -> None:
    """Refuse what cannot be; what the record lets be waits for the board."""
    why, since = pl.col("why"), pl.col("since")
    mine = pl.col("person")
    paid = pl.col("paid").fill_null(value=False)
    batch.refuse(pl.col("consent") != "yes", said.NO_CONSENT, "consent", person=mine)
    batch.refuse(pl.col("work_related") == "yes", said.OF_WORK, "work_related")
    later = since > pl.lit(batch.context.today)
    batch.refuse(later, said.SINCE_LATER, "since", person=mine)
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.DIED, said.DIED, "person")
    doubtful = why == old_age.BIRTH_DOUBTFUL
    batch.refuse(doubtful, _old_age.BIRTH_DOUBTFUL, "person", born=pl.col("born"))
    batch.refuse(why == old_age.NOT_INSURED, said.NOT_INSURED, "person")
    batch.refuse(why == old_age.NO_PERIODS, _old_age.NO_PERIODS, "person")
    batch.refuse(why == disability.BEFORE_LAW, said.BEFORE_LAW, "since", since=since)
    batch.refuse(paid, said.ALREADY_PAID, "person")
    retired = pl.col("retired").fill_null(value=False) & ~paid
    batch.refuse(retired, said.OLD_AGE_PAID, "person")
    aged = (why == disability.OF_AGE) & ~retired & ~paid
    batch.refuse(aged, said.OF_AGE, "person", reached=pl.col("reached"))
    few = (why == disability.TOO_FEW) & ~paid & ~retired
    told = {"months": _old_age.told_months(pl.col("months")), "needed": pl.col("months_needed")}
    batch.refuse(few & pl.col("in_service"), said.TOO_FEW, "person", **told)
    left = {**told, "left": pl.col("left_on")}
    batch.refuse(few & ~pl.col("in_service"), said.TOO_FEW_AFTER, "person", **left)
    good = why.is_null() & ~paid & ~retired & (pl.col("consent") == "yes")
    good = good & (pl.col("work_related") == "no") & ~later
    unpayable = good & pl.col("iban").is_null() & pl.col("finding").is_null()
    batch.refuse(unpayable, said.NO_ACCOUNT, "person")
    _by_board(batch, good)


def _by_board(batch: Batch, good: pl.Expr) -> None:
    examined, on = pl.col("finding").is_not_null(), pl.col("examined_on")
    batch.refer(good & ~examined, said.BOARD_ASKED)
    seen = good & examined
    of_work = pl.col("occupational") & pl.col("found")
    batch.refuse(seen & of_work, said.FOUND_OF_WORK, on=on)
    batch.refuse(seen & ~pl.col("found"), said.NOT_DISABLED, on=on)
    able = seen & pl.col("found") & ~of_work
    batch.refuse(able & pl.col("working"), said.STILL_WORKING, "person", on=on)
