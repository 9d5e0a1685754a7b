"""A family's claim: worked from what our records and the registries say, and awarded to everybody
whom they name, whoever of them asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import (
    commands,
    family_register,
    family_reserve,
    queries,
    survivors,
)
from guichet.domain.benefits.deceased import Whole, whole
from guichet.domain.benefits.family_facts import DEAD, FACT, SHARE
from guichet.domain.benefits.survivors import Decided
from guichet.domain.registry import person_changes
from guichet.domain.registry.histories import numbers_of
from guichet.engine import store

NOBODY = "nobody"  # of those whom the registry names none has a share
TOLD = {
    **SHARE,
    "relation": pl.String,
    "name_ar": pl.String,
    "name_latin": pl.String,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose pension, and what the civil registry says of the family."""

    deceased: int
    died_on: date
    members: pl.DataFrame  # of `family_register.members_of`
    reserved: int = 0  # children to come, whose shares are kept


@dataclass(frozen=True, slots=True)
class Found:
    """What a claim comes to."""

    why: str | None  # as of `deceased.Whole`, or `NOBODY`; None: there are shares
    whole: Whole
    decided: Decided | None = None


def found(claim: Claim, today: date) -> Found:
    """What a family is awarded by a claim of today; nothing is written."""
    pension = whole(claim.deceased, claim.died_on, today)
    if pension.why:
        return Found(pension.why, pension)
    known = family_register.facts_of(claim.members, claim.died_on, today)
    facts = pl.concat([known, family_reserve.fact(claim.reserved, claim.died_on)])
    decided = survivors.decided(
        claim.deceased,
        claim.died_on,
        pension,
        family_register.heirs_of(claim.members),
        facts,
    )
    nobody = decided.worked.shares.is_empty()
    return Found(NOBODY if nobody else None, pension, decided)


def award(claim: Claim, transaction: int, now: datetime, today: date) -> str | None:
    """Award the family what a claim comes to, end what was paid to the deceased, and put the death
    down; the award's name, or None where there is nothing to award.

    Raises:
        django.db.IntegrityError: it was awarded meanwhile.
    """
    what = found(claim, today)
    if what.decided is None or what.why:
        return None
    with store.atomic():
        family_register.enter(claim.members, transaction)
        died = {"person": [claim.deceased], "died_on": [claim.died_on]}
        person_changes.record_deaths(deaths=pl.DataFrame(died, schema=_DEATH))
        name = survivors.award(what.decided, transaction, now)
        _end_own(claim, transaction, now)
    return name


_DEATH = {"person": pl.Int64, "died_on": pl.Date}


def _end_own(claim: Claim, transaction: int, now: datetime) -> None:
    """What was paid to the deceased themselves ends with the month; a share of theirs goes to the
    others of that family.
    """
    numbers = numbers_of(pl.Series([claim.deceased], dtype=pl.Int64))["number"]
    own = queries.lasting_of(numbers).filter(pl.col("kind") != "survivor")
    for name in own["award"]:
        commands.end(name, claim.died_on, "died", now)
    for row in survivors.awards_with(numbers).iter_rows(named=True):
        dead = {"person": row["person"], "what": DEAD, "on": claim.died_on, "value": 1}
        survivors.learn(row["award"], pl.DataFrame([dead], schema=FACT), transaction, now)


def told(shares: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Shares with who has them: columns of `TOLD`, in the order of the registry."""
    names = members.select("person", "relation", "name_ar", "name_latin")
    return names.join(shares, on="person", how="inner", maintain_order="left").select(*TOLD)
