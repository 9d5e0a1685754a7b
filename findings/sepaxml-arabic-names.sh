#!/usr/bin/env bash
# sepaxml 2.7.0: a payee's Arabic name is written to the bank in Latin letters, with some of its letters missing.
#
# Expected: ISO 20022 is Unicode; a package that writes pain.001 for any currency passes names on, or refuses them.
# Seen:     `clean` is on unless switched off and writes the nearest ASCII: alifs vanish, the feminine ending becomes "@", and
#           no warning is given. The service level is SEPA in whatever currency.
# Matters:  the bank compares the name with the account's holder: pensions come back, or are paid to a name nobody has.
# Product:  writes its own files: names in the letters they have (guichet/domain/payouts; test
#           guichet/domain/payouts/tests/test_batches.py,
#           test_an_arabic_name_reaches_the_bank_letter_by_letter).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'sepaxml==2.7.0'

cat > "$tmp/expected" <<'TEXT'
name: nwr@ lslm
for: m`sh dysmbr
currency SAR, service level SEPA
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import datetime
import re

from sepaxml import SepaTransfer

payer = {"name": "Institution", "IBAN": "SA0380000000608010167519", "BIC": "RJHISARI", "batch": True, "currency": "SAR"}
payment = {
    "name": "نورة السالم",
    "IBAN": "SA4420000001234567891234",
    "BIC": "RJHISARI",
    "amount": 412500,
    "execution_date": datetime.date(2026, 12, 1),
    "description": "معاش ديسمبر",
}
order = SepaTransfer(payer)
order.add_payment(payment)
text = order.export(validate=False).decode()
one = text[text.index("<CdtTrfTxInf>") :]
print("name:", re.search("<Cdtr>.*?<Nm>(.*?)</Nm>", one, re.S)[1])
print("for:", re.search("<Ustrd>(.*?)</Ustrd>", one)[1])
print(f"currency {re.search('Ccy=.(...)', one)[1]}, service level {re.search('<SvcLvl>.*?<Cd>(.*?)</Cd>', text, re.S)[1]}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
