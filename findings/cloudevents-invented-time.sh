#!/usr/bin/env bash
# cloudevents 2.2.0: an event that tells no time gets the moment of its reading, as if the sender had said it.
#
# Expected: `time` is optional in CloudEvents 1.0; read without it, an event has none.
# Seen:     reading puts the receiver's clock into it. Read twice, the same bytes are two events with two times; written on,
#           the invented time stands there as the sender's.
# Matters:  a civil registry's event without time, delivered late or a second time, would date a marriage or a death by when
#           it was fetched, and a comparison of what came twice would call it changed.
# Product:  does not use the package. Its own messages always carry the moment of the deed
#           (guichet/domain/systems/messages.py; test guichet/domain/systems/tests/test_webhooks.py,
#           test_messages_are_as_the_description_says_and_each_described_one_is_sent).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'cloudevents==2.2.0'

cat > "$tmp/expected" <<'TEXT'
time in what came: False
time in what was read: True
it is the reader's own clock: True
read twice, the same time: False
time in what is written on: True
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import json
import time
from datetime import datetime, timedelta, timezone

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

came = {
    "specversion": "1.0",
    "id": "5f0c2f5e-8d3c-4a55-9b53-0b3d5a6f1c11",
    "source": "urn:example:civil-registry",
    "type": "org.example.marriage.registered",
    "datacontenttype": "application/json",
    "data": {"day": "2026-11-12"},
}
form = JSONFormat()
first = form.read(CloudEvent, json.dumps(came))
time.sleep(0.01)
second = form.read(CloudEvent, json.dumps(came))
told = first.get_time()
print("time in what came:", "time" in came)
print("time in what was read:", told is not None)
print("it is the reader's own clock:", abs(datetime.now(timezone.utc) - told) < timedelta(minutes=1))
print("read twice, the same time:", told == second.get_time())
print("time in what is written on:", "time" in json.loads(form.write(first)))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
