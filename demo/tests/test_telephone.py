"""The telephone on a page: what is pressed there goes the same way as on any telephone."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from demo.telephone.lines import as_wav
from demo.telephone.server import Simulator
from guichet.channels.voice import documents, speech
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.turns import HANG_UP, Turn


class Quiet(speech.Speech):
    """An engine that needs no engine: every phrase lasts a tenth of a second."""

    def made(self, text: str, language: str) -> bytes:
        return speech.SILENCE * 800


def _branch(pressed: list[dict[str, Any]]) -> web.Application:
    asking = Turn((Phrase("Press one", "en"),), Keys(single="1", exact=6))

    async def answer(request: web.Request) -> web.Response:
        given = dict(await request.post())
        pressed.append(given)
        turn = asking if "caller" in given else Turn((Phrase("Goodbye", "en"),), end=HANG_UP)
        return web.Response(body=documents.of_turn(turn, "a" * 32, 1, "/voice/"))

    async def entrance(request: web.Request) -> web.Response:
        return web.Response(body=documents.entrance("/voice/", request.query["key"]))

    application = web.Application()
    application.add_routes([web.get("/voice/", entrance), web.post("/voice/{step}", answer)])
    return application


async def _call(folder: Path, pressed: list[dict[str, Any]]) -> list[str]:
    said: list[str] = []
    async with TestServer(_branch(pressed)) as branch:
        simulator = Simulator(str(branch.make_url("/")), Quiet(folder))
        async with TestClient(TestServer(simulator.application())) as page:
            assert (await page.get("/")).status == 200
            assert (await page.get("/page.js")).status == 200
            assert (await page.post("/calls/nobody")).status == 404
            assert (await page.get("/sound/..%2Fsecret")).status == 404
            line = (await (await page.post("/calls/worker")).json())["line"]
            for key in "274951":
                assert (await page.post(f"/call/{line}/{key}")).status == 204
            seen = 0
            while True:
                events = await (await page.get(f"/call/{line}/{seen}")).json()
                seen += len(events)
                for event in events:
                    for text, language, sound in event.get("say", ()):
                        said.append(text)
                        assert language == "en" and (await page.get(sound)).status == 200
                if any(event.get("over") for event in events):
                    return said


@pytest.mark.usefixtures("settings")
def test_a_call_from_the_page(tmp_path: Path) -> None:
    pressed: list[dict[str, Any]] = []
    said = asyncio.run(_call(tmp_path / "speech", pressed))
    assert said[-1] == "Goodbye"
    assert pressed[0]["caller"] == "+966500000002"
    assert pressed[1]["keys"] == "274951"


def test_sound_is_a_file_that_others_read(tmp_path: Path) -> None:
    if not shutil.which("sox"):
        pytest.skip("sox is not installed")
    path = tmp_path / "sound.wav"
    path.write_bytes(as_wav(speech.SILENCE * 8_001))
    said = subprocess.run(
        ["sox", "--i", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "8-bit u-law" in said and "8000" in said and "00:00:01.00" in said
