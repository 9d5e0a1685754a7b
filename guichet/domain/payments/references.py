"""Payment references: fifteen digits that any keypad can type, ``500000001 2610 42``.

Nine digits name the establishment and four the month of the bill (``0000``: the account as a
whole); two check digits (ISO 7064, MOD 97-10) find every wrong digit and every swap of two
neighbours. Nothing is stored: whoever can read a reference knows whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import polars as pl

from guichet.engine.fields.base import tidy

LENGTH = 15
_BASE, _RIGHT = 97, 1
_SHAPE = r"^[0-9]{15}$"
_CENTURY = 2000
_MONTHS = 12
# Digits in a row, grouped by one mark at a time.
_RUN = re.compile(r"[0-9]+(?:[ ./_-][0-9]+)*")
_BETWEEN = re.compile(r"[ ./_-]")


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
    """Establishment and month of a reference that is written as fifteen plain digits; None if it is
    none.

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
    """``establishment`` and ``month`` of each reference however it was spaced, or found among
    words; both null where there is none.

    The check digits are the proof. A text of several lines names what its first line that names
    anybody names; where a line names several establishments it names none, and of several months of
    one no month.
    """
    found = _read_alone(texts)
    unread = found["establishment"].is_null() & (texts.str.len_chars() > LENGTH).fill_null(
        value=False
    )
    if not unread.any():
        return found
    rest = texts.filter(unread)
    told = [_among_words(text) for text in tidy(rest).to_list()]
    places = unread.arg_true()
    establishment, month = (
        found[name].scatter(places, pl.Series([one[i] for one in told], dtype=found[name].dtype))
        for i, name in enumerate(("establishment", "month"))
    )
    return pl.DataFrame({"establishment": establishment, "month": month})


def _among_words(text: str | None) -> tuple[int | None, date | None]:
    for line in (text or "").split("\n"):
        named = {told for run in _RUN.findall(line) for told in _in_digits(run)}
        if named:
            establishments = {establishment for establishment, _ in named}
            if len(establishments) > 1:
                return None, None
            months = {month for _, month in named}
            return establishments.pop(), months.pop() if len(months) == 1 else None
    return None, None


def _in_digits(run: str) -> Iterator[tuple[int, date | None]]:
    """What neighbouring groups of digits say that are fifteen together; groups are never cut, or
    any long number would do.
    """
    groups = _BETWEEN.split(run)
    for first in range(len(groups)):
        together = ""
        for group in groups[first:]:
            together += group
            if len(together) >= LENGTH:
                break
        if told := read_one(together):
            yield told


def _read_alone(texts: pl.Series) -> pl.DataFrame:
    """Of texts that are nothing but a reference."""
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
