"""Families that share a pension, counted again: whether every row is what its leaf says, whether
the shares follow from what is known of each member, and whether they are what is paid.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.benefits import family_lines, survivors, survivors_audit
from guichet.domain.benefits.family_facts import SHARE
from guichet.domain.benefits.family_lines import PensionLine
from guichet.engine import store
from guichet.law import country

_KEPT = (
    survivors_audit.AWARDS,
    survivors_audit.HEIRS,
    survivors_audit.FACTS,
    survivors_audit.SETTLEMENTS,
    survivors_audit.SHARES,
)
_LATEST = """
    SELECT DISTINCT ON (award) award, number, law FROM benefits_settlement
    ORDER BY award, number DESC
"""


def families_are_whole() -> list[str]:
    """Everything that is not as it was put down, every family whose shares do not follow from it,
    and every share that is not what is paid, in English.
    """
    faults = [fault for kept in _KEPT for fault in kept.faults()]
    latest = {award: (number, law) for award, number, law in store.rows(_LATEST)}
    awards = store.fetch(
        "SELECT award FROM benefits_survivorsaward ORDER BY id", {"award": pl.String}
    )["award"].to_list()
    for name in awards:
        if name not in latest:
            faults.append(f"family award {name}: it was never settled")
            continue
        faults += _faults(name, *latest[name])
    return faults


def _faults(award: str, number: int, law: str) -> list[str]:
    row = survivors.awards_named([award]).row(0, named=True)
    shares = shares_of(award, number)
    faults = []
    # By other numbers of the law than those of the settlement it may come to something else.
    if law == country.parameters().version:
        again = survivors.worked_of(row).shares.sort("person", "paid_from")
        if not again.equals(shares):
            faults.append(f"family award {award}: its shares do not follow from what is known")
    if _paid_otherwise(award, survivors.paid(shares, row["owed_from"])):
        faults.append(f"family award {award}: its shares are not what is paid")
    return faults


def settled(award: str) -> int:
    """The number of a family's latest settlement; 0: there is none."""
    return int(
        store.value(
            "SELECT coalesce(max(number), 0) FROM benefits_settlement WHERE award = %(award)s",
            award=award,
        )
    )


def comes_to_the_same(award: str) -> bool:
    """Whether the shares of a family, worked by what is on record and the law of today, are those
    of its latest settlement.
    """
    row = survivors.awards_named([award]).row(0, named=True)
    return (
        survivors.worked_of(row)
        .shares.sort("person", "paid_from")
        .equals(shares_of(award, settled(award)))
    )


def shares_of(award: str, number: int) -> pl.DataFrame:
    """The shares of a settlement: columns of `SHARE`."""
    return store.fetch(
        f"SELECT {', '.join(SHARE)} FROM benefits_share"
        " WHERE award = %(award)s AND settlement = %(number)s ORDER BY person, paid_from",
        SHARE,
        award=award,
        number=number,
    )


def _paid_otherwise(award: str, shares: pl.DataFrame) -> bool:
    wanted: dict[int, list[PensionLine]] = {}
    for row in shares.iter_rows(named=True):
        line = PensionLine(row["monthly"], row["paid_from"], row["paid_till"])
        wanted.setdefault(row["person"], []).append(line)
    persons = pl.concat([survivors.heirs_of(award)["person"], shares["person"]])
    paid = family_lines.lines_of(award, persons)
    return any(
        family_lines.first_difference(paid.get(person, []), wanted.get(person, [])) is not None
        for person in {*paid, *wanted}
    )
