#!/usr/bin/env bash
# fhir.resources 8.3.0: "Decimal" fields lose digits both ways; the amount of a claim is not written as it was read.
#
# Expected: FHIR says that a decimal's precision matters (100.50 is not 100.5) and the models declare Decimal, so what is read
#           is written again, digit by digit.
# Seen:     JSON is read through binary floats: 100.50 becomes Decimal('100.5'), the seventeenth digit is gone. Read with
#           `parse_float=Decimal` the model holds 100.50, and still writes 100.5. 100.00 comes out as 100.0.
# Matters:  a claim's content is hashed to know it again and signed by its sender; read and written by the library it is
#           another content. Keep the bytes, and read decimals yourself.
# Product:  does not use it. Amounts are text on the way in and integer halalas inside (tests/architecture/test_shape.py,
#           test_amounts_are_never_floats).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'fhir.resources==8.3.0' 'fhir-core==1.1.12' 'pydantic==2.14.4'

cat > "$tmp/expected" <<'TEXT'
read from JSON         100.50 -> Decimal('100.5') -> 100.5
read from JSON         100.00 -> Decimal('100.0') -> 100.0
read from JSON         12345678901234567.89 -> Decimal('12345678901234568') -> 12345678901234568
read as Decimal        100.50 -> Decimal('100.50') -> 100.5
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import json
from decimal import Decimal

from fhir.resources.R4B.money import Money


def written(money):
    return json.loads(money.model_dump_json(), parse_float=str)["value"]


def text(amount):
    return f'{{"value": {amount}, "currency": "SAR"}}'


for amount in ("100.50", "100.00", "12345678901234567.89"):
    money = Money.model_validate_json(text(amount))
    print(f"read from JSON         {amount} -> {money.value!r} -> {written(money)}")
money = Money.model_validate(json.loads(text("100.50"), parse_float=Decimal))
print(f"read as Decimal        100.50 -> {money.value!r} -> {written(money)}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
