"""G.711 and telephone events, packet by packet."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from guichet.channels.voice import asterisk, rtp, sip, speech
from guichet.channels.voice.lines import Service
from guichet.channels.voice.rtp import PCMA, PCMU, Clock, Sound, mulaw_to_alaw
from guichet.channels.voice.sip import SipLine

HERE = ("127.0.0.1", 4000)


def sound(payload: int = PCMU) -> Sound:
    return Sound(Clock(), HERE, payload, 101, frozenset({"127.0.0.1"}))


def event(
    key: int, stamp: int, *, mark: bool = False, end: bool = False, payload: int = 101
) -> bytes:
    head = (
        bytes([0x80, payload | (0x80 if mark else 0), 0, 1])
        + stamp.to_bytes(4, "big")
        + b"\0\0\0\1"
    )
    return head + bytes([key, 0x80 if end else 0, 0, 160])


def pressed(*packets: bytes, source: tuple[str, int] = HERE) -> str:
    heard: list[str] = []
    made = sound()
    made.on_key = heard.append
    for packet in packets:
        made.datagram_received(packet, source)
    return "".join(heard)


def test_a_key_counts_once_however_often_its_packets_come() -> None:
    one = [
        event(5, 100, mark=True),
        event(5, 100),
        event(5, 100, end=True),
        event(5, 100, end=True),
    ]
    assert pressed(*one) == "5"
    assert pressed(*one[1:]) == "5", "the first packet was lost"
    assert pressed(one[3]) == "5", "all but one were lost"


def test_the_same_key_twice_is_two_keys_even_of_senders_that_reuse_the_timestamp() -> None:
    twice = [event(7, 100, mark=True), event(7, 100, end=True)]
    assert pressed(*twice, event(7, 900, mark=True), event(7, 900, end=True)) == "77"
    assert pressed(*twice, *twice) == "77"


def test_packets_of_an_earlier_key_that_come_late_press_nothing() -> None:
    first = [event(1, 100, mark=True), event(1, 100), event(1, 100, end=True)]
    second = [event(2, 900, mark=True), event(2, 900), event(2, 900, end=True)]
    assert pressed(*first[:2], *second[:2], first[2], second[2]) == "12"
    assert pressed(event(1, 0xFFFFFFF0), event(2, 300)) == "12", "timestamps begin anew at nought"
    other = event(3, 5)[:8] + b"\0\0\0\2" + event(3, 5)[12:]
    assert pressed(event(1, 0x7000), other) == "13", "another sender counts from elsewhere"


def test_a_flood_of_keys_does_not_push_out_the_first_ones(tmp_path: Path) -> None:
    line = SipLine(sound(), speech.Speech(tmp_path), "", None)
    for key in "274951" + "9" * 500:
        line.on_key(key)
    assert "".join(line.ahead).startswith("274951") and len(line.ahead) == 40


def test_who_gives_up_before_the_answer_leaves_no_line_and_no_port(tmp_path: Path) -> None:
    async def run() -> None:
        made = sound()

        class Endless(sip.Endpoint):
            async def _media(self, *_: Any) -> Any:
                return made, None

        class Call:
            call_id, source_addr, dialog, caller = "x", HERE, None, ""
            sdp_offer = SimpleNamespace(rtp_address=HERE, audio=SimpleNamespace(codecs=()))
            invite = SimpleNamespace(headers={})

            def ringing(self) -> None:
                raise RuntimeError("cancelled")

        service = Service("", None, speech.Speech(tmp_path))  # type: ignore[arg-type]
        endpoint = Endless(service, HERE[0], 0, frozenset({HERE[0]}), range(0))
        opened = asyncio.get_running_loop().create_datagram_endpoint(
            lambda: made, local_addr=("127.0.0.1", 0)
        )
        transport, _ = await opened
        with pytest.raises(RuntimeError):
            await endpoint._answered(Call())
        assert not endpoint.lines and transport.is_closing()

    asyncio.run(run())


def test_an_exchange_that_is_not_ours_is_not_heard(tmp_path: Path) -> None:
    """Otherwise whoever reaches the port could say that any mobile is calling."""

    async def run() -> bytes:
        service = Service("", None, speech.Speech(tmp_path))  # type: ignore[arg-type]
        server = await asterisk.listen(service, "127.0.0.1", 0, frozenset({"192.0.2.1"}))
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            read = await asyncio.wait_for(reader.read(), 5)
            writer.close()
        return read

    assert asyncio.run(run()) == b""


def test_keys_from_elsewhere_and_broken_packets_are_not_heard() -> None:
    assert pressed(event(1, 5), source=("192.0.2.1", 4000)) == ""
    assert pressed(b"", b"\x80", event(1, 5)[:14], event(16, 9), event(1, 5, payload=96)) == ""


def test_every_mulaw_code_becomes_the_nearest_alaw_code() -> None:
    table = mulaw_to_alaw()
    for code in range(256):
        wanted, given = rtp._linear(code), _alaw_linear(table[code])
        assert abs(wanted - given) <= max(abs(wanted) // 16, 16)
        assert (wanted < 0) == (given < 0) or wanted == 0


def _alaw_linear(code: int) -> int:
    bits = code ^ 0x55
    exponent, mantissa = bits >> 4 & 7, bits & 0x0F
    size = (mantissa << 4) + 8 if not exponent else ((mantissa << 4) + 264) << exponent - 1
    return size if bits & 0x80 else -size


@pytest.mark.parametrize("payload", [PCMU, PCMA])
def test_twenty_milliseconds_go_out_at_a_time_and_a_key_stops_them(payload: int) -> None:
    sent: list[bytes] = []

    class Wire:
        def sendto(self, data: bytes, where: Any) -> None:
            sent.append(data)

        def is_closing(self) -> bool:
            return False

    async def play() -> None:
        made = sound(payload)
        made.connection_made(Wire())  # type: ignore[arg-type]
        playing = asyncio.ensure_future(made.play(bytes(range(160)) * 5))
        await asyncio.sleep(0)
        for _ in range(3):
            made.tick()
        made.stop()
        await playing
        assert made not in made.clock.playing
        made.tick()

    asyncio.run(play())
    assert len(sent) == 3
    body = bytes(range(160))
    assert {packet[12:] for packet in sent} == {
        body if payload == PCMU else body.translate(mulaw_to_alaw())
    }
    assert [packet[1] for packet in sent] == [payload | 0x80, payload, payload]
    stamps = [int.from_bytes(packet[4:8], "big") for packet in sent]
    assert (stamps[1] - stamps[0]) % 2**32 == (stamps[2] - stamps[1]) % 2**32 == 160


def test_a_slow_page_is_bridged_by_a_word_and_a_lost_one_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from guichet.channels.voice import documents, lines, words
    from guichet.channels.voice.backends.pages import Unreachable
    from guichet.channels.voice.browser import Spoken
    from guichet.channels.voice.keys import Keys
    from guichet.channels.voice.speech_text import Phrase
    from guichet.channels.voice.turns import HANG_UP, Turn

    monkeypatch.setattr(lines, "PATIENCE_S", 0.01)
    monkeypatch.setattr(lines, "AGAIN_AFTER_S", 0.01)
    pages = [
        documents.of_turn(Turn((Phrase("Tapez un", "fr"),), Keys(single="1")), "a", 1, "/voice/"),
        documents.of_turn(Turn((Phrase("Au revoir", "fr"),), end=HANG_UP), "a", 2, "/voice/"),
    ]
    heard: list[str] = []

    class Line:
        caller = ""

        async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
            heard.extend(part.text for part in spoken)

        async def key(self, timeout: float) -> str | None:
            return "1"

        async def transfer(self, to: str) -> None:
            raise AssertionError

    asked: list[Any] = []

    async def fetch(address: str, given: Any) -> bytes:
        asked.append(given)
        await asyncio.sleep(0.05)
        if len(asked) == 2:
            raise Unreachable("restarting")
        return pages.pop(0)

    service = lines.Service("http://x/voice/", fetch, None)  # type: ignore[arg-type]
    asyncio.run(service.serve(Line()))
    assert heard == ["Tapez un", words.MOMENT.fr, words.MOMENT.fr, "Au revoir"]
    assert asked[1] == asked[2]


def test_what_was_said_to_somebody_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        speech, "_spoken", lambda text, language: made.append(text) or speech.SILENCE * 100
    )
    speaker = speech.Speech(tmp_path, common=frozenset({("Welcome", "en")}))

    async def say() -> list[Path]:
        for text in ("Welcome", "You owe nine riyals"):
            assert len(await speaker.sound(text, "en-GB")) == speech.FRAME
        assert [p.name for p in tmp_path.rglob("*.ul")] == [f"{speech.name_of('Welcome', 'en')}.ul"]
        return [await speaker.filed(text, "en-GB") for text in ("Welcome", "You owe nine riyals")]

    common, personal = asyncio.run(say())
    assert made == ["Welcome", "You owe nine riyals"], "each once"
    assert speaker.sweep(time.time()) == 0
    assert speaker.sweep(time.time() + 3_600) == 1
    assert common.exists() and not personal.exists()
