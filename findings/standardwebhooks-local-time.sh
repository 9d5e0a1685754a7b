#!/usr/bin/env bash
# standardwebhooks 1.1.0: a moment with an offset is signed as if its wall clock were UTC.
#
# Expected: `Webhook.sign` takes a datetime; 12:00+03:00 and 09:00+00:00 are the same moment, so the signatures are the same.
# Seen:     the offset is thrown away, not converted. Signed at 12:00 in Riyadh, the message counts as one of 15:00 and every
#           receiver that follows the standard turns it away as too new; signed west of Greenwich, as too old.
# Matters:  an institution's clock is a local clock; its payment notices would all be refused, and on a developer's machine
#           in UTC every test passes.
# Product:  guichet/domain/payments/backends/signatures.py converts first. Test:
#           guichet/domain/payments/tests/test_signing.py, test_a_moment_is_signed_whatever_zone_it_is_told_in
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'standardwebhooks==1.1.0'

cat > "$tmp/expected" <<'TEXT'
same moment True
same signature False
the local one is that of 2026-11-30 12:00 UTC True
verified by the library itself: utc accepted, local refused
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from datetime import datetime, timedelta, timezone

from standardwebhooks import Webhook, WebhookVerificationError

hook = Webhook("whsec_" + "c2VjcmV0IG9mIGEgZmluZGluZyBvbmx5")
riyadh = timezone(timedelta(hours=3))
body = '{"order": "1", "amount": 100}'
local = datetime(2026, 11, 30, 12, tzinfo=riyadh)
utc = local.astimezone(timezone.utc)
print("same moment", local == utc)
print("same signature", hook.sign("msg_1", local, body) == hook.sign("msg_1", utc, body))
noon = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)
print("the local one is that of 2026-11-30 12:00 UTC", hook.sign("msg_1", local, body) == hook.sign("msg_1", noon, body))

now = datetime.now(timezone.utc).replace(microsecond=0)


def told(moment):
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": hook.sign("msg_1", moment, body),
    }
    try:
        hook.verify(body, headers)
    except WebhookVerificationError:
        return "refused"
    return "accepted"


print(f"verified by the library itself: utc {told(now)}, local {told(now.astimezone(riyadh))}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
