"""How the columns of a file are written: told by the whole of each, and made plain before any row
is judged.

``11/5/2026`` alone may be two days; ``11/25/2026`` in the same column says which. A column that
leaves doubt is a question. Only distinct texts are looked at, so a million rows cost what they
differ in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from guichet.channels.bulk import notices
from guichet.channels.bulk.notices import Answers, Notice
from guichet.channels.bulk.table import Table
from guichet.engine.fields import Day, Field, Money, Month, tidy
from guichet.engine.fields.causes import UNCLEAR
from guichet.lib.locale import here

# Excel's count of days, which holds a 29 February 1900 that never was. 10000 is a day of 1927 and
# 99999 one of 2173; no other way to write a day has five signs.
_BEFORE_FIRST = pl.date(1899, 12, 30)
_COUNTED = r"^([0-9]{5})(?:\.0+)?$"
_NUMERIC = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:\s*(?:هـ?|AH|H))?(?:[T ]+0?0:00(?::00(?:\.0+)?)?)?$"
_YEAR_FIRST_NAME = re.compile(r"([0-9]{2})[-/. ]([^\W\d_]+\.?)")
_YEAR = r"(?:^|[^0-9])(20[0-9]{2})"
_SIGNS = [",", "-", "–", "—"]
_DASH = r"^[^0-9٠-٩۰-۹]*[-–—−][^0-9٠-٩۰-۹]*$"
_CURRENCY = rf"[\s\x{{00A0}}\x{{202F}}]|{here().currency.named}"


@dataclass(slots=True)
class Written:
    """The table's cells made plain, and what is to be said or asked about them."""

    frame: pl.DataFrame
    said: list[Notice] = field(default_factory=list)
    asked: list[Notice] = field(default_factory=list)


def judged(table: Table, columns: Mapping[str, Collection[Field]], answers: Answers) -> Written:
    """The cells of ``table`` in the way its fields read them.

    Args:
        columns: for each column of the frame that is read, the fields it serves.
        answers: what the client has answered about doubtful days.
    """
    found = Written(table.frame)
    for column, fields in columns.items():
        heading = table.headers[int(column)]
        text = found.frame[column]
        if any(isinstance(f, Day | Month) for f in fields):
            months = all(isinstance(f, Month) for f in fields)
            spelled = _days(
                text, heading, found, answers, months=months, counts=not table.form.from_1904
            )
        elif any(isinstance(f, Money) for f in fields) and text.str.contains_any(_SIGNS).any():
            spelled = _amounts(text, heading, found)
        else:
            continue
        if spelled:
            plain = text.replace(list(spelled), list(spelled.values()))
            found.frame = found.frame.with_columns(plain.alias(column))
    return found


def _days(
    text: pl.Series, heading: str, found: Written, answers: Answers, *, months: bool, counts: bool
) -> dict[str, str]:
    """Distinct texts of a column of days or months that are to be read otherwise than they
    stand.
    """
    distinct = text.unique().alias("text")
    plain = pl.DataFrame({"text": distinct, "plain": tidy(distinct)}).drop_nulls()
    spelled = _counted(plain) if counts else {}
    if months:
        spelled |= _years_first(plain)
    cells = _numeric(plain)
    if cells.is_empty():
        return spelled
    late_one, late_two = (
        (cells["one"] > 12) & (cells["two"] <= 12),
        (cells["two"] > 12) & (cells["one"] <= 12),
    )
    open_ = (cells["one"] <= 12) & (cells["two"] <= 12) & (cells["one"] != cells["two"])
    if months and not (late_one.any() or late_two.any()):
        # A month as a whole day is its first day: the number that is always 1 is the day.
        late_one, late_two = (
            (open_ & bool((cells["one"] == 1).all())),
            (open_ & bool((cells["two"] == 1).all())),
        )
    turned = cells.filter(late_two)
    if late_one.any() and late_two.any():
        spelled |= {cell: f"{cell} {UNCLEAR}" for cell in cells.filter(open_)["text"]}
    elif late_two.any():
        turned = cells.filter(cells["one"] <= 12)
        found.said.append(
            _order(notices.MONTH_FIRST.code, heading, turned.row(0, named=True), month_first=True)
        )
    elif open_.any() and not late_one.any():
        first = cells.filter(open_).row(0, named=True)
        if answers.days is None:
            found.asked.append(_question(heading, first))
        elif answers.days == "month-first":
            turned = cells.filter(cells["one"] <= 12)
            found.said.append(_order(notices.MONTH_FIRST.code, heading, first, month_first=True))
        else:
            found.said.append(_order(notices.DAY_FIRST.code, heading, first, month_first=False))
    for cell, year, month, day in turned.select("text", "year", "one", "two").iter_rows():
        spelled[cell] = f"{year}-{month:02d}-{day:02d}"
    return spelled


def _numeric(plain: pl.DataFrame) -> pl.DataFrame:
    """Of texts made plain, those of three numbers with the year last: ``text``, ``year``, and the
    other two, ``one`` and ``two``, in the order of the texts.
    """
    parts = (
        plain.select("text", p=pl.col("plain").str.extract_groups(_NUMERIC))
        .unnest("p")
        .drop_nulls()
    )
    return parts.select(
        "text", year="3", one=pl.col("1").cast(pl.Int8), two=pl.col("2").cast(pl.Int8)
    ).sort("text")


def _order(code: str, heading: str, cell: dict[str, object], *, month_first: bool) -> Notice:
    day = _iso(cell, month_first=month_first)
    return Notice(
        code, {"column": heading, "value": str(cell["text"])} | ({"day": day} if day else {})
    )


def _question(heading: str, cell: dict[str, object]) -> Notice:
    both = {"first": _iso(cell, month_first=False), "second": _iso(cell, month_first=True)}
    return Notice(notices.UNANSWERED.code, {"column": heading, "value": str(cell["text"]), **both})


def _iso(cell: dict[str, object], *, month_first: bool) -> str:
    """The Gregorian day of a cell, whichever calendar it is of."""
    month, day = (cell["one"], cell["two"]) if month_first else (cell["two"], cell["one"])
    field_ = Day(notices.UNANSWERED.words)
    read = field_.parse(pl.Series([f"{cell['year']}-{month:02d}-{day:02d}"]))[0]
    return read.isoformat() if read else ""


def _counted(plain: pl.DataFrame) -> dict[str, str]:
    """Days as a spreadsheet counts them: 46327 is 1 November 2026, where a date was pasted into a
    column of text.
    """
    counts = plain.select(
        "text", n=pl.col("plain").str.extract(_COUNTED, 1).cast(pl.Int64)
    ).drop_nulls()
    day = (_BEFORE_FIRST + pl.duration(days=pl.col("n"))).dt.to_string("%Y-%m-%d")
    return dict(counts.select("text", day).iter_rows())


def _years_first(plain: pl.DataFrame) -> dict[str, str]:
    """``26-Nov`` is a month of 2026 where the column's other cells name that year alone; else it
    may be a day.
    """
    parted = [(text, m) for text, p in plain.iter_rows() if (m := _YEAR_FIRST_NAME.fullmatch(p))]
    if not parted:
        return {}
    years = plain["plain"].str.extract(_YEAR, 1).drop_nulls().unique().to_list()
    if len(years) != 1 or any(m[1] != years[0][2:] for _, m in parted):
        return {}
    return {text: f"{m[2]} {years[0]}" for text, m in parted}


def _amounts(text: pl.Series, heading: str, found: Written) -> dict[str, str]:
    """Distinct amounts that the column shows to be written otherwise than they would be
    read alone.
    """
    counted = text.value_counts(name="n")
    dashes = counted.filter(counted.to_series(0).str.contains(_DASH))["n"].sum()
    if dashes:
        found.said.append(Notice(notices.NOUGHT.code, {"column": heading, "count": f"{dashes:,}"}))
    distinct = counted.to_series(0).alias("text")
    cells = pl.DataFrame(
        {"text": distinct, "p": tidy(distinct).str.replace_all(_CURRENCY, "")}
    ).drop_nulls()
    p = cells["p"]
    grouped_comma, grouped_point = (
        p.str.contains(r"^[0-9]{1,3}(,[0-9]{3})+$"),
        p.str.contains(r"^[0-9]{1,3}(\.[0-9]{3})+$"),
    )
    short = p.str.contains(r"^[0-9]{1,3},[0-9]{1,2}$")
    point = p.str.contains(r"[0-9]\.[0-9]{1,2}$").any()
    comma = (p.str.contains(r"[0-9],[0-9]{1,2}$") & ~short).any()
    if point and comma:
        unclear = short | grouped_comma | grouped_point
    elif point:
        unclear = short
    elif comma or short.any():
        plain = cells.filter(grouped_point)
        unclear = grouped_comma
        whole = dict(
            zip(plain["text"], plain["p"].str.replace_all(".", "", literal=True), strict=True)
        )
        return whole | {cell: f"{cell} {UNCLEAR}" for cell in cells.filter(unclear)["text"]}
    else:
        return {}
    return {cell: f"{cell} {UNCLEAR}" for cell in cells.filter(unclear)["text"]}
