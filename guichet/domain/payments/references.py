"""Payment references: fifteen digits that any keypad can type, ``500000001 2610 42``.

Nine digits name the establishment and four the month of the bill (``0000``: the account as a whole); two check digits
(ISO 7064, MOD 97-10) find every wrong digit and every swap of two neighbours. Nothing is stored: whoever can read a
reference knows whose it is.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.engine.fields.base import tidy

LENGTH = 15
_BASE, _RIGHT = 97, 1
_SHAPE = r"^[0-9]{15}$"
_CENTURY = 2000
_MONTHS = 12


def reference_of(establishment: int, month: date | None = None) -> str:
    """The reference of a month's bill, or of the account."""
    when = f"{month:%y%m}" if month else "0000"
    body = int(f"{establishment:09d}{when}") * 100
    return f"{body + (_BASE + _RIGHT - body % _BASE) % _BASE:0{LENGTH}d}"


def references_of(establishments: pl.Series, months: pl.Series) -> pl.Series:
    """:func:`reference_of` for many (a null month: the account)."""
    pairs = zip(establishments.to_list(), months.to_list(), strict=True)
    return pl.Series("reference", [reference_of(n, m) for n, m in pairs], dtype=pl.String)


def grouped(reference: str) -> str:
    """As it is printed and read out: ``500000001 2610 42``."""
    return f"{reference[:9]} {reference[9:13]} {reference[13:]}"


def read_one(text: str) -> tuple[int, date | None] | None:
    """Establishment and month of a reference that is written as fifteen plain digits; None if it is none.

    As :func:`read`, without a frame: for who reads one message at a time.
    """
    if (
        len(text) != LENGTH
        or not (text.isascii() and text.isdigit())
        or int(text) % _BASE != _RIGHT
    ):
        return None
    establishment, year, month = int(text[:9]), int(text[9:11]), int(text[11:13])
    if year == month == 0:
        return establishment, None
    return (establishment, date(_CENTURY + year, month, 1)) if 1 <= month <= _MONTHS else None


def read(texts: pl.Series) -> pl.DataFrame:
    """``establishment`` and ``month`` of each reference however it was spaced; both null where it is none."""
    bare = tidy(texts).str.replace_all(r"[\s-]", "")
    number = bare.str.extract(f"({_SHAPE})").cast(pl.Int64, strict=False).alias("number")
    frame = number.to_frame().with_columns(
        right=(pl.col("number") % _BASE == _RIGHT),
        when=(pl.col("number") // 100 % 10_000),
    )
    year, month = _CENTURY + pl.col("when") // 100, pl.col("when") % 100
    whole = pl.col("when") == 0
    good = pl.col("right") & (whole | month.is_between(1, 12))
    return frame.select(
        establishment=pl.when(good).then(pl.col("number") // 1_000_000),
        month=pl.when(good & ~whole).then(pl.date(year, month.clip(1, 12), 1)),
    )
