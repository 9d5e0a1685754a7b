"""Births of the synthetic world, as the civil registry has them by the mother's number: of one in
six women of an age for it, in the sixteen months before the days its examples are written for; now
and then twins, and now and then a child that did not live.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from demo.draws import below, draw
from demo.people import CITIZEN, Salt, numbered, persons

_FIRST, _DAYS = date(2025, 7, 1), 480
_MOTHERS = (date(1983, 1, 1), date(2005, 1, 1))  # born between
_ONE_IN, _TWINS_ONE_IN, _STILL_ONE_IN = 6, 40, 60
_TERM = 9  # months


def births(numbers: pl.Series) -> pl.DataFrame:
    """What is on record of each number (Int64), in the order asked: ``number``, ``status``
    ('recorded', 'none', 'unknown'), ``entries``, a JSON list, the oldest first: ``born_on``,
    ``live`` (yes or no) and ``months`` of the pregnancy, all texts.
    """
    people = persons(numbers).with_columns(_lot=draw(_key(), Salt.BORNE))
    mother = (
        pl.col("known")
        & pl.col("alive")
        & (pl.col("sex") == "f")
        & pl.col("birth_date").is_between(*_MOTHERS)
        & (pl.col("_lot") % _ONE_IN == 0)
    ).fill_null(value=False)
    day = below(draw(_key(), Salt.BORNE_ON), _DAYS)
    rows = people.select("number", "known", mother=mother, lot="_lot", day=day)
    told = [_told(row) for row in rows.iter_rows(named=True)]
    schema = {"status": pl.String, "entries": pl.String}
    return pl.DataFrame(told, schema=schema, orient="row").insert_column(0, numbers.alias("number"))


def _told(row: dict[str, Any]) -> tuple[str, str | None]:
    if not row["known"]:
        return "unknown", None
    if not row["mother"]:
        return "none", "[]"
    lot = row["lot"] // _ONE_IN
    live = lot % _STILL_ONE_IN != 0
    one = {
        "born_on": (_FIRST + timedelta(days=row["day"])).isoformat(),
        "live": "yes" if live else "no",
        "months": str(_TERM if live else 5 + lot // _STILL_ONE_IN % 4),
    }
    children = 2 if lot % _TWINS_ONE_IN == 1 else 1
    return "recorded", json.dumps([one] * children)


def _key() -> pl.Expr:
    return (pl.col("number") % 2**32).fill_null(0).cast(pl.UInt64)


@cache
def a_mother(n: int = 0, *, since: date = _FIRST, before: date = date(2026, 11, 15)) -> int:
    """The n-th citizen who bore one living child on a day since ``since`` and before ``before``."""
    found = 0
    for start in range(0, 2**16, 2**12):
        numbers = pl.select(
            number=numbered(pl.lit(CITIZEN), pl.int_range(start, start + 2**12))
        ).to_series()
        for number, entries in births(numbers).select("number", "entries").iter_rows():
            known = json.loads(entries or "[]")
            if len(known) == 1 and known[0]["live"] == "yes":
                found += since.isoformat() <= known[0]["born_on"] < before.isoformat()
                if found > n:
                    return int(number)
    raise ValueError(f"fewer than {n + 1} such mothers")


def born_of(mother: int) -> date:
    """The day of the first birth on record of a mother.

    Raises:
        IndexError: there is none.
    """
    entries = births(pl.Series([mother]))["entries"][0]
    return date.fromisoformat(json.loads(entries or "[]")[0]["born_on"])
