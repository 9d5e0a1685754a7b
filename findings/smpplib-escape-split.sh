#!/usr/bin/env bash
# smpplib 2.2.4: a long text is cut inside one letter: the GSM escape ends one part, what it escapes begins the next.
#
# Expected: parts of a long text are cut between letters, as the network's rules say (3GPP TS 23.040: an escaped letter is not
#           split), however the text falls.
# Seen:     `make_parts` cuts at 153 septets whatever stands there. A euro sign, bracket or brace that falls on the edge is
#           0x1B at the end of a part and "e" or "<" at the start of the next: two letters, both wrong, in two messages.
# Matters:  sums in euros and anything in brackets go out in every batch of reminders; which client gets "e" depends on the
#           length of a name.
# Product:  cuts its own texts (guichet/channels/sms/parts.py; test guichet/channels/sms/tests/test_parts.py,
#           test_what_is_cut_reads_back_the_same).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'smpplib==2.2.4'

cat > "$tmp/expected" <<'TEXT'
2 parts
first ends with 1b
second begins with 65
each part read by itself: ...x<half> | e 500 due
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from smpplib import gsm

HEADER = 6  # octets: which part of how many
text = "x" * 152 + "€ 500 due"
parts, _, _ = gsm.make_parts(text)
first, second = (part[HEADER:] for part in parts)
print(len(parts), "parts")
print("first ends with", first[-1:].hex())
print("second begins with", second[:1].hex())
half = first.replace(b"\x1b", b"<half>").decode("ascii")
print(f"each part read by itself: ...{half[151:]} | {second.decode('ascii')}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
