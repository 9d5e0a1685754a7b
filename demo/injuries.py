"""Work injuries of the synthetic world, as the health register has them by the injured person's
number: of one in five adults, in the four months before the days its examples are written for, with
the days in hospital and those at home after.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from demo.draws import below, draw
from demo.people import CITIZEN, Salt, numbered, persons

_FIRST, _DAYS = date(2026, 7, 1), 100
_BORN = (date(1968, 1, 1), date(2004, 1, 1))
_ONE_IN, _STAYS, _RESTS = 5, 12, 25


def injuries(numbers: pl.Series) -> pl.DataFrame:
    """What is on record of each number (Int64), in the order asked: ``number``, ``status``
    ('recorded', 'none', 'unknown'), ``entries``, a JSON list: ``injured_on``, ``reported_on`` and
    ``spells``: ``on``, ``until`` (empty: it lasts), ``treatment`` (yes or no), all texts.
    """
    people = persons(numbers).with_columns(_lot=draw(_key(), Salt.INJURED))
    hurt = (
        pl.col("known")
        & pl.col("alive")
        & pl.col("birth_date").is_between(*_BORN)
        & (pl.col("_lot") % _ONE_IN == 0)
    ).fill_null(value=False)
    day = below(draw(_key(), Salt.INJURED_ON), _DAYS)
    rows = people.select("known", hurt=hurt, lot="_lot", day=day)
    told = [_told(row) for row in rows.iter_rows(named=True)]
    schema = {"status": pl.String, "entries": pl.String}
    return pl.DataFrame(told, schema=schema, orient="row").insert_column(0, numbers.alias("number"))


def _told(row: dict[str, Any]) -> tuple[str, str | None]:
    if not row["known"]:
        return "unknown", None
    if not row["hurt"]:
        return "none", "[]"
    lot = row["lot"] // _ONE_IN
    hurt = _FIRST + timedelta(days=row["day"])
    left = hurt + timedelta(days=2 + lot % _STAYS)
    well = left + timedelta(days=1 + lot // _STAYS % _RESTS)
    entry = {
        "injured_on": f"{hurt}",
        "reported_on": f"{hurt + timedelta(days=1)}",
        "spells": [
            {"on": f"{hurt}", "until": f"{left}", "treatment": "yes"},
            {"on": f"{left + timedelta(days=1)}", "until": f"{well}", "treatment": "no"},
        ],
    }
    return "recorded", json.dumps([entry])


def _key() -> pl.Expr:
    return (pl.col("number") % 2**32).fill_null(0).cast(pl.UInt64)


@cache
def an_injured(n: int = 0) -> int:
    """The n-th citizen who was hurt at work."""
    numbers = pl.select(number=numbered(pl.lit(CITIZEN), pl.int_range(20_000, 22_000))).to_series()
    found = injuries(numbers).filter(pl.col("status") == "recorded")["number"]
    return int(found[n])


def hurt_on(number: int) -> date:
    """The day of the injury on record of somebody.

    Raises:
        IndexError: there is none.
    """
    entries = injuries(pl.Series([number]))["entries"][0]
    return date.fromisoformat(json.loads(entries or "[]")[0]["injured_on"])
