"""The name tables of the synthetic world, read from ``names.yaml`` once.

A person's name is three picks: a given name, a middle part (father and grandfather, or a second
name, or nothing) and a family name. The lists of all groups lie end to end in one column per
script; a group and a sex together point at their stretch of it, so a million names are gathers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import yaml

Pair = tuple[str, str]  # the same name in Arabic and in Latin letters

SOURCE = Path(__file__).with_name("names.yaml")


@dataclass
class Stretches:
    """Lists laid end to end; list number i is ``size[i]`` entries from ``first[i]``."""

    arabic: list[str] = field(default_factory=list)
    latin: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)

    def add(self, pairs: list[Pair]) -> None:
        """Append one list."""
        self.first.append(len(self.arabic))
        self.size.append(len(pairs))
        self.arabic += [arabic for arabic, _ in pairs]
        self.latin += [latin for _, latin in pairs]

    def frozen(self) -> Columns:
        """The same as Polars columns."""
        return Columns(
            arabic=pl.Series(self.arabic, dtype=pl.String),
            latin=pl.Series(self.latin, dtype=pl.String),
            first=pl.Series(self.first, dtype=pl.Int64),
            size=pl.Series(self.size, dtype=pl.Int64),
        )


@dataclass(frozen=True)
class Columns:
    """Lists laid end to end, as columns; ``first`` and ``size`` are indexed by list number."""

    arabic: pl.Series
    latin: pl.Series
    first: pl.Series
    size: pl.Series


@dataclass(frozen=True)
class PersonNames:
    """Name lists by *kind* = 2 x group + (1 for women); group 0 is the Saudi group.

    ``slots``: 1,000 group indexes of the resident block, each as often as its weight.
    ``women``: women in 100, by group. ``nationality``: ISO alpha-2, by group.
    """

    given: Columns
    middle: Columns
    family: Columns
    slots: pl.Series
    women: pl.Series
    nationality: pl.Series


@dataclass(frozen=True)
class BusinessNames:
    """Parts of business names; ``slots``: 20 rows of office, city and place within the office."""

    brand: Columns
    reach: Columns
    trade: Columns
    activity: pl.Series
    slots: pl.DataFrame


@cache
def person_names() -> PersonNames:
    """The tables of persons' names."""
    source = _source()
    shared = {key: pairs(text) for key, text in source["lists"].items()}
    given, middle, family = Stretches(), Stretches(), Stretches()
    for group in source["groups"]:
        men = shared.get(group["men"]) or pairs(group["men"])
        women = shared.get(group["female"]) or pairs(group["female"])
        for sex, names in (("men", men), ("women", women)):
            given.add(names)
            middle.add(_middles(group, sex, men))
            family.add(pairs(group["family"]))
    slots = [i for i, group in enumerate(source["groups"]) for _ in range(group["weight"])]
    if len(slots) != 1_000:
        raise ValueError(f"names.yaml: weights add up to {len(slots)}, not to 1,000")
    return PersonNames(
        given=given.frozen(),
        middle=middle.frozen(),
        family=family.frozen(),
        slots=pl.Series(slots, dtype=pl.Int64),
        women=pl.Series([group["women"] for group in source["groups"]], dtype=pl.Int64),
        nationality=pl.Series([group["nationality"] for group in source["groups"]]),
    )


@cache
def business_names() -> BusinessNames:
    """The tables of business names, activities and offices of the commercial register."""
    source = _source()
    brand, reach, trade = Stretches(), Stretches(), Stretches()
    brand.add(pairs(source["brands"]))
    reach.add(_spaced(pairs(source["reach"]), " ", ""))
    codes, trades = _coded(source["activities"])
    trade.add(pairs(",".join(trades)))
    return BusinessNames(
        brand=brand.frozen(),
        reach=reach.frozen(),
        trade=trade.frozen(),
        activity=pl.Series(codes, dtype=pl.String),
        slots=_office_slots(source["offices"]),
    )


def pairs(text: str) -> list[Pair]:
    """``"سعد=Saad, -"`` -> ``[("سعد", "Saad"), ("", "")]``."""
    entries = [entry.strip() for entry in text.split(",")]
    found = [tuple(entry.split("=")) if entry != "-" else ("", "") for entry in entries]
    if any(len(pair) != 2 for pair in found):
        raise ValueError(f"names.yaml: not Arabic=Latin: {text[:60]!r}")
    return [(arabic.strip(), latin.strip()) for arabic, latin in found]


def _source() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return loaded


def _middles(group: dict[str, Any], sex: str, men: list[Pair]) -> list[Pair]:
    """Every middle part a group and a sex can have, with the spaces around it."""
    if group["style"] == "middle":
        return _spaced(pairs(group[f"middle_{sex}"]), " ", " ")
    if group["style"] == "chain":
        return [(f" {a} {b} ", f" {c} {d} ") for (a, c), (b, d) in product(men, men)]
    child = ("بن", "bin") if sex == "men" else ("بنت", "bint")
    return [
        (f" {child[0]} {a} بن {b} ", f" {child[1]} {c} bin {d} ")
        for (a, c), (b, d) in product(men, men)
    ]


def _spaced(names: list[Pair], before: str, after: str) -> list[Pair]:
    """Spaces around each name; where there is none, one space if both sides need it."""
    none = " " if before and after else ""
    return [(f"{before}{a}{after}", f"{before}{b}{after}") if a else (none, none) for a, b in names]


def _coded(text: str) -> tuple[list[str], list[str]]:
    """``"4100|x=y, ..."`` -> the codes and the rest."""
    entries = [entry.strip().split("|") for entry in text.split(",")]
    return [code for code, _ in entries], [rest for _, rest in entries]


def _office_slots(text: str) -> pl.DataFrame:
    """20 rows ``office, city_ar, city, place, places``: an office holds as many as its share."""
    rows = []
    for code, rest in zip(*_coded(text), strict=True):
        names, share = rest.rsplit(" x", 1)
        [(arabic, latin)] = pairs(names)
        places = int(share)
        rows += [(int(code), arabic, latin, place, places) for place in range(places)]
    if len(rows) != 20:
        raise ValueError(f"names.yaml: office shares add up to {len(rows)}, not to 20")
    return pl.DataFrame(rows, schema=["office", "city_ar", "city", "place", "places"], orient="row")
