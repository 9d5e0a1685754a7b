"""Field types that are measured: money, days, months, and tables of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl

from guichet.engine.fields import causes
from guichet.engine.fields.base import Fault, Field, Reader, values_of
from guichet.engine.fields.keypad import AMOUNT, DAY, MONTH
from guichet.engine.refusal import Refusal
from guichet.lib.calendars import parse_hijri_dates
from guichet.lib.display import show_amount, show_day
from guichet.lib.hijri_names import hijri_days_of
from guichet.lib.locale import here
from guichet.lib.money import parse_minor, show_minor
from guichet.lib.month_names import days_of, months_of
from guichet.lib.text import Words

_DECIMALS = {
    1: ("بخانة عشرية واحدة", "one decimal", "une décimale"),
    2: ("بخانتين عشريتين", "two decimals", "deux décimales"),
    3: ("بثلاث خانات عشرية", "three decimals", "trois décimales"),
}[here().currency.scale]
MONEY_INVALID = Refusal(
    "money-invalid",
    ar=f"«{{value}}» ليس مبلغًا صحيحًا في «{{label}}». اكتب أرقامًا {_DECIMALS[0]} على الأكثر، مثل 8000.50.",
    en=f"“{{value}}” is not a valid amount for {{label}}. Write digits with at most {_DECIMALS[1]}, such as 8000.50.",
    fr=f"« {{value}} » n’est pas un montant valable pour « {{label}} ». Écrivez des chiffres avec {_DECIMALS[2]} au plus, par exemple 8000,50.",
)
MONEY_TOO_LOW = Refusal(
    "money-too-low",
    ar="«{label}» أقل من الحد الأدنى {least:amount}. صحح المبلغ.",
    en="{label} is below the least amount, {least:amount}. Correct the amount.",
    fr="« {label} » est inférieur au minimum, {least:amount}. Corrigez le montant.",
)
MONEY_TOO_HIGH = Refusal(
    "money-too-high",
    ar="«{label}» أعلى من الحد الأقصى {most:amount}. صحح المبلغ.",
    en="{label} is above the greatest amount, {most:amount}. Correct the amount.",
    fr="« {label} » dépasse le maximum, {most:amount}. Corrigez le montant.",
)
_OR_HIJRI = (
    (
        "، أو بالهجري 1448-06-12",
        ", or in the Hijri calendar 1448-06-12",
        ", ou en calendrier hégirien 1448-06-12",
    )
    if here().hijri
    else ("", "", "")
)
DAY_INVALID = Refusal(
    "day-invalid",
    ar=f"«{{value}}» ليس تاريخًا صحيحًا في «{{label}}». اكتبه مثل 2026-11-22 أو 22/11/2026{_OR_HIJRI[0]}.",
    en=f"“{{value}}” is not a valid date for {{label}}. Write it like 2026-11-22 or 22/11/2026{_OR_HIJRI[1]}.",
    fr=f"« {{value}} » n’est pas une date valable pour « {{label}} ». Écrivez-la comme 2026-11-22 ou 22/11/2026{_OR_HIJRI[2]}.",
)
MONTH_INVALID = Refusal(
    "month-invalid",
    ar="«{value}» ليس شهرًا صحيحًا في «{label}». اكتبه مثل 2026-11 أو 11/2026.",
    en="“{value}” is not a valid month for {label}. Write it like 2026-11 or 11/2026.",
    fr="« {value} » n’est pas un mois valable pour « {label} ». Écrivez-le comme 2026-11 ou 11/2026.",
)

_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # outside these a "Gregorian" year is a slip or Hijri


def _gregorian(form: str) -> Reader:
    def read(text: pl.Expr) -> pl.Expr:
        day = text.str.to_date(form, strict=False, exact=True)
        return pl.when(day.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)).then(day)

    return read


_AT_MIDNIGHT = r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})[T ]+0?0:00(?::00(?:\.0+)?)?Z?$"


def _midnight(text: pl.Expr) -> pl.Expr:
    # A spreadsheet hands a date over as a moment at midnight. Any other hour may, in another zone,
    # be another day.
    day = text.str.extract(_AT_MIDNIGHT, 1)
    return pl.coalesce(*(_gregorian(form)(day) for form in _DAY_FORMATS))


def _without_separators(text: pl.Expr) -> pl.Expr:
    return _gregorian("%Y%m%d")(text.str.extract(r"^((?:19|20)[0-9]{6})(?:\.0+)?$", 1))


def _hijri(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace(r"\s*(?:هـ?|AH)$", "").str.replace_all(r"[/.]", "-")
    # The year may stand at either end, the day never between.
    return parse_hijri_dates(
        bare.str.replace(r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$", "$3-$2-$1")
    )


_GREGORIAN_READERS = (*map(_gregorian, _DAY_FORMATS), _midnight, _without_separators, days_of)
_DAY_READERS = (*_GREGORIAN_READERS, hijri_days_of, _hijri) if here().hijri else _GREGORIAN_READERS


_CURRENCY = here().currency
_SCALE, _MINOR = _CURRENCY.scale, _CURRENCY.minor
_PART = rf"[0-9]{{1,{_SCALE}}}"
_PLAIN_AMOUNT = rf"^([0-9]{{1,13}})(?:\.({_PART}))?$"


def _amount(text: pl.Expr) -> pl.Expr:
    parts = text.str.extract_groups(_PLAIN_AMOUNT).struct
    whole = parts.field("1").cast(pl.Int64, strict=False)
    return whole * _MINOR + parts.field("2").fill_null("").str.pad_end(_SCALE, "0").cast(pl.Int64)


def _grouped_amount(text: pl.Expr) -> pl.Expr:
    # The country's own currency, however it is named, is no part of the amount; any other is a
    # question and no amount. The Arabic comma stands in for the thousands separator on keyboards
    # that lack it; ``8000.-`` is a Swiss nought.
    bare = (
        text.str.replace_all(_CURRENCY.named, "")
        .str.replace_many(
            ["٬", "،", "٫", "’", "'", "\u00a0", "\u202f", "\u2009", " "], ["", ",", ".", *[""] * 6]
        )
        .str.replace(r"\.[-–—]+$", "")
    )
    # Three digits after a comma are thousands, whatever the decimals of the currency.
    comma_decimal = bare.str.contains(r"^([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]{1,2}$")
    continental = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    comma_groups = bare.str.contains(rf"^[0-9]{{1,3}}(,[0-9]{{3}})+(\.{_PART})?$")
    english = bare.str.replace_all(",", "", literal=True)
    return _amount(
        pl.when(comma_decimal).then(continental).when(comma_groups).then(english).otherwise(bare)
    )


def _nought(text: pl.Expr) -> pl.Expr:
    # Accounting formats draw nought as a dash, with or without the currency.
    return pl.when(text.str.replace_all(_CURRENCY.named, "").str.contains(r"^\s*[-–—−]+\s*$")).then(
        pl.lit(0, pl.Int64)
    )


class Money(Field, dy.Int64):
    """An amount in integer minor units; ``least`` and ``most`` in minor units too."""

    kind = "money"
    keying = AMOUNT
    input_mode = "decimal"

    def __init__(self, label: Words, *, least: int = 0, most: int = 10**12, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.least = least
        self.most = most

    # 8000 and 8000.5, else 8,000.50, 8 000,50, 8.000,50, the Arabic separators and the currency's
    # names, else a dash.
    readers = (_amount, _grouped_amount, _nought)

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(MONEY_INVALID, text.is_not_null() & value.is_null(), {}, causes.AMOUNTS)
        yield Fault(MONEY_TOO_LOW, value < self.least, {"least": show_minor(self.least)})
        yield Fault(MONEY_TOO_HIGH, value > self.most, {"most": show_minor(self.most)})

    def plain(self, value: pl.Expr) -> pl.Expr:
        part = (value.abs() % _MINOR).cast(pl.String).str.zfill(_SCALE)
        sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
        return pl.concat_str(sign, (value.abs() // _MINOR).cast(pl.String), pl.lit("."), part)

    def value_of(self, text: str) -> int:
        return parse_minor(text)

    def show(self, text: str | None, language: str) -> str:
        return show_amount(int(text.replace(".", "")), language) if text else ""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^[0-9]{{1,13}}(\.{_PART})?$"}


class Day(Field, dy.Date):
    """A calendar day; Gregorian in the usual spellings, or Hijri (a year 1300 to 1500)."""

    kind = "day"
    keying = DAY

    readers = _DAY_READERS

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(DAY_INVALID, text.is_not_null() & value.is_null(), {}, causes.DAYS)

    def plain(self, value: pl.Expr) -> pl.Expr:
        return value.dt.to_string("%Y-%m-%d")

    def value_of(self, text: str) -> date:
        return date.fromisoformat(text)

    def show(self, text: str | None, language: str) -> str:
        return show_day(date.fromisoformat(text), language) if text else ""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def _year_month(text: pl.Expr) -> pl.Expr:
    return _gregorian("%Y-%m-%d")(text.str.replace("/", "-", literal=True) + "-01")


def _month_year(text: pl.Expr) -> pl.Expr:
    return _gregorian("%d/%m/%Y")("01/" + text.str.replace("-", "/", literal=True))


def _six_digits(text: pl.Expr) -> pl.Expr:
    year, month = text.str.extract(r"^((?:19|20)[0-9]{2})[0-9]{2}$", 1), text.str.slice(4)
    return _gregorian("%Y-%m-%d")(pl.concat_str(year, pl.lit("-"), month, pl.lit("-01")))


def _month_of(read: Reader) -> Reader:
    return lambda text: read(text).dt.truncate("1mo")


class Month(Field, dy.Date):
    """A contribution month, kept as its first day."""

    kind = "month"
    keying = MONTH

    # Also a whole date, of which the month counts; never a Hijri month, which is not a contribution
    # month.
    readers = (
        _year_month,
        _month_year,
        _six_digits,
        months_of,
        *map(_month_of, _GREGORIAN_READERS[:-1]),
    )

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        yield Fault(MONTH_INVALID, text.is_not_null() & value.is_null(), {}, causes.MONTHS)

    def plain(self, value: pl.Expr) -> pl.Expr:
        return value.dt.to_string("%Y-%m")

    def value_of(self, text: str) -> date:
        return date.fromisoformat(f"{text}-01")

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


class Lines(Field, dy.String):
    """A table in an answer: rows of named columns, kept as JSON text ``[{column: plain text}]``.

    ``drawn`` names a column of numbers whose rows are to be compared: a channel that can, draws
    each beside its figure.
    """

    kind = "lines"
    written = False

    def __init__(
        self, label: Words, columns: dict[str, Field], *, drawn: str = "", **rest: Any
    ) -> None:
        super().__init__(label, optional=True, **rest)
        self.columns = columns
        self.drawn = drawn

    def value_of(self, text: str) -> list[dict[str, Any]]:
        return [values_of(self.columns, line) for line in json.loads(text)]

    def rows(self, text: str | None, language: str) -> list[list[str]]:
        """The table's cells as a reader of ``language`` expects them, row by row."""
        return [
            [field.show_cell(line.get(name), language) for name, field in self.columns.items()]
            for line in json.loads(text or "[]")
        ]

    def json_schema(self) -> dict[str, Any]:
        line = {name: field.json_schema() for name, field in self.columns.items()}
        return {"type": "array", "items": {"type": "object", "properties": line}}
