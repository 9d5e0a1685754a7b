"""What medical boards have found: each finding is one member's, and counts once a second has
agreed. Nobody but a board reads them; who is concerned is told what was decided.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.engine import store

FOUND = {
    "id": pl.Int64,
    "case": pl.String,
    "person": pl.Int64,
    "transaction": pl.Int64,  # of the claim, as it was referred; null: of a review
    "award": pl.String,  # whose pension is looked at again; null: of a claim
    "examined_on": pl.Date,
    "disabled": pl.Boolean,
    "occupational": pl.Boolean,
    "lasting": pl.Boolean,
    "share": pl.Int64,  # of the capacity to work that is lost, percent
    "helper": pl.Boolean,
    "since": pl.Date,
    "review_on": pl.Date,  # null: no change is expected
    "grounds": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
}
VOTED: dict[str, Any] = {
    "finding": pl.Int64,
    "agreed": pl.Boolean,
    "note": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
}
FINDINGS = Kept("benefits_boardfinding", "board-found", "findings of boards", "found", FOUND)
SECONDED: dict[str, Any] = {name: kind for name, kind in VOTED.items() if name != "agreed"}
SECONDS = Kept("benefits_boardsecond", "board-seconded", "members who agreed", "given", SECONDED)
VOTES = Kept("benefits_boardvote", "board-voted", "votes of boards", "given", VOTED)
_COLUMNS = ", ".join(f'f."{name}"' for name in FOUND)


def of_case(case: str) -> dict[str, Any] | None:
    """The last finding of a case, with ``agreed`` (null: nobody has said yet)."""
    rows = store.fetch(
        f"SELECT {_COLUMNS}, v.agreed FROM benefits_boardfinding f"
        " LEFT JOIN benefits_boardvote v ON v.finding = f.id"
        ' WHERE f."case" = %(case)s ORDER BY f.id DESC LIMIT 1',
        {**FOUND, "agreed": pl.Boolean},
        case=case,
    )
    return rows.row(0, named=True) if rows.height else None


def numbered(finding: int) -> dict[str, Any]:
    """A finding by its number: columns of `FOUND`."""
    return store.fetch(
        f"SELECT {_COLUMNS} FROM benefits_boardfinding f WHERE f.id = %(id)s", FOUND, id=finding
    ).row(0, named=True)


def seconds_of(finding: int) -> set[int]:
    """The accounts that agreed with a finding which waits for others still."""
    rows = store.rows('SELECT "by" FROM benefits_boardsecond WHERE finding = %(id)s', id=finding)
    return {account for (account,) in rows}


def open_of(cases: pl.Series) -> pl.DataFrame:
    """Findings that a second member has still to look at: ``case``, ``by``, ``by_name``."""
    return store.fetch(
        'SELECT f."case", f."by", f.by_name FROM benefits_boardfinding f'
        ' WHERE f."case" = ANY(%(cases)s::text[]) AND NOT EXISTS'
        " (SELECT FROM benefits_boardvote v WHERE v.finding = f.id) ORDER BY f.id",
        {"case": pl.String, "by": pl.Int64, "by_name": pl.String},
        cases=cases,
    )


def agreed_of(numbers: pl.Series) -> pl.DataFrame:
    """What boards found of persons and two members agreed in, the latest first: columns of
    `FOUND`, ``person`` being the number asked for.
    """
    held = numbers_of(numbers)
    found = store.fetch(
        f"SELECT {_COLUMNS} FROM benefits_boardfinding f"
        " JOIN benefits_boardvote v ON v.finding = f.id AND v.agreed"
        " WHERE f.person = ANY(%(numbers)s::bigint[])"
        " ORDER BY f.id DESC",
        FOUND,
        numbers=held["number"].unique(),
    )
    return under_asked(found, held)


_ALONE = """
    SELECT f.id FROM benefits_boardvote v JOIN benefits_boardfinding f ON f.id = v.finding
    LEFT JOIN benefits_boardsecond s ON s.finding = f.id
    WHERE v."by" = f."by" OR s."by" IN (f."by", v."by") ORDER BY 1
"""


def are_whole() -> list[str]:
    """Every finding and vote that is not what its leaf says, and every finding on which one member
    said both, in English.
    """
    return [
        *FINDINGS.faults(),
        *VOTES.faults(),
        *SECONDS.faults(),
        *(f"finding {number}: one member said both" for (number,) in store.rows(_ALONE)),
    ]
