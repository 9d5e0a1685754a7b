"""The persons of the synthetic world (see ``demo.population``, which is what others import)."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from functools import cache

import polars as pl

from demo.draws import below, draw, high_half, low_half, pick
from demo.names import Columns, person_names
from guichet.lib.locale import here

WORLD_DAY = date(2026, 1, 1)
CITIZEN, RESIDENT = 1, 2
SERIALS = 10**8  # persons in each of the two blocks
UNKNOWN_ONE_IN, DEAD_ONE_IN = 997, 499

_EPOCH = date(1970, 1, 1)
_TODAY = (WORLD_DAY - _EPOCH).days
_SCHEME_BEGAN = (date(1973, 1, 1) - _EPOCH).days
# Prime to ten, so serial = position x stride (mod 10**8) meets every serial exactly once:
# neighbours in a trial data set do not carry neighbouring numbers.
_STRIDE = 38_196_601
_YEAR = 365


class Salt(IntEnum):
    """One salt per fact, so that the draws of a person do not follow from one another."""

    BLOCK = 1
    UNKNOWN = 2
    DEAD = 3
    GROUP = 4
    SEX = 5
    BAND = 6
    BORN = 7
    DIED = 8
    COVERED = 9
    BEGAN = 10
    GIVEN = 11
    MIDDLE = 12
    FAMILY = 13
    WAGE = 14
    HOUSING = 15
    SEEKING = 16
    SOUGHT = 17
    BORNE = 18
    BORNE_ON = 19
    INJURED = 20
    INJURED_ON = 22
    BUSINESS = 32  # demo.commerce counts on from here


def persons(numbers: pl.Series | pl.DataFrame) -> pl.DataFrame:
    """The facts about each number, in the order asked, repeats included.

    Takes an Int64 series, or a frame with an Int64 column ``number``. Gives one row each::

        number Int64 · known Boolean · alive Boolean · died_on Date · name_ar String
        name_latin String · sex 'm'|'f' · nationality ISO alpha-2 · birth_date Date
        first_covered_on Date (null: never covered by social insurance before WORLD_DAY)

    Where ``known`` is false every other fact is null.
    """
    named = _vitals(numbers_of(numbers).lazy()).with_columns(_coverage(), *name_picks())
    return named.select(
        "number",
        "known",
        alive=~pl.col("dead"),
        died_on=pl.col("died").cast(pl.Date),
        name_ar=name("arabic"),
        name_latin=name("latin"),
        sex=pick(pl.Series(["m", "f"]), pl.col("kind") % 2),
        nationality=pick(_nationalities(), pl.col("kind") // 2),
        birth_date=pl.col("born").cast(pl.Date),
        first_covered_on=pl.col("began").cast(pl.Date),
    ).collect()


def person_numbers(start: int, count: int, saudi_share: float = 0.5) -> pl.Series:
    """The numbers at positions ``start`` to ``start + count`` of the world, Int64.

    Every position is one person, so stretches that do not overlap share nobody. ``saudi_share``
    (0 to 1) is the expected share of Saudis; the rest are residents. The stretch includes the
    dead, the children and the unknown: see ``workers`` for people who can be employed.
    """
    if start < 0 or count < 0 or start + count > SERIALS:
        raise ValueError(f"positions run from 0 to {SERIALS:,}")
    if not 0 <= saudi_share <= 1:
        raise ValueError("saudi_share is a share between 0 and 1")
    position = pl.col("position")
    saudi = below(draw(position, Salt.BLOCK), 1_000_000) < round(saudi_share * 1_000_000)
    block = pl.when(saudi).then(CITIZEN).otherwise(RESIDENT)
    frame = pl.LazyFrame().select(position=pl.int_range(start, start + count))
    return frame.select(number=numbered(block, position)).collect().to_series()


def workers(start: int, span: int, saudi_share: float = 0.5) -> pl.Series:
    """Who among ``person_numbers(start, span)`` is alive, known and of working age (18 to 64)."""
    frame = vitals(person_numbers(start, span, saudi_share))
    return frame.filter(adult()).get_column("number")


def a_living(n: int = 0, *, saudi: bool = True) -> int:
    """The number of the n-th living, known adult of working age."""
    return _nth("living", CITIZEN if saudi else RESIDENT, n)


def a_dead(n: int = 0, *, saudi: bool = True) -> int:
    """The number of the n-th person whom the registry knows to be dead."""
    return _nth("dead", CITIZEN if saudi else RESIDENT, n)


def an_unknown(n: int = 0, *, saudi: bool = True) -> int:
    """The n-th number with a right check digit that the registry does not know."""
    return _nth("unknown", CITIZEN if saudi else RESIDENT, n)


def numbered(block: pl.Expr, position: pl.Expr) -> pl.Expr:
    """The person's number at a position of a block, Int64."""
    serial = position * _STRIDE % SERIALS
    return here().persons.made(block - CITIZEN, serial)


def vitals(numbers: pl.Series | pl.DataFrame) -> pl.DataFrame:
    """What decides the rest, cheaply: ``number, key, known, kind, born, died, dead``.

    ``key`` is the number, or null where unknown, and carries the null into every other fact.
    ``kind`` is 2 x name group + (1 for women); ``born`` and ``died`` are days since 1970-01-01.
    """
    return _vitals(numbers_of(numbers).lazy()).collect()


def _vitals(asked: pl.LazyFrame) -> pl.LazyFrame:
    # Lazy, because only the optimiser shares the draws that several expressions have in common.
    tables, key = person_names(), pl.col("key")
    resident = here().persons.resident(key)
    # Slots name resident groups only (1 and up); the product leaves Saudis in group 0.
    group = resident * pick(tables.slots, below(draw(key, Salt.GROUP), 1_000))
    woman = below(draw(key, Salt.SEX), 100) < pick(tables.women, pl.col("group"))
    band = below(draw(key, Salt.BAND), 100) + 100 * resident
    return (
        asked.with_columns(key=_known_key())
        .with_columns(known=key.is_not_null(), group=group, born=_birth_day(band))
        .with_columns(
            kind=2 * pl.col("group") + woman.cast(pl.Int64),
            dead=draw(key, Salt.DEAD) % DEAD_ONE_IN == 0,
        )
        .with_columns(died=_death_day())
    )


def adult() -> pl.Expr:
    """Alive and of working age, over the columns of ``vitals``; null where unknown."""
    return ~pl.col("dead") & pl.col("born").is_between(*_WORKING)


def name(script: str, *, middle: bool = True) -> pl.Expr:
    """The name in ``'arabic'`` or ``'latin'``, from the columns of ``name_picks``."""
    tables = person_names()
    between = pick(getattr(tables.middle, script), pl.col("middle")) if middle else pl.lit(" ")
    return pl.concat_str(
        pick(getattr(tables.given, script), pl.col("given")),
        between,
        pick(getattr(tables.family, script), pl.col("family")),
    )


@cache
def _nationalities() -> pl.Series:
    """By name group; the first is that of the citizens, whatever country they are of."""
    known = person_names().nationality.to_list()
    return pl.Series([here().code, *known[1:]])


def name_picks() -> list[pl.Expr]:
    """Which given, middle and family name: indexes ``given, middle, family``."""
    tables = person_names()
    parts = ((Salt.GIVEN, "given"), (Salt.MIDDLE, "middle"), (Salt.FAMILY, "family"))
    return [_entry(getattr(tables, part), salt).alias(part) for salt, part in parts]


def _entry(columns: Columns, salt: int) -> pl.Expr:
    """One entry of the list that belongs to the person's kind."""
    size = pick(columns.size, pl.col("kind"))
    return pick(columns.first, pl.col("kind")) + below(draw(pl.col("key"), salt), size)


def _known_key() -> pl.Expr:
    """The number, or null where no such person is registered."""
    number = pl.col("number")
    persons = here().persons
    safe = pl.when(persons.formed(number)).then(number).otherwise(0)
    valid = persons.right(number)
    registered = draw(safe, Salt.UNKNOWN) % UNKNOWN_ONE_IN != 0
    return pl.when(valid & registered).then(number)


def _birth_day(band: pl.Expr) -> pl.Expr:
    """A day within the age band; the later of two draws, so that the young are more."""
    first, span = _bands()
    drawn = draw(pl.col("key"), Salt.BORN)
    late = pl.max_horizontal(high_half(drawn), low_half(drawn))
    return (pick(first, band) + pick(span, band) * late // (1 << 16)).cast(pl.Int32)


def _death_day() -> pl.Expr:
    """For the dead a day of the ten years before WORLD_DAY, not before birth; else null."""
    ago = below(draw(pl.col("key"), Salt.DIED), 10 * _YEAR)
    day = pl.max_horizontal(_TODAY - 1 - ago, pl.col("born") + 1).clip(upper_bound=_TODAY)
    return pl.when("dead").then(day).cast(pl.Int32)


def _coverage() -> pl.Expr:
    """``began``: first day of cover, null for 12 in 100, the young and those who died before.

    Saudis begin between 18 and 30, residents when they arrive, between 20 and 45; the earlier of
    two draws, so that most begin young.
    """
    saudi = here().persons.resident(pl.col("key")) == 0
    drawn = draw(pl.col("key"), Salt.BEGAN)
    early = pl.min_horizontal(high_half(drawn), low_half(drawn))
    age = pl.when(saudi).then(6_575).otherwise(7_305)  # 18 and 20 years in days
    spread = pl.when(saudi).then(12 * _YEAR).otherwise(25 * _YEAR)
    chance = draw(pl.col("key"), Salt.COVERED)
    # Whoever is older than the scheme joined in its first four years, not all on its first day.
    opened = _SCHEME_BEGAN + below(chance, 4 * _YEAR)
    day = pl.max_horizontal(pl.col("born") + age + spread * early // (1 << 16), opened)
    last = pl.coalesce(pl.col("died"), _TODAY - 1)
    return pl.when(chance % 100 < 88, day <= last).then(day).cast(pl.Int32).alias("began")


def _days(year: int) -> int:
    """1 January of a year, in days since 1970-01-01."""
    return (date(year, 1, 1) - _EPOCH).days


_WORKING = (_days(1961), _days(2008) - 1)
# Share in 100, first and last year of birth: children, working age, old age.
_CITIZEN_BANDS = ((3, 2008, 2025), (91, 1961, 2007), (6, 1938, 1960))
_RESIDENT_BANDS = ((1, 2008, 2025), (97, 1961, 2007), (2, 1945, 1960))


@cache
def _bands() -> tuple[pl.Series, pl.Series]:
    """First day and length in days of 100 Saudi and 100 resident age slots."""
    slots = [
        (_days(first), _days(last + 1) - _days(first))
        for share, first, last in (*_CITIZEN_BANDS, *_RESIDENT_BANDS)
        for _ in range(share)
    ]
    return pl.Series([day for day, _ in slots]), pl.Series([length for _, length in slots])


def _nth(kind: str, block: int, n: int) -> int:
    """The n-th number of a kind, looking at more positions until there are enough."""
    for size in (2**12, 2**16, 2**20):
        found = _examples(kind, block, size)
        if n < len(found):
            return int(found[n])
    raise ValueError(f"fewer than {n + 1} {kind} persons among the first million")


@cache
def _examples(kind: str, block: int, size: int) -> pl.Series:
    position = pl.int_range(size)
    frame = vitals(pl.select(number=numbered(pl.lit(block), position)))
    dead = pl.col("dead")
    kinds = {
        "unknown": ~pl.col("known"),
        "dead": dead,
        "living": adult(),
    }
    return frame.filter(kinds[kind]).get_column("number")


def numbers_of(numbers: pl.Series | pl.DataFrame) -> pl.DataFrame:
    """One column, ``number`` Int64."""
    frame = numbers if isinstance(numbers, pl.DataFrame) else numbers.alias("number").to_frame()
    return frame.select(pl.col("number").cast(pl.Int64))
