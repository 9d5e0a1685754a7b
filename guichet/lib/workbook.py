"""Excel workbooks written as they are sent: one sheet, a column at a time instead of a cell at a
time.

A general writer takes a minute for ten million cells; building each row's XML with column
expressions takes seconds, and nothing but the piece in hand is in memory. Text stays text, so no
identifier loses a digit and no cell is ever a formula; a column of decimals is amounts, which can
be added up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

import polars as pl

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what a reader puts for a day before March 1900: spreadsheets differ on which day it is
EARLY_DAY = "#DATE!"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Style 1 is text, which stays text when somebody edits the cell; style 2 a bold heading, style
    # 3 an amount with two places.
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_WIDTH = 22
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"  # XML cannot hold them


def stream(
    headings: list[str], frames: Iterable[pl.DataFrame], *, right_to_left: bool = False
) -> Iterator[bytes]:
    """A workbook of one sheet in pieces: bold headings that stay in view, and rows of text or
    ``pl.Decimal`` amounts.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, xml in _PARTS.items():
            book.writestr(name, _HEAD + xml)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_opening(headings, right_to_left).encode())
            for frame in frames:
                sheet.write("".join(_rows(frame).to_list()).encode())
                yield sink.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What a zip is written to when nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since it was last taken."""
        data = bytes(self._held)
        self._held.clear()
        return data


def _opening(headings: list[str], right_to_left: bool) -> str:
    view = ' rightToLeft="1"' if right_to_left else ""
    cells = "".join(
        f'<c s="2" t="inlineStr"><is><t xml:space="preserve">{escape(h)}</t></is></c>'
        for h in headings
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetViews><sheetView workbookViewId="0"{view}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(headings)}" width="{_WIDTH}" customWidth="1"/></cols>'
        f"<sheetData><row>{cells}</row>"
    )


def _rows(frame: pl.DataFrame) -> pl.Series:
    """Each row's XML. Rows and cells without coordinates follow one another, as the standard
    allows.
    """
    cells = [
        _amount(pl.col(name)) if kind == pl.Decimal else _cell(pl.col(name))
        for name, kind in frame.schema.items()
    ]
    return frame.select(pl.concat_str([pl.lit("<row>"), *cells, pl.lit("</row>")])).to_series()


def _amount(value: pl.Expr) -> pl.Expr:
    full = pl.concat_str(pl.lit('<c s="3"><v>'), value.cast(pl.String), pl.lit("</v></c>"))
    return pl.when(value.is_null()).then(pl.lit("<c/>")).otherwise(full)


def _cell(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(_CONTROLS, "").str.replace_many(
        ["&", "<", ">"], ["&amp;", "&lt;", "&gt;"]
    )
    full = pl.concat_str(
        pl.lit('<c s="1" t="inlineStr"><is><t xml:space="preserve">'),
        plain,
        pl.lit("</t></is></c>"),
    )
    return pl.when(text == "").then(pl.lit('<c s="1"/>')).otherwise(full)
