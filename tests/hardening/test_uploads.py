"""Files that are weapons: entities that read our files or swell, formulas that run at whoever opens
the result.
"""

from __future__ import annotations

import io
import zipfile

import polars as pl
import pytest

from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.result import harmless

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "<!ENTITY e '&a9;'>]>"
)


def _workbook(document_type: str, cell: str = "&e;") -> bytes:
    box = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = f"<row r='1'>{box.format('worker')}</row><row r='2'>{box.format(cell)}</row>"
    sheet = f'{document_type}<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return sink.getvalue()


@pytest.mark.parametrize("document_type", [XXE, LAUGHS], ids=["reads a file", "swells"])
def test_entities_of_a_workbook_are_never_followed(document_type: str) -> None:
    try:
        table = read_table(_workbook(document_type))
    except Unreadable:
        return
    cells = "".join(table.frame.to_series(0).to_list())
    assert "root:" not in cells and len(cells) < 1_000


def test_the_same_workbook_with_an_honest_cell_is_read() -> None:
    """Else the refusals above would prove nothing."""
    table = read_table(_workbook("", cell="1000000008"))
    assert table.headers == ("worker",) and table.frame.to_series(0).to_list() == ["1000000008"]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        '=HYPERLINK("http://x")',
        "+966=1",
    ],
)
def test_a_cell_that_would_run_is_disarmed(cell: str) -> None:
    made = pl.DataFrame({"c": [cell]}).select(harmless(pl.col("c"))).item()
    assert made == "'" + cell


@pytest.mark.parametrize("cell", ["-5", "+966 512345678", "-1,000.50", "أجر", "a=b", ""])
def test_an_honest_cell_stays_as_it_is(cell: str) -> None:
    assert pl.DataFrame({"c": [cell]}).select(harmless(pl.col("c"))).item() == cell


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_result_holds_no_formula_whatever_was_sent(form: str) -> None:
    from guichet.lib import workbook

    frame = pl.DataFrame({"0": ["=cmd|'/C calc'!A0", "<f>1+1</f>"]})
    if form == "csv":
        text = frame.select(harmless(pl.col("0"))).write_csv(include_header=False)
        assert not any(line.lstrip('"').startswith("=") for line in text.splitlines())
        return
    made = b"".join(workbook.stream(["=1+1"], [frame]))
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 't="inlineStr"' in sheet
