#!/usr/bin/env bash
# aiosipua 0.7.1: an INVITE that is sent again, as telephones do over UDP when an answer is slow or lost, is another call.
#
# Expected: a SIP user agent server knows its transactions: the same branch again is a retransmission; the last answer is
#           repeated and the application hears of it once (RFC 3261, 17.2.1).
# Seen:     each copy is answered 100 Trying and reaches `on_invite` as a call of its own, with the same Call-ID, as long as the
#           application has not accepted the first.
# Matters:  on a busy machine, or with one packet lost, a line speaks two or three times at once into one ear, takes each digit
#           twice and holds three of its hundred lines.
# Product:  lets an invitation through once (guichet/channels/voice/sip.py; test
#           guichet/channels/voice/tests/test_gateways.py, test_an_invitation_sent_again_is_one_call).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'aiosipua==0.7.1'

cat > "$tmp/expected" <<'TEXT'
copies of one INVITE sent: 3
calls begun: 3, Call-IDs: 1
answers meanwhile: SIP/2.0 100 Trying, three times
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import asyncio
import logging
import socket

from aiosipua import SipUAS, UdpSipTransport

logging.disable(logging.CRITICAL)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)


def invitation(server, client):
    lines = [
        f"INVITE sip:line@127.0.0.1:{server} SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:{client};branch=z9hG4bK-finding",
        "From: <sip:caller@127.0.0.1>;tag=1",
        "To: <sip:line@127.0.0.1>",
        "Call-ID: finding@127.0.0.1",
        "CSeq: 1 INVITE",
        f"Contact: <sip:caller@127.0.0.1:{client}>",
        "Max-Forwards: 70",
        "Content-Type: application/sdp",
        f"Content-Length: {len(SDP)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + SDP).encode()


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


async def main():
    port, calls, answers = free_port(), [], []
    server = SipUAS(UdpSipTransport(local_addr=("127.0.0.1", port)), user_agent="finding")
    server.on_invite = calls.append  # an application that is still busy: it answers later
    await server.start()
    telephone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    telephone.bind(("127.0.0.1", 0))
    telephone.setblocking(False)
    text = invitation(port, telephone.getsockname()[1])
    for wait in (0.5, 1.0, 0.5):  # when RFC 3261 has them sent
        telephone.sendto(text, ("127.0.0.1", port))
        await asyncio.sleep(wait)
    while True:
        try:
            answers.append(telephone.recv(4096).split(b"\r\n")[0].decode())
        except BlockingIOError:
            break
    print("copies of one INVITE sent: 3")
    print(f"calls begun: {len(calls)}, Call-IDs: {len({call.call_id for call in calls})}")
    print("answers meanwhile:", *sorted(set(answers)), end=f", {'three times' if len(answers) == 3 else len(answers)}\n")
    await server.stop()


asyncio.run(main())
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
