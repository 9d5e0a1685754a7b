"""Empty files to fill in: headings in the client's language, choices to pick from, an explanation
and an example.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from guichet.channels.bulk import words
from guichet.channels.bulk.movement import MONTHLY, movement_label, movement_services
from guichet.engine.fields import Attachment, Choice, Choices, Field
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.text import Words

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ROWS = 10_000  # lines that are prepared for typing; more may be pasted
_WIDEST = 40
_LIST_LIMIT = 255  # what a spreadsheet holds of a list written inside a cell's rule
_COLUMN = Words(ar="العمود", en="Column", fr="Colonne")
_NEEDED = Words(ar="مطلوب", en="Needed", fr="Obligatoire")
_MEANING = Words(ar="ما يُكتب فيه", en="What to write", fr="Que saisir")
_EXAMPLE = Words(ar="مثال", en="Example", fr="Exemple")
_YES = Words(ar="نعم", en="Yes", fr="Oui")
_NO = Words(ar="لا", en="No", fr="Non")
_ROWS_SHEET = Words(ar="البيانات", en="Data", fr="Données")
_ONE_OF = Words(ar="أحد هذه: {options}", en="One of: {options}", fr="L’un de : {options}")
_FOR = Words(ar="لحركة: {movements}", en="For: {movements}", fr="Pour : {movements}")
_AS_BEFORE = Words(
    ar="اترك العمود فارغًا حيث لا تحتاجه الحركة.",
    en="Leave it empty where the movement does not need it.",
    fr="Laissez vide si le mouvement n’en a pas besoin.",
)


@dataclass(frozen=True, slots=True)
class _Blank:
    """One column of a template; ``field`` is None for the movement."""

    label: str
    field: Field | None
    options: list[str]
    services: list[type[Service]]


def template(kind: str, form: str, language: str) -> bytes:
    """A template of ``kind`` as ``csv`` or ``xlsx``.

    Raises:
        Refused: there is no such service.
    """
    columns = _columns(kind, language)
    if form == "xlsx":
        return _workbook(columns, kind, language)
    separator = ";" if language == "fr" else ","  # what Excel expects in that language
    heading = separator.join(f'"{c.label}"' if separator in c.label else c.label for c in columns)
    return f"\ufeff{heading}\r\n".encode()


def _columns(kind: str, language: str) -> list[_Blank]:
    if kind != MONTHLY:
        service = service_of(kind)
        # A cell holds no file: who files many corrections with papers sends those by form or by
        # machine.
        fields = [f for f in service.inputs.values() if not isinstance(f, Attachment)]
        return [_blank(f, [service], language) for f in fields]
    offered = movement_services()
    named: dict[str, tuple[Field, list[type[Service]]]] = {}
    for service in sorted(offered, key=lambda s: s.code):
        for name, field in service.inputs.items():
            if isinstance(field, Attachment):
                continue
            named.setdefault(name, (field, []))[1].append(service)
    movement = _Blank(
        words.MOVEMENT.at(language), None, [movement_label(s, language) for s in offered], []
    )
    return [movement] + [_blank(field, asked, language) for field, asked in named.values()]


def _blank(field: Field, services: list[type[Service]], language: str) -> _Blank:
    options = [w.at(language) for w in field.options.values()] if isinstance(field, Choice) else []
    return _Blank(field.label.at(language), field, options, services)


def _workbook(columns: list[_Blank], kind: str, language: str) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        heading = book.add_format(
            {"bold": True, "bg_color": "#DDF0EC", "bottom": 1, "text_wrap": True}
        )
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_ROWS_SHEET.at(language))
        _rows_sheet(sheet, columns, heading, text)
        help_sheet = book.add_worksheet(words.HELP_SHEET.at(language))
        _help_sheet(help_sheet, columns, kind, language, {"heading": heading, "text": text})
        if language == "ar":
            sheet.right_to_left()
            help_sheet.right_to_left()
    return sink.getvalue()


def _rows_sheet(sheet: Worksheet, columns: list[_Blank], heading: Format, text: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        # Every column is text: a spreadsheet must not eat a leading zero or turn a number into a
        # date.
        sheet.set_column(place, place, min(_WIDEST, max(14, len(column.label) + 2)), text)
        sheet.write_string(0, place, column.label, heading)
        several = isinstance(column.field, Choices)  # a list would let only one be picked
        if column.options and not several and len(",".join(column.options)) < _LIST_LIMIT:
            rule = {"validate": "list", "source": column.options, "error_type": "warning"}
            sheet.data_validation(1, place, _ROWS, place, rule)


def _help_sheet(
    sheet: Worksheet, columns: list[_Blank], kind: str, language: str, formats: Mapping[str, Format]
) -> None:
    titles = [w.at(language) for w in (_COLUMN, _NEEDED, _MEANING, _EXAMPLE)]
    for place, (title, width) in enumerate(zip(titles, (28, 12, 70, 20), strict=True)):
        sheet.set_column(place, place, width, formats["text"])
        sheet.write_string(0, place, title, formats["heading"])
    for row, column in enumerate(columns, 1):
        needed = column.field is None or not column.field.optional
        sheet.write_string(row, 0, column.label)
        sheet.write_string(row, 1, (_YES if needed else _NO).at(language))
        sheet.write_string(row, 2, _meaning(column, kind, language))
        sheet.write_string(row, 3, _sample(column, language), formats["text"])


def _meaning(column: _Blank, kind: str, language: str) -> str:
    said = []
    if column.field is not None and column.field.hint:
        said.append(column.field.hint.at(language))
    if column.options:
        said.append(_ONE_OF.at(language, options=" · ".join(column.options)))
    if kind == MONTHLY and 0 < len(column.services) < len(movement_services()):
        movements = " · ".join(movement_label(s, language) for s in column.services)
        said += [_FOR.at(language, movements=movements), _AS_BEFORE.at(language)]
    return " ".join(said)


def _sample(column: _Blank, language: str) -> str:
    if column.field is None:
        return column.options[0]
    return (
        column.field.show(column.field.sample, language) if column.options else column.field.sample
    )
