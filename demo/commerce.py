"""The businesses of the synthetic world (see ``demo.population``, which is what others import).

A registration number is four digits of office and six of serial. From it follow the city, the
trade, the owner and the name: a sole owner's establishment carries the owner's name, a company a
made-up brand. The exceptions follow from ``key`` = office index x 10**6 + serial::

    unknown     draw(key, BusinessSalt.STATUS) % 211 == 0, or no such office
    cancelled   % 97 == 1        suspended   % 151 == 2
"""

from __future__ import annotations

from enum import IntEnum

import polars as pl

from demo.draws import below, draw, pick
from demo.names import business_names
from demo.people import CITIZEN, Salt, adult, name, name_picks, numbered, numbers_of, vitals

SERIALS = 10**6  # registrations of one office
CAPACITY = 20 * (SERIALS // 6)  # until the largest office has none left
# The stride is prime to ten, as for persons: neighbours do not look like neighbours.
_OFFSET, _STRIDE = 254_817, 382_081
_UNIFIED_OFFSET, _UNIFIED_STRIDE = 312_645_879, 618_033_989


class BusinessSalt(IntEnum):
    """One salt per fact, after those of persons."""

    STATUS = Salt.BUSINESS
    TRADE = Salt.BUSINESS + 1
    FORM = Salt.BUSINESS + 2
    BRAND = Salt.BUSINESS + 3
    REACH = Salt.BUSINESS + 4
    POOL = Salt.BUSINESS + 5
    OWNER = Salt.BUSINESS + 64  # and one more for every further attempt


def business_numbers(start: int, count: int) -> pl.Series:
    """The registration numbers at positions ``start`` to ``start + count``, Int64.

    Stretches that do not overlap share no number. Six in twenty are of Riyadh, four of Jeddah.
    """
    if start < 0 or count < 0 or start + count > CAPACITY:
        raise ValueError(f"positions run from 0 to {CAPACITY:,}")
    position, slots = pl.col("position"), business_names().slots
    frame = pl.select(position=pl.int_range(start, start + count))
    frame = frame.with_columns(
        pick(slots.get_column(column), position % 20).alias(column)
        for column in ("office", "place", "places")
    )
    serial = (position // 20 * pl.col("places") + pl.col("place")) * _STRIDE + _OFFSET
    return frame.select(number=pl.col("office") * SERIALS + serial % SERIALS).to_series()


def businesses(numbers: pl.Series | pl.DataFrame) -> pl.DataFrame:
    """The facts about each registration number, in the order asked, repeats included.

    Takes an Int64 series, or a frame with an Int64 column ``number``. Gives one row each::

        number Int64 · status 'active'|'suspended'|'cancelled'|'unknown' · name_ar · name_latin
        owner_number Int64 · activity (ISIC Rev. 4 class, text) · city (Latin) · city_ar
        unified_number Int64 (ten digits, the first a 7)

    Where the status is ``unknown`` every other fact is null.
    """
    tables, key = business_names(), pl.col("key")
    frame = _with_offices(numbers_of(numbers))
    frame = frame.with_columns(_owners(frame.get_column("key")))
    frame = frame.with_columns(
        trade=below(draw(key, BusinessSalt.TRADE), len(tables.activity)),
        established=below(draw(key, BusinessSalt.FORM), 100) < 55,
    ).hstack(_owner_names(frame.get_column("owner_number")))
    return frame.select(
        "number",
        "status",
        name_ar=_business_name("arabic"),
        name_latin=_business_name("latin"),
        owner_number="owner_number",
        activity=pick(tables.activity, pl.col("trade")),
        city="city",
        city_ar="city_ar",
        unified_number=7 * 10**9 + (key * _UNIFIED_STRIDE + _UNIFIED_OFFSET) % 10**9,
    )


def a_business(n: int = 0, *, status: str = "active") -> int:
    """The n-th registration number of a status, unknown ones included."""
    for size in (2**12, 2**16, 2**20):
        found = _with_offices(business_numbers(0, size).to_frame()).filter(status=status)
        if n < found.height:
            return int(found.item(n, "number"))
    raise ValueError(f"fewer than {n + 1} {status} businesses among the first million")


def _with_offices(asked: pl.DataFrame) -> pl.DataFrame:
    """Adds ``city, city_ar, status, key``; null, and status unknown, where not registered."""
    offices = business_names().slots.unique("office", maintain_order=True)
    offices = offices.select("office", "city", "city_ar").with_row_index("index")
    frame = asked.with_columns(office=pl.col("number") // SERIALS).join(
        offices, on="office", how="left", maintain_order="left"
    )
    key = pl.col("index").cast(pl.Int64) * SERIALS + pl.col("number") % SERIALS
    frame = frame.with_columns(key=key).with_columns(drawn=draw(pl.col("key"), BusinessSalt.STATUS))
    registered = pl.col("drawn") % 211 != 0
    status = (
        pl.when(pl.col("drawn") % 97 == 1)
        .then(pl.lit("cancelled"))
        .when(pl.col("drawn") % 151 == 2)
        .then(pl.lit("suspended"))
        .otherwise(pl.lit("active"))
    )
    return frame.select(
        "number",
        *(pl.when(registered).then(column).alias(column) for column in ("city", "city_ar", "key")),
        status=pl.when(registered).then(status).otherwise(pl.lit("unknown")),
    )


def _owners(keys: pl.Series) -> pl.Series:
    """``owner_number`` of each key: the first candidate who is a living Saudi adult.

    One business in five belongs to one of 200 people who own several, the rest to one of a
    million, so that a trial has owners with sibling businesses.
    """
    frame = keys.alias("key").to_frame().with_row_index("row")
    settled: list[pl.DataFrame] = []
    attempt = 0
    while frame.height or not settled:
        pool = draw(pl.col("key"), BusinessSalt.POOL) % 5
        limit = pl.when(pool == 0).then(200).otherwise(1_000_000)
        drawn = draw(pl.col("key"), BusinessSalt.OWNER + attempt)
        frame = frame.with_columns(position=below(drawn, limit))
        number = numbered(pl.lit(CITIZEN), pl.col("position"))
        tried = vitals(frame.lazy().select(number=number).collect())
        missing = frame.get_column("key").is_null()  # an unknown business has no owner to look for
        done = tried.select(adult().fill_null(value=False)).to_series() | missing
        found = frame.select("row", owner_number=tried.get_column("number"))
        settled.append(found.filter(done))
        frame = frame.filter(~done)
        attempt += 1
    return pl.concat(settled).sort("row").get_column("owner_number")


def _owner_names(owners: pl.Series) -> pl.DataFrame:
    """The owner's given and family name: ``owner_arabic, owner_latin``."""
    picked = vitals(owners.alias("number")).with_columns(*name_picks())
    return picked.select(
        name(script, middle=False).alias(f"owner_{script}") for script in ("arabic", "latin")
    )


def _business_name(script: str) -> pl.Expr:
    """Arabic puts the form first and the trade last; Latin the form last."""
    tables, key = business_names(), pl.col("key")
    brands, reaches = getattr(tables.brand, script), getattr(tables.reach, script)
    brand = pick(brands, below(draw(key, BusinessSalt.BRAND), len(brands)))
    reach = pick(reaches, below(draw(key, BusinessSalt.REACH), len(reaches)))
    trade = pick(getattr(tables.trade, script), pl.col("trade"))
    owner, space = pl.col(f"owner_{script}"), pl.lit(" ")
    if script == "arabic":
        establishment = pl.concat_str(pl.lit("مؤسسة "), owner, space, trade)
        company = pl.concat_str(pl.lit("شركة "), brand, reach, space, trade)
    else:
        establishment = pl.concat_str(owner, space, trade, pl.lit(" Establishment"))
        company = pl.concat_str(brand, reach, space, trade, pl.lit(" Company"))
    return pl.when("established").then(establishment).otherwise(company)
