"""Decisions on a person's benefits that may be objected to, by the law's terms: the latest of each
kind, until when, who took part in it, and which debts wait because of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import rulings, store
from guichet.engine.context import HOME
from guichet.engine.relations import REFERRED
from guichet.law import country
from guichet.law.awards import one
from guichet.law.objection_terms import NAME

CODE = 3371  # of the service by which one objects
AMOUNT, REFUSED, SHARE, STOPPED, RECOVERY = "amount", "refused", "share", "stopped", "recovery"
BOARD = "board"
DECISION: dict[str, Any] = {
    "person": pl.Int64,  # the number asked for
    "about": pl.String,
    "decision": pl.String,  # its name, the same whenever it is looked up
    "decided_on": pl.Date,
    "award": pl.String,  # which it is about; null: none
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law says of objections on a day."""

    decides_within: timedelta
    appeal_by: date
    appeal_within: timedelta
    appeal_people: int
    court_by: date
    silence_accepts: bool
    pauses_recovery: bool
    board_people: int
    board_by: date | None  # of what a board found on that day; None: not known of this law


def has_terms() -> bool:
    """Whether the country's law says anything of objections to benefits."""
    return NAME in country.benefits.kinds


def terms(on: date, cohort: str = "") -> Terms:
    """The terms of a day: of what came to a level on it, or was decided on it; ``cohort``: of whom
    a board found.
    """
    row = one(country.benefits.kind(NAME), {"on": on, "cohort": cohort}, country.parameters())
    return Terms(
        timedelta(days=row["decides_within_days"]),
        on + timedelta(days=row["appeal_days"]),
        timedelta(days=row["appeal_within_days"]),
        row["appeal_people"],
        on + timedelta(days=row["court_days"]),
        row["silence_accepts"],
        row["pauses_recovery"],
        row["board_people"],
        row["board_by"],
    )


_DAY = "(({}) AT TIME ZONE %(zone)s)::date"
_MINE = "person = ANY(%(numbers)s::bigint[])"
# A recalculated award keeps the day of its claim; it was decided when its pension was entered.
_AMOUNTS = f"""
    SELECT a.person, a.award AS decision, {_DAY.format("p.entered_at")} AS decided_on, a.award
    FROM benefits_award a JOIN benefits_pension p ON p.award = a.award WHERE a.{_MINE}
    UNION ALL SELECT person, "grant", granted_on, NULL FROM benefits_grant WHERE {_MINE}
"""
_SHARES = f"""
    SELECT h.person, s.award || '/' || s.number AS decision, s.settled_on AS decided_on, s.award
    FROM benefits_heir h JOIN benefits_settlement s ON s.award = h.award WHERE h.{_MINE}
"""
# What ends because another takes its place is no stop.
_STOPS = f"""
    SELECT p.person, 'stopped-' || p.award AS decision, {_DAY.format("p.ended_at")} AS decided_on,
        p.award
    FROM benefits_pension p WHERE p.{_MINE} AND p.ended_at IS NOT NULL
        AND p.end_reason <> ALL(%(replaced)s::text[]) AND NOT EXISTS (
            SELECT FROM benefits_pension n
            WHERE n.person = p.person AND n.kind = p.kind AND n.paid_till IS NULL)
"""
# What a run recorded on a day is told as one, and contested as one.
_DEBTS = f"""
    SELECT person, 'overpaid-' || min(id) AS decision, recorded_on AS decided_on,
        NULL::text AS award
    FROM benefits_debt WHERE {_MINE} GROUP BY person, recorded_on
"""
# What a board found is known by its case, which says whether it was one of an appeal.
_FINDINGS = f"""
    SELECT f.person, 'board-' || f.id AS decision, {_DAY.format("v.at")} AS decided_on,
        f."case" AS award
    FROM benefits_boardfinding f JOIN benefits_boardvote v ON v.finding = f.id AND v.agreed
    WHERE f.{_MINE}
"""
_LATEST = """
    SELECT DISTINCT ON (person) person, decision, decided_on, award FROM ({}) found
    ORDER BY person, decided_on DESC, decision DESC
"""
_REPLACED = ["recalculated", "reviewed", "redistributed", "died"]
_QUERIES = {AMOUNT: _AMOUNTS, SHARE: _SHARES, STOPPED: _STOPS, RECOVERY: _DEBTS, BOARD: _FINDINGS}


def latest(persons: pl.Series) -> pl.DataFrame:
    """The latest decision of each kind on persons, under whatever number it was taken: columns of
    `DECISION`. What was refused is the engine's to tell.
    """
    held = numbers_of(persons)
    schema = {name: kind for name, kind in DECISION.items() if name != "about"}
    rows = [
        store.fetch(
            _LATEST.format(query),
            schema,
            numbers=held["number"].unique(),
            zone=str(HOME),
            replaced=_REPLACED,
        ).with_columns(about=pl.lit(about))
        for about, query in _QUERIES.items()
    ]
    found = under_asked(pl.concat(rows), held).select(*DECISION)
    found = found.sort("person", "about", "decided_on", "decision")
    return found.unique(["person", "about"], keep="last", maintain_order=True)


def board_by(person: int, decided_on: date) -> date:
    """The last day for objecting to what a board found of a person on a day; official holidays
    within the window lengthen it.
    """
    known = known_persons(pl.Series([person], dtype=pl.Int64))
    by = terms(decided_on, str(known["cohort"][0]) if known.height else "").board_by
    if by is None:
        return country.objections.object_by(decided_on)
    free = sum(decided_on < day <= by for day in country.holidays)
    return by + timedelta(days=free)


def took_part(award: str | None, before: list[int]) -> set[int]:
    """The accounts that decided on an award's claim, or ruled on transactions before."""
    claims = store.rows(
        "SELECT transaction FROM benefits_award WHERE award = %(award)s"
        " UNION SELECT transaction FROM benefits_settlement"
        "  WHERE award || '/' || number = %(award)s",
        award=award,
    )
    return rulings.decided_by([*before, *(number for (number,) in claims)])


_DISPUTED = f"""
    SELECT party, content::jsonb #>> '{{if_approved,decided_on}}'
    FROM {REFERRED} c WHERE service = {CODE}
        AND content::jsonb #>> '{{input,about}}' = '{RECOVERY}'
"""


def disputed(persons: pl.Series, on: date) -> pl.DataFrame:
    """Which debts of persons are not withheld because an objection to them waits, where the law
    says so: ``person``, ``recorded_on``.
    """
    schema = {"person": pl.Int64, "recorded_on": pl.Date}
    if not has_terms() or not terms(on).pauses_recovery:
        return pl.DataFrame(schema=schema)
    found = store.rows(_DISPUTED)
    rows = pl.DataFrame(
        {"person": [who for who, _ in found], "on": [day for _, day in found]},
        schema={"person": pl.Int64, "on": pl.String},
    ).select("person", recorded_on=pl.col("on").str.to_date())
    if rows.is_empty():
        return rows
    # A debt may stand under another number than the one it is objected to under.
    held = numbers_of(rows["person"].unique()).rename({"asked": "person"})
    every = rows.join(held, on="person").select("recorded_on", person="number").unique()
    return every.filter(pl.col("person").is_in(persons.implode())).select(*schema)
