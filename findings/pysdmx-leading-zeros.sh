#!/usr/bin/env bash
# pysdmx 1.21.0: the code of a region loses its nought, but only in a file in which every code is a number.
#
# Expected: in SDMX a dimension's value is a code, a text: 01 and 1 are two codes. Columns come back as text, so nothing is read
#           as a number on the way.
# Seen:     read from SDMX-CSV, 01 is 1 (still of type text); with one code of letters in the same column, 01 is 01. So the same
#           row is read in two ways, depending on its neighbours.
# Matters:  regions, occupations and economic activities have codes with leading noughts; figures by region would land on
#           unknown codes in the months in which no "national" row is in the file.
# Product:  does not use it. Codes of files are read as text throughout (guichet/channels/bulk/sheets.py, dtypes="string").
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'pysdmx[data]==1.21.0' 'pandas==3.1.1' 'pyarrow==25.0.1'

cat > "$tmp/expected" <<'TEXT'
01 and 02: ['1', '2']
01 and SA: ['01', 'SA']
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from pysdmx.io import read_sdmx


def regions(*codes):
    rows = [f"datastructure,INST:CONTRIBUTORS(1.0),I,2026-10,{code},{100 + n}" for n, code in enumerate(codes)]
    head = "STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,REGION,OBS_VALUE"
    message = read_sdmx("\n".join([head, *rows]) + "\n", validate=False)
    return [str(code) for code in message.data[0].data["REGION"]]


print("01 and 02:", regions("01", "02"))
print("01 and SA:", regions("01", "SA"))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
