"""Deeds of the synthetic world: who may act for whom by a notary or a court.

A deed's number is ten digits: the first says whether it is in force (9) or was revoked (8), then
come the serial and the last digit of the agent's own number. Every living adult citizen has one of
each; the principal follows from the number.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from demo.people import a_living, persons
from guichet.lib.locale import here

IN_FORCE, REVOKED = 9, 8
_NINE = 10**9
_KINDS = ("attorney", "guardian", "custodian")
_PRINCIPALS = 40
_UNTIL = date(2030, 12, 31)  # of an attorney's deed; a court's has no end


def a_deed(agent: int, *, first: int = IN_FORCE) -> int:
    """The deed of an agent."""
    serial = pl.select(here().persons.serial(pl.lit(agent))).item()
    return int(first * _NINE + serial * 10 + agent % 10)


@cache
def _principals() -> list[int]:
    return [a_living(n) for n in range(60, 60 + _PRINCIPALS)]


def deeds(numbers: pl.Series) -> pl.DataFrame:
    """The facts about each deed number (Int64), in the order asked.

    Columns: number, status ('active', 'revoked', 'unknown'), kind ('attorney', 'guardian',
        'custodian'),
    principal_number, agent_number (Int64), valid_until (Date). Where the status is ``unknown`` the
    rest is null.
    """
    serial = pl.col("number") % _NINE // 10
    asked = numbers.alias("number").to_frame()
    agents = persons(asked.select(number=here().persons.made(pl.lit(0), serial)))
    first = pl.col("number") // _NINE
    same = pl.col("agent_number") % 10 == pl.col("number") % 10
    known = pl.col("known") & pl.col("alive") & first.is_in([IN_FORCE, REVOKED]) & same
    frame = pl.DataFrame({"number": numbers}).with_columns(
        known=agents["known"], alive=agents["alive"], agent_number=agents["number"]
    )
    frame = frame.with_columns(known=known.fill_null(value=False))
    kind = (pl.col("number") % len(_KINDS)).replace_strict(
        dict(enumerate(_KINDS)), default=None, return_dtype=pl.String
    )
    principal = (pl.col("number") % _PRINCIPALS).replace_strict(
        dict(enumerate(_principals())), default=None, return_dtype=pl.Int64
    )
    facts = frame.with_columns(
        status=pl.when(~pl.col("known"))
        .then(pl.lit("unknown"))
        .when(first == IN_FORCE)
        .then(pl.lit("active"))
        .otherwise(pl.lit("revoked")),
        kind=kind,
        principal_number=principal,
    )
    facts = facts.with_columns(
        valid_until=pl.when(pl.col("kind") == "attorney").then(pl.lit(_UNTIL))
    )
    names = ("kind", "principal_number", "agent_number", "valid_until")
    return facts.select(
        "number", "status", *(pl.when("known").then(pl.col(n)).alias(n) for n in names)
    )
