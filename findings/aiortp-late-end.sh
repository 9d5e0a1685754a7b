#!/usr/bin/env bash
# aiortp 0.8.0: two keys pressed quickly are heard as four when a repeated end packet overtakes, or is overtaken.
#
# Expected: RFC 4733 has the end of a key sent three times, and UDP keeps no order. A repeated end of the key before is the
#           key before, and presses nothing: "12" is heard.
# Seen:     the receiver remembers one timestamp only. One end of "1" that comes after the first end of "2" is "1" again, and
#           the next end of "2" is "2" again: "1212". Without reordering "12" is heard.
# Matters:  a PIN, a reference or an amount keyed in by telephone is another number, on some networks and some days only.
# Product:  a packet of an event older than the last one presses nothing (guichet/channels/voice/rtp.py; test
#           guichet/channels/voice/tests/test_media.py, test_packets_of_an_earlier_key_that_come_late_press_nothing).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/python" -m pip install --quiet --disable-pip-version-check 'aiortp==0.8.0'

cat > "$tmp/expected" <<'TEXT'
in order: 12
one end of 1 late: 1212
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from aiortp.dtmf import DtmfEvent, DtmfReceiver
from aiortp.packet import RtpPacket


def end(key: int, sequence: int) -> RtpPacket:
    """One of the three packets that end a key of 100 ms; keys begin 200 ms apart."""
    event = DtmfEvent(event=key, end=True, volume=10, duration=800)
    return RtpPacket(101, 0, sequence, 1600 * key, 7, event.serialize())


def heard(packets: list[RtpPacket]) -> str:
    keys: list[str] = []
    receiver = DtmfReceiver(lambda key, _: keys.append(key))
    for packet in packets:
        receiver.handle_packet(packet)
    return "".join(keys)


one, two = [end(1, n) for n in (1, 2, 3)], [end(2, n) for n in (4, 5, 6)]
print("in order:", heard([*one, *two]))
print("one end of 1 late:", heard([*one[:2], two[0], one[2], *two[1:]]))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
