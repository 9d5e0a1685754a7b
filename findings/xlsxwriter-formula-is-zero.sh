#!/usr/bin/env bash
# XlsxWriter 3.3.1 read by fastexcel 0.21.0 (calamine), polars 2.1.0: a formula nobody has computed yet is the number 0.
#
# Expected: a formula without a result reads as an empty cell (openpyxl's files do), so that it can be asked for.
# Seen:     XlsxWriter writes 0 as the result of each formula and asks the spreadsheet, by one attribute of the workbook, to
#           compute all on opening. Whoever reads the file without a spreadsheet reads 0, and nothing of the cell tells.
# Matters:  a payroll program writes "housing" as 25% of basic by a formula; its file, sent in directly, declares housing 0 for
#           the whole establishment. Opened and saved in a spreadsheet first, the same file is right, so nobody can repeat it.
# Product:  distrusts noughts of formulas in a workbook that asks to be computed and tells the cell
#           (guichet/channels/bulk/oddities.py; test guichet/channels/bulk/tests/test_as_they_come.py,
#           test_a_formula_that_nobody_has_computed_is_told_and_never_nought).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'xlsxwriter==3.3.1' 'openpyxl==3.1.5' 'fastexcel==0.21.0' 'polars==2.1.0'

cat > "$tmp/expected" <<'TEXT'
XlsxWriter: (8000, 0), computed on opening: True
openpyxl:   (8000, None), computed on opening: True
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import io
import zipfile

import openpyxl
import polars as pl
import xlsxwriter


def by_xlsxwriter():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["basic", "housing"])
        sheet.write_number(1, 0, 8000)
        sheet.write_formula(1, 1, "=A2*25%")
    return file


def by_openpyxl():
    file, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["basic", "housing"])
    book.active.append([8000, "=A2*25%"])
    book.save(file)
    return file


for name, file in (("XlsxWriter:", by_xlsxwriter()), ("openpyxl:  ", by_openpyxl())):
    asks = b'fullCalcOnLoad="1"' in zipfile.ZipFile(file).read("xl/workbook.xml")
    print(f"{name} {pl.read_excel(file.getvalue(), engine='calamine').row(0)}, computed on opening: {asks}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
