#!/usr/bin/env bash
# fastexcel 0.21.0 (calamine): hours worked, read as text, are a date; read with their type, 8:30 is a day of 1899.
#
# Expected: a cell that shows 36:30 ([h]:mm) reads as 36:30 or as a duration, and one that shows 8:30 (h:mm) as a time.
# Seen:     read with their types, the first is a duration and the second the moment 1899-12-31 08:30. Read as text, which is
#           how one keeps identity numbers whole, they are "1900-01-01 12:30:00" and "1899-12-31 08:30:00": nothing tells 36½
#           hours from half past twelve on New Year's Day.
# Matters:  overtime and part-time hours are declared in such columns; a reader that is lenient about days takes them for
#           dates, one that cuts the date off pays 12:30 instead of 36:30.
# Product:  such moments are told, never read (guichet/channels/bulk/sheets.py, EARLY_DAY; test
#           guichet/channels/bulk/tests/test_as_they_come.py, test_hours_of_a_spreadsheet_are_no_amount_and_no_day).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'fastexcel==0.21.0' 'polars==2.1.0' 'openpyxl==3.1.5'

cat > "$tmp/expected" <<'TEXT'
shown 36:30 and 8:30
typed: [datetime.timedelta(days=1, seconds=45000), datetime.datetime(1899, 12, 31, 8, 30)]
text:  ['1900-01-01 12:30:00', '1899-12-31 08:30:00']
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import datetime
import io

import fastexcel
import openpyxl

book = openpyxl.Workbook()
book.active.append(["month", "day"])
book.active.append([datetime.timedelta(hours=36, minutes=30), datetime.time(8, 30)])
book.active["A2"].number_format, book.active["B2"].number_format = "[h]:mm", "h:mm"
file = io.BytesIO()
book.save(file)

reader = fastexcel.read_excel(file.getvalue())
print("shown 36:30 and 8:30")
print("typed:", list(reader.load_sheet(0).to_polars().row(0)))
print("text: ", list(reader.load_sheet(0, dtypes="string").to_polars().row(0)))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
