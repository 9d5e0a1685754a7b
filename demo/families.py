"""Families of the dead of the synthetic world: who their people are, as the civil registry says.

A family follows from the number of the one who died: a spouse, up to three children below working
age, a grown child, and for some a mother. All are persons of the same world, of an age that can be;
people may belong to several families, as nobody here is real. Now and then a marriage is contested.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from demo.draws import below, draw
from demo.people import CITIZEN, WORLD_DAY, numbered, persons

_POOL = 3_000  # positions of the world that families are made of
_SALT = 70  # on from here; see `demo.people.Salt`
_YOUNGEST_PARENT = 18  # years
_GROWN = date(2008, 1, 1)
_CONTESTED_ONE_IN = 17
_WEDDINGS = date(2020, 1, 1)  # the first
_STUDENT_ONE_IN, _DISABLED_ONE_IN = 2, 23
_UNTIL = date(2027, 6, 30)  # of those who study
_STUDIES = (date(1998, 1, 1), date(2009, 1, 1))  # born between
_SINCE = date(2020, 5, 1)


def families(numbers: pl.Series) -> pl.DataFrame:
    """The family of each number (Int64), in the order asked: ``number``, ``status`` ('dead',
    'alive', 'unknown'), ``died_on``, ``members`` (a JSON list; of the living and the unknown an
    empty one and null).

    A member: ``number``, ``relation`` (widow, widower, son, daughter, mother), ``name_ar``,
    ``name_latin``, ``sex``, ``nationality``, ``born``, ``married_on``, and yes or no: ``alive``,
    ``married`` (of a spouse: again), ``dependent``, ``contested``; all are texts.
    """
    people = persons(numbers)
    rows = [_family(row) for row in people.iter_rows(named=True)]
    schema = {"status": pl.String, "died_on": pl.Date, "members": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").insert_column(0, numbers.alias("number"))


def _family(row: dict[str, Any]) -> tuple[str, date | None, str | None]:
    if not row["known"]:
        return "unknown", None, None
    if row["alive"]:
        return "alive", None, "[]"
    return "dead", row["died_on"], json.dumps(_members(row), ensure_ascii=False)


def _members(row: dict[str, Any]) -> list[dict[str, str]]:
    number, woman = row["number"], row["sex"] == "f"
    eldest = (
        row["birth_date"].replace(day=1).replace(year=row["birth_date"].year + _YOUNGEST_PARENT)
    )
    young = _pool(adult=False).filter(pl.col("birth_date").is_between(eldest, row["died_on"]))
    grown = _pool(adult=True).filter(pl.col("birth_date") >= eldest)
    spouses = _pool(adult=True).filter(
        pl.col("sex") == ("m" if woman else "f"),
        (pl.col("birth_date") - pl.lit(row["birth_date"])).dt.total_days().abs() < 15 * 365,
    )
    old = _pool(adult=True).filter(
        pl.col("sex") == "f",
        pl.col("birth_date") <= row["birth_date"].replace(day=1, year=row["birth_date"].year - 18),
    )
    found = [("widower" if woman else "widow", one) for one in _drawn(spouses, number, 1, 1)]
    found += [(_child(one), one) for one in _drawn(young, number, 2, 1 + _of(number, 3, 3))]
    found += [(_child(one), one) for one in _drawn(grown, number, 4, _of(number, 5, 2))]
    found += [("mother", one) for one in _drawn(old, number, 6, _of(number, 7, 2))]
    contested = _of(number, 8, _CONTESTED_ONE_IN) == 0
    return [_told(relation, one, contested and relation == "widow") for relation, one in found]


def _child(one: dict[str, Any]) -> str:
    return "son" if one["sex"] == "m" else "daughter"


def _told(relation: str, one: dict[str, Any], contested: bool) -> dict[str, str]:
    grown = one["birth_date"] < _GROWN
    married = relation in ("son", "daughter") and grown and _of(one["number"], 9, 2) == 0
    texts = {name: str(one[name]) for name in ("number", "name_ar", "name_latin", "sex")}
    flags = {
        "alive": True,
        "married": married,
        "dependent": relation == "mother",
        "contested": contested,
    }
    return {
        **texts,
        "relation": relation,
        "nationality": one["nationality"],
        "born": one["birth_date"].isoformat(),
        "married_on": _wedding(one["number"]) if married else "",
        **{name: "yes" if value else "no" for name, value in flags.items()},
    }


def _wedding(number: int) -> str:
    return (_WEDDINGS + timedelta(days=_of(number, 10, 2_000))).isoformat()


def _drawn(pool: pl.DataFrame, number: int, salt: int, count: int) -> list[dict[str, Any]]:
    """So many of a pool, no one twice."""
    if pool.is_empty():
        return []
    first = _of(number, salt, pool.height)
    places = {(first + step) % pool.height for step in range(count)}
    return [pool.row(place, named=True) for place in sorted(places)]


def _of(number: int, salt: int, limit: int) -> int:
    drawn = below(draw(pl.lit(number % 2**32, dtype=pl.UInt64), _SALT + salt), limit)
    return int(pl.select(drawn).item())


@cache
def _pool(*, adult: bool) -> pl.DataFrame:
    """Living citizens, below working age or grown."""
    position = pl.int_range(0, _POOL)
    numbers = pl.select(number=numbered(pl.lit(CITIZEN), position)).to_series()
    grown = pl.col("birth_date") < _GROWN
    known = persons(numbers).filter(pl.col("known") & pl.col("alive"))
    return known.filter(grown if adult else ~grown).sort("number")


def students(numbers: pl.Series) -> pl.DataFrame:
    """Who studies, in the order asked: ``number``, ``status`` ('enrolled', 'not-enrolled',
    'unknown'), ``valid_until``.
    """
    people = persons(numbers)
    of_age = pl.col("birth_date").is_between(*_STUDIES)
    studies = of_age & (draw(_key(), _SALT + 20) % _STUDENT_ONE_IN == 0)
    status = (
        pl.when(~pl.col("known"))
        .then(pl.lit("unknown"))
        .when(studies)
        .then(pl.lit("enrolled"))
        .otherwise(pl.lit("not-enrolled"))
    )
    told = people.select(status=status)
    return told.select(
        numbers.alias("number"),
        "status",
        valid_until=pl.when(pl.col("status") == "enrolled").then(pl.lit(_UNTIL)),
    )


def disabilities(numbers: pl.Series) -> pl.DataFrame:
    """Who is disabled, in the order asked: ``number``, ``status`` ('disabled', 'none', 'unknown'),
    ``since``.
    """
    people = persons(numbers)
    status = (
        pl.when(~pl.col("known"))
        .then(pl.lit("unknown"))
        .when(draw(_key(), _SALT + 21) % _DISABLED_ONE_IN == 0)
        .then(pl.lit("disabled"))
        .otherwise(pl.lit("none"))
    )
    born = people["birth_date"]
    told = people.select(status=status)
    since = pl.max_horizontal(born, pl.lit(_SINCE))
    return told.select(
        numbers.alias("number"),
        "status",
        since=pl.when(pl.col("status") == "disabled").then(since),
    )


def _key() -> pl.Expr:
    return (pl.col("number") % 2**32).fill_null(0).cast(pl.UInt64)


@cache
def a_deceased(n: int = 0, *, contested: bool = False, since: date | None = None) -> int:
    """The n-th citizen who died in the last two years, or since a day, and left a child below
    working age; with ``contested``, one whose marriage is.
    """
    found = 0
    for start in range(0, 2**20, 2**13):
        position = pl.int_range(start, start + 2**13)
        numbers = pl.select(number=numbered(pl.lit(CITIZEN), position)).to_series()
        late = since or date(WORLD_DAY.year - 2, 1, 1)
        dead = persons(numbers).filter(
            pl.col("known") & ~pl.col("alive") & (pl.col("died_on") >= late),
            pl.col("birth_date").is_between(date(1961, 1, 1), date(1995, 12, 31)),
        )
        for row in dead.iter_rows(named=True):
            members = _members(row)
            of_age = any(m["born"] >= _GROWN.isoformat() for m in members)
            if of_age and any(m["contested"] == "yes" for m in members) == contested:
                if found == n:
                    return int(row["number"])
                found += 1
    raise ValueError(f"fewer than {n + 1} such families")


def member_of(deceased: int, *relations: str, minor: bool = False) -> int:
    """A member of a family in one of these relations; the first.

    Raises:
        StopIteration: there is none.
    """
    row = persons(pl.Series([deceased])).row(0, named=True)
    return next(
        int(one["number"])
        for one in _members(row)
        if one["relation"] in relations and (one["born"] >= _GROWN.isoformat() or not minor)
    )
