"""Families that share a pension: the award of the whole, what becomes known of each member, and the
shares that follow from it, settled anew each time.

One at a time for a family: whoever comes second reads what the first has written, and what is known
already changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import family_lines, grants, survivors_audit
from guichet.domain.benefits.awards import as_text
from guichet.domain.benefits.deceased import Whole
from guichet.domain.benefits.family_facts import FACT, HEIR, Estate
from guichet.domain.benefits.family_shares import Worked, work
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.law import country

CHANGED = "shares-changed"  # the event: a person's share began, changed or ended
AWARD: dict[str, Any] = {
    "award": pl.String,
    "deceased": pl.Int64,
    "died_on": pl.Date,
    "cohort": pl.String,
    "way": pl.String,
    "pension": pl.Int64,
    "average": pl.Int64,
    "paid_from": pl.Date,
    "owed_from": pl.Date,
    "decided_on": pl.Date,
    "transaction": pl.Int64,
}
_AWARDS = f"SELECT {', '.join(AWARD)} FROM benefits_survivorsaward"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a family is awarded: whole pension and shares, before anything is written."""

    deceased: int
    died_on: date
    whole: Whole
    heirs: pl.DataFrame
    facts: pl.DataFrame
    worked: Worked


def decided(
    deceased: int, died_on: date, whole: Whole, heirs: pl.DataFrame, facts: pl.DataFrame
) -> Decided:
    """Work the shares of a family whose whole pension is known.

    Args:
        heirs: columns of `HEIR`.
        facts: columns of `FACT`, as of the day of death.
    """
    worked = work(estate_of(whole, died_on), heirs, facts)
    return Decided(deceased, died_on, whole, heirs, facts, worked)


def estate_of(whole: Whole, died_on: date) -> Estate:
    """What of a whole pension matters to its shares."""
    return Estate(whole.cohort, whole.pension, whole.average, whole.paid_from, died_on)


def award(one: Decided, transaction: int, now: datetime) -> str:
    """Award a family what was decided, and bring the shares into payment; the award's name.

    Raises:
        django.db.IntegrityError: the pension of that person was awarded before.
    """
    name = f"survivors-{transaction}"
    row = {
        "award": name,
        "deceased": one.deceased,
        "died_on": one.died_on,
        "cohort": one.whole.cohort,
        "way": one.whole.way,
        "pension": one.whole.pension,
        "average": one.whole.average,
        "paid_from": one.whole.paid_from,
        "owed_from": one.whole.owed_from,
        "decided_on": now.astimezone(HOME).date(),
        "transaction": transaction,
        "steps": as_text((*one.whole.explained, *one.worked.explained)),
    }
    with store.atomic():
        survivors_audit.AWARDS.keep(pl.DataFrame([row], schema={**AWARD, "steps": pl.String}))
        learn(name, one.facts, transaction, now, heirs=one.heirs)
    return name


def learn(
    award: str,
    facts: pl.DataFrame,
    transaction: int,
    now: datetime,
    *,
    heirs: pl.DataFrame | None = None,
) -> list[int]:
    """Put down what has become known of a family, and settle its shares anew; the persons whose
    share is another in some month. What was known before changes nothing.

    Args:
        facts: columns of `FACT`.
        heirs: who belongs to it besides those known: columns of `HEIR`.

    Raises:
        LookupError: there is no such award.
        django.db.IntegrityError: on that day the opposite is on record.
    """
    with store.atomic():
        hold(award)
        known = _new(award, facts, heirs)
        if known[0].is_empty() and known[1].is_empty() and _settled(award):
            return []
        _put_down(award, *known, transaction)
        return _settle(award, transaction, now)


def hold(award: str) -> None:
    """Keep everybody else from a family until commit. No row is locked: who waits here reads what
    the other has written.
    """
    store.value("SELECT pg_advisory_xact_lock(hashtextextended(%(award)s, 0))", award=award)


def _new(
    award: str, facts: pl.DataFrame, heirs: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The heirs and facts that are not on record."""
    people = pl.DataFrame(schema=HEIR) if heirs is None else heirs.select(*HEIR)
    return (
        people.unique("person").join(heirs_of(award), on="person", how="anti").sort("person"),
        facts.select(*FACT).unique().join(facts_of(award), on=list(FACT), how="anti").sort(*FACT),
    )


def _put_down(award: str, heirs: pl.DataFrame, facts: pl.DataFrame, transaction: int) -> None:
    for kept, rows in ((survivors_audit.HEIRS, heirs), (survivors_audit.FACTS, facts)):
        if rows.is_empty():
            continue
        kept.keep(rows.with_columns(award=pl.lit(award), transaction=pl.lit(transaction)))


def _settle(award: str, transaction: int, now: datetime) -> list[int]:
    row = awards_named([award]).row(0, named=True)
    worked = worked_of(row)
    number = _settled(award) + 1
    settled = pl.DataFrame(
        {
            "award": [award],
            "number": [number],
            "settled_on": [now.astimezone(HOME).date()],
            "law": [country.parameters().version],
            "transaction": [transaction],
        },
        schema=survivors_audit.SETTLEMENTS.columns,
    )
    survivors_audit.SETTLEMENTS.keep(settled)
    shares = worked.shares.with_columns(award=pl.lit(award), settlement=pl.lit(number))
    if not shares.is_empty():
        survivors_audit.SHARES.keep(shares)
    changed = family_lines.pay(award, number, paid(worked.shares, row["owed_from"]), now)
    _grant_marriages(award, number, worked.grants, transaction, now)
    if changed:
        told = pl.DataFrame({"person": changed}, schema={"person": pl.Int64}).with_columns(
            award=pl.lit(award), settlement=pl.lit(number)
        )
        events.tell_many(CHANGED, told, now)
    return changed


def settle_again(award: str, transaction: int, now: datetime) -> list[int]:
    """Settle the shares of a family anew by what is on record; the persons whose share is another
    in some month.
    """
    with store.atomic():
        hold(award)
        return _settle(award, transaction, now)


def paid(shares: pl.DataFrame, owed_from: date) -> pl.DataFrame:
    """Of shares what is paid: not what is withheld, nor months that a late claim has lost."""
    late = pl.col("paid_till") < owed_from
    return shares.filter(~pl.col("withheld"), ~late.fill_null(value=False)).with_columns(
        paid_from=pl.max_horizontal("paid_from", pl.lit(owed_from))
    )


def _grant_marriages(
    award: str, number: int, due: pl.DataFrame, transaction: int, now: datetime
) -> None:
    """Grant what marriages bring, less what was granted for them."""
    before = granted_of(award, due["person"]).group_by("person").agg(pl.col("amount").sum())
    rest = (
        due.join(before, on="person", how="left", suffix="_before")
        .with_columns(amount=pl.col("amount") - pl.col("amount_before").fill_null(0))
        .filter(pl.col("amount") > 0)
    )
    grants.grant(
        rest.select(
            "person",
            "amount",
            kind=pl.lit("marriage"),
            award=pl.lit(f"{award}-{number}"),
            transaction=pl.lit(transaction),
        ),
        now,
    )


def granted_of(award: str, persons: pl.Series) -> pl.DataFrame:
    """The grants of marriages that came of an award: columns of `grants.KEPT`."""
    found = grants.grants_of(persons)
    mine = pl.col("award").str.starts_with(f"{award}-")
    return found.filter((pl.col("kind") == "marriage") & mine)


def worked_of(row: dict[str, Any], also: pl.DataFrame | None = None) -> Worked:
    """The shares of an award (a row of `AWARD`), from what is on record of the family, and from
    facts (columns of `FACT`) that are not yet.
    """
    estate = Estate(row["cohort"], row["pension"], row["average"], row["paid_from"], row["died_on"])
    facts = facts_of(row["award"])
    return work(estate, heirs_of(row["award"]), facts if also is None else pl.concat([facts, also]))


def _settled(award: str) -> int:
    return int(
        store.value(
            "SELECT coalesce(max(number), 0) FROM benefits_settlement WHERE award = %(award)s",
            award=award,
        )
    )


def awards_named(names: list[str]) -> pl.DataFrame:
    """Awards by name: columns of `AWARD`."""
    return store.fetch(f"{_AWARDS} WHERE award = ANY(%(names)s::text[])", AWARD, names=names)


def awards_after(deceased: pl.Series) -> pl.DataFrame:
    """The awards that the deaths of persons brought: columns of `AWARD`."""
    return store.fetch(
        f"{_AWARDS} WHERE deceased = ANY(%(numbers)s::bigint[])", AWARD, numbers=deceased
    )


def awards_with(persons: pl.Series) -> pl.DataFrame:
    """The awards of families that persons belong to: ``person`` and columns of `AWARD`."""
    columns = ", ".join(f"a.{name}" for name in AWARD)
    return store.fetch(
        f"SELECT h.person, {columns} FROM benefits_heir h"
        " JOIN benefits_survivorsaward a ON a.award = h.award"
        " WHERE h.person = ANY(%(persons)s::bigint[]) ORDER BY h.person, a.award",
        {"person": pl.Int64, **AWARD},
        persons=persons,
    )


def heirs_of(award: str) -> pl.DataFrame:
    """Who belongs to a family: columns of `HEIR`."""
    return store.fetch(
        f"SELECT {', '.join(HEIR)} FROM benefits_heir WHERE award = %(award)s ORDER BY person",
        HEIR,
        award=award,
    )


def facts_of(award: str) -> pl.DataFrame:
    """What is known of a family: columns of `FACT`."""
    columns = ", ".join(f'"{name}"' for name in FACT)
    return store.fetch(
        f'SELECT {columns} FROM benefits_heirfact WHERE award = %(award)s ORDER BY "on", person',
        FACT,
        award=award,
    )
