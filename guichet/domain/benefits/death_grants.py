"""The grant that a death brings the members who share the pension: once for a death, in equal
parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import grants, survivors
from guichet.engine import store
from guichet.law import country
from guichet.law.awards import one
from guichet.law.steps import Explained

KIND = "death"
NO_GRANT, LAPSED, NOBODY = "no-grant", "lapsed", "nobody"
PART = {
    "person": pl.Int64,
    "amount": pl.Int64,  # minor units
}


@dataclass(frozen=True, slots=True)
class Due:
    """What a death brings by a claim of today, or why nothing."""

    why: str | None
    parts: pl.DataFrame  # columns of `PART`, the eldest first
    claim_by: date | None = None
    explained: tuple[Explained, ...] = ()


def due(award: dict[str, Any], today: date) -> Due:
    """What the members of an award (a row of `survivors.AWARD`) are granted."""
    nothing = pl.DataFrame(schema=PART)
    kind = country.benefits.of("death_grant", award["cohort"])
    if kind is None:
        return Due(NO_GRANT, nothing)
    claim_by, late = _in_time(award, today)
    if late:
        return Due(LAPSED, nothing, claim_by)
    having = _members(award)
    if not having:
        return Due(NOBODY, nothing, claim_by)
    row = {"on": award["died_on"], "pension": award["pension"], "members": len(having)}
    worked = one(kind, row, country.parameters())
    parts = pl.DataFrame({"person": having, "amount": worked["shares"]}, schema=PART)
    told = (country.benefits.explain(kind.name, worked),)
    return Due(None, parts.filter(pl.col("amount") > 0), claim_by, told)


def _in_time(award: dict[str, Any], today: date) -> tuple[date | None, bool]:
    kind = country.benefits.of("claim", award["cohort"])
    if kind is None:
        return None, False
    row = {
        "on": today,
        "cohort": award["cohort"],
        "entitled_from": award["died_on"],
        "daily": True,  # lapses as daily allowances do
    }
    worked = one(kind, row, country.parameters())
    return worked["claim_by"], bool(worked["late"])


def _members(award: dict[str, Any]) -> list[int]:
    """Who has a share from the first month on, the eldest first."""
    shares = survivors.worked_of(award).shares
    first = shares.filter(pl.col("paid_from") == award["paid_from"])["person"]
    heirs = survivors.heirs_of(award["award"]).sort("born", "person")["person"]
    return heirs.filter(heirs.is_in(first.implode())).to_list()


def granted(awards: pl.Series) -> pl.DataFrame:
    """What was granted of awards: ``award``, columns of `PART`, ``granted_on`` and ``granted_by``
    (the transaction), the greatest part first.
    """
    return store.fetch(
        "SELECT award, person, amount, granted_on, transaction FROM benefits_grant"
        " WHERE kind = %(kind)s AND award = ANY(%(awards)s::text[])"
        " ORDER BY award, amount DESC, id",
        {"award": pl.String, **PART, "granted_on": pl.Date, "granted_by": pl.Int64},
        kind=KIND,
        awards=awards,
    )


def grant(award: dict[str, Any], transaction: int, now: datetime, today: date) -> None:
    """Grant what is due of an award, in the caller's ``atomic``.

    Raises:
        store.WriteConflict: it was granted meanwhile.
    """
    survivors.hold(award["award"])
    if not granted(pl.Series([award["award"]])).is_empty():
        raise store.WriteConflict
    parts = due(award, today).parts
    grants.grant(
        parts.with_columns(
            kind=pl.lit(KIND), award=pl.lit(award["award"]), transaction=pl.lit(transaction)
        ),
        now,
    )
