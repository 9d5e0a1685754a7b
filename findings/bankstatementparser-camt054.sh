#!/usr/bin/env bash
# bankstatementparser 0.0.29: a credit notification (camt.054) is taken without a word and holds no payment at all.
#
# Expected: "CAMT" is what the package reads; of the three messages of the family one is read, or it is refused.
# Seen:     camt.053 gives its entry; the same entry in a camt.054 gives an empty table, an empty summary and no error.
# Matters:  in a scheme of electronic bills the bank's notification is often the only notice of a payment: a day's
#           contributions would be "no payments today".
# Product:  reads 052, 053 and 054 with its own reader and says what it left out (guichet/domain/iso20022/account_reports.py; test
#           guichet/domain/payments/tests/test_bank_files.py,
#           test_one_reference_of_the_bank_on_every_detail_is_as_many_payments).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'bankstatementparser==0.0.29'

cat > "$tmp/expected" <<'TEXT'
camt.053: 1 payment, 300.00
camt.054: 0 payments
camt.054 in summary: {}
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import bankstatementparser

ENTRY = """<Ntry><Amt Ccy="SAR">300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-29</Dt></BookgDt><AcctSvcrRef>A1</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd></Ntry>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="SAR">300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-11-29</Dt></Dt></Bal>"""


def message(number, root, part, balance=""):
    made = "<CreDtTm>2026-11-29T20:00:00</CreDtTm>"
    account = "<Acct><Id><IBAN>SA0380000000608010167519</IBAN></Id></Acct>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{number}.001.08"><{root}>'
        f"<GrpHdr><MsgId>M</MsgId>{made}</GrpHdr><{part}><Id>N</Id>{made}{account}{balance}{ENTRY}</{part}></{root}></Document>"
    )


statement = bankstatementparser.CamtParser.from_string(message("camt.053", "BkToCstmrStmt", "Stmt", BALANCE)).parse()
print(f"camt.053: {len(statement)} payment, {statement['Amount'].iloc[0]:.2f}")
notice = bankstatementparser.CamtParser.from_string(message("camt.054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"))
print(f"camt.054: {len(notice.parse())} payments")
print("camt.054 in summary:", notice.get_summary())
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
