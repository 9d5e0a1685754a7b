"""Real calls: baresip, a stack that is not ours, dials in over SIP; a scripted Asterisk over
FastAGI; strangers and nonsense.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from guichet.channels.voice import speech, words
from guichet.channels.voice.models import Call
from guichet.channels.voice.tests import baresip
from guichet.channels.voice.tests.conftest import MOBILE, PIN
from guichet.channels.voice.tests.exchange import (
    LIKE,
    LOOPBACK,
    Asterisk,
    Ear,
    Gateways,
    free_port,
    gateways,
)
from guichet.domain.contact.backends import handset
from guichet.engine import store
from tests.contract.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not speech.can_speak(), reason="espeak-ng and sox are not installed"),
]
UNLIKE = 0.6


@pytest.fixture(scope="session")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("phrases")


@pytest.fixture
def both(line: World, live_server: Any, phrases: Path) -> Iterator[Gateways]:
    with gateways(live_server.url, phrases) as made:
        yield made


def _changes() -> int:
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def _gone() -> bool:
    return _becomes(lambda: not Call.objects.exists())


def _becomes(so: Callable[[], bool]) -> bool:
    for _ in range(50):
        if so():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.skipif(not baresip.installed(), reason="baresip is not installed")
def test_a_real_call_changes_a_wage_and_hears_every_prompt(
    both: Gateways, line: World, tmp_path: Path
) -> None:
    keys = [PIN, "#2103", "1", line.facts["worker"], "#", "12500#", "1"]
    with baresip.Baresip(tmp_path / "caller", free_port(), MOBILE) as caller:
        caller.dial(f"sip:guichet@{LOOPBACK}:{both.sip_port}")
        for at, pressed in enumerate(keys, start=1):
            assert caller.until(both.asked(at), 15), both.prompts
            caller.until(both.heard(1.2), 6)  # the beginning is looked for below; then interrupts
            caller.press(pressed)
        assert caller.until(both.asked(len(keys) + 1), 15)
        caller.until(both.heard(1.2), 6)
        caller.press((handset.newest(MOBILE) or "").partition(" ")[0])
        assert caller.until(both.asked(len(keys) + 2), 15)
        caller.until(lambda: caller.closed, 4)
        caller.hang_up()
        recording = caller.recording()
    assert _changes() == 1 and words.DONE.en in both.prompts[-1]
    assert _gone()
    ear, last = Ear(recording), 0.0
    for said in both.prompts:
        likeness, last = ear.find(
            both.speech.made(said[0], "en-GB"), last
        )  # in the order they were said
        assert likeness > LIKE, (said[0], likeness)
    assert ear.find(both.speech.made(words.PIN_OTHER.en, "en-GB"))[0] < UNLIKE, (
        "cut off by the first key"
    )


@pytest.mark.slow
@pytest.mark.skipif(not baresip.installed(), reason="baresip is not installed")
def test_the_same_dialogue_over_sip_and_over_asterisk_says_the_same(
    both: Gateways, line: World, tmp_path: Path
) -> None:
    keys = [PIN, "#2201", "1", "9"]
    with baresip.Baresip(tmp_path / "caller", free_port(), MOBILE) as caller:
        caller.dial(f"sip:guichet@{LOOPBACK}:{both.sip_port}")
        for at, pressed in enumerate(keys, start=1):
            assert caller.until(both.asked(at), 15)
            caller.press(pressed)
        assert caller.until(both.asked(len(keys) + 1), 15)
        caller.hang_up()
    over_sip, both.prompts = both.prompts, []
    left = [*keys, None]
    Asterisk(both.agi_port, MOBILE).call(lambda: left.pop(0))
    assert both.prompts == over_sip
    assert any("Amount due" in phrase for phrase in over_sip[3])


def test_asterisk_plays_files_and_a_hang_up_leaves_nothing(both: Gateways, line: World) -> None:
    exchange = Asterisk(both.agi_port, "0500000001")
    left = [PIN, "#2103", "1", None]
    exchange.call(lambda: left.pop(0))
    said = [phrase for prompts in both.prompts for phrase in prompts]
    assert [file.stem for file in exchange.played] == [
        speech.name_of(phrase, "en") for phrase in said
    ]
    assert _gone() and _changes() == 0


def test_silence_over_asterisk_ends_the_call(both: Gateways) -> None:
    Asterisk(both.agi_port, MOBILE).call(lambda: "")
    assert both.prompts[-1] == [words.GOODBYE.en]


def test_asterisk_is_told_whom_to_dial(both: Gateways, settings: Any) -> None:
    settings.VOICE_AGENT = "tel:+966800000000"
    exchange, left = Asterisk(both.agi_port, MOBILE), [PIN, "0"]
    exchange.call(lambda: left.pop(0))
    assert exchange.variables == {"GUICHET_TRANSFER": "tel:+966800000000"}


@pytest.mark.slow
@pytest.mark.skipif(not baresip.installed(), reason="baresip is not installed")
def test_a_caller_who_hangs_up_in_the_middle_of_a_prompt_leaves_nothing(
    both: Gateways, tmp_path: Path
) -> None:
    with baresip.Baresip(tmp_path / "caller", free_port(), MOBILE) as caller:
        caller.dial(f"sip:guichet@{LOOPBACK}:{both.sip_port}")
        assert caller.until(both.asked(1), 15)
        caller.hang_up()
    assert _gone()
    lines = both.endpoint.lines if both.endpoint else {}
    assert _becomes(lambda: not lines)


@pytest.mark.slow
@pytest.mark.skipif(not baresip.installed(), reason="baresip is not installed")
def test_a_caller_who_presses_zero_is_put_through_to_the_operator(
    both: Gateways, settings: Any, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as operator:
        operator.bind((LOOPBACK, 0))
        operator.settimeout(20)
        settings.VOICE_AGENT = f"sip:operator@{LOOPBACK}:{operator.getsockname()[1]}"
        with baresip.Baresip(tmp_path / "caller", free_port(), MOBILE) as caller:
            caller.dial(f"sip:guichet@{LOOPBACK}:{both.sip_port}")
            for at, pressed in enumerate([PIN, "0"], start=1):
                assert caller.until(both.asked(at), 15)
                caller.press(pressed)
            rung = operator.recv(4_000).decode()
    assert rung.startswith("INVITE sip:operator@")
    assert words.CONNECTING.en in both.prompts[-1]


def _sip(port: int, message: str) -> str:
    """The final answer to a request; sent again while nobody answers, as SIP does over UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((LOOPBACK, 0))
        line.settimeout(3)
        here = f"{LOOPBACK}:{line.getsockname()[1]}"
        for _ in range(5):
            line.sendto(
                message.replace("{here}", here).replace("\n", "\r\n").encode(), (LOOPBACK, port)
            )
            with suppress(TimeoutError):
                while True:
                    answer = line.recv(4_000).decode().splitlines()[0]
                    if " 100 " not in answer:
                        return answer
    raise AssertionError("no answer")


INVITE = """INVITE sip:guichet@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP {here};branch=z9hG4bK1
From: <sip:x@{here}>;tag=1
To: <sip:guichet@127.0.0.1>
Call-ID: one@x
CSeq: 1 INVITE
Contact: <sip:x@{here}>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: LENGTH

"""
OFFER = "v=0\no=- 1 1 IN IP4 WHERE\ns=-\nc=IN IP4 WHERE\nt=0 0\nm=audio 40000 RTP/AVP CODEC\n"


def _invite(offer: str) -> str:
    return INVITE.replace("LENGTH", str(len(offer.replace("\n", "\r\n")))) + offer


def test_sound_is_sent_to_peers_only(both: Gateways) -> None:
    """Otherwise an INVITE with somebody else's address would make us a cannon."""
    offer = OFFER.replace("WHERE", "192.0.2.7").replace("CODEC", "0")
    assert " 488 " in _sip(both.sip_port, _invite(offer))


@pytest.mark.parametrize(
    "offer", ["", OFFER.replace("WHERE", LOOPBACK).replace("CODEC", "18"), "nonsense\n"]
)
def test_an_offer_nobody_can_take_is_refused_and_not_left_waiting(
    both: Gateways, offer: str
) -> None:
    assert " 488 " in _sip(both.sip_port, _invite(offer))


def test_an_invitation_sent_again_is_one_call(both: Gateways) -> None:
    offer = OFFER.replace("WHERE", LOOPBACK).replace("CODEC", "0")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((LOOPBACK, 0))
        line.settimeout(5)
        here = f"{LOOPBACK}:{line.getsockname()[1]}"
        invite = _invite(offer).replace("{here}", here).replace("\n", "\r\n").encode()
        for _ in range(5):
            line.sendto(invite, (LOOPBACK, both.sip_port))
        while " 200 " not in line.recv(4_000).decode().splitlines()[0]:
            pass
    assert both.endpoint is not None
    endpoint = both.endpoint
    assert _becomes(lambda: endpoint.carried > 0)
    assert endpoint.carried == 1


def test_the_network_knows_better_who_is_calling(both: Gateways) -> None:
    offer = OFFER.replace("WHERE", LOOPBACK).replace("CODEC", "0")
    asserted = (
        f'P-Asserted-Identity: "Owner" <sip:{MOBILE}@carrier.example;user=phone>\nMax-Forwards'
    )
    assert " 180 " in _sip(both.sip_port, _invite(offer).replace("Max-Forwards", asserted))
    assert _becomes(both.asked(1))
    assert words.PIN.en in both.prompts[0]


def test_a_stranger_may_not_call_and_a_full_house_says_so(both: Gateways) -> None:
    offer = OFFER.replace("WHERE", LOOPBACK).replace("CODEC", "0")
    assert both.endpoint is not None
    both.endpoint.most = 0
    assert " 486 " in _sip(both.sip_port, _invite(offer))
    both.endpoint.peers = frozenset({"192.0.2.1"})
    assert " 403 " in _sip(both.sip_port, _invite(offer).replace("one@x", "two@x"))


def test_nonsense_does_not_stop_the_gateways(both: Gateways, line: World) -> None:
    import random

    noise = random.Random(5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for _ in range(300):
            udp.sendto(noise.randbytes(noise.randrange(1, 900)), (LOOPBACK, both.sip_port))
    for block in (
        b"\r\n" * 3,
        b"GET / HTTP/1.1\r\n\r\n",
        b"agi_callerid: \xff\xfe\n" * 300,
        b"x" * 9_000,
    ):
        with socket.create_connection((LOOPBACK, both.agi_port), timeout=5) as tcp:
            tcp.sendall(block)
    options = "OPTIONS sip:x@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP {here};branch=z9hG4bK2\nFrom: <sip:x@{here}>;tag=1\nTo: <sip:x@x>\n"
    assert " 200 " in _sip(
        both.sip_port,
        options + "Call-ID: o\nCSeq: 1 OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n\n",
    )
    left = [PIN, None]
    Asterisk(both.agi_port, MOBILE).call(lambda: left.pop(0))
    assert words.ENQUIRIES.en in " ".join(both.prompts[-1])
