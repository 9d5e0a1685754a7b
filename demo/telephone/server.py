"""The telephone on a page: calls, keys, sound, and the texts that the mobile receives."""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import web

from demo.telephone.founding import TELEPHONES
from demo.telephone.lines import PageLine, PageSound, as_wav
from guichet.channels.voice.access import gateway_key
from guichet.channels.voice.backends.pages import fetching
from guichet.channels.voice.lines import Service
from guichet.channels.voice.speech import Speech
from guichet.domain.contact.backends import handset

_HERE = Path(__file__).resolve().parent
_FILES = {
    "": ("page.html", "text/html"),
    "page.js": ("page.js", "text/javascript"),
    "page.css": ("page.css", "text/css"),
}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; frame-ancestors 'none'"
_MOST_CALLS = 20
_NUMBERS = {"": "", **{t.username: t.mobile for t in TELEPHONES}}


class Simulator:
    """All calls from pages."""

    def __init__(self, documents: str, speech: Speech) -> None:
        self.documents, self.speech = documents, speech
        self.lines: dict[str, PageLine] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stack = AsyncExitStack()

    def application(self) -> web.Application:
        """The pages as an aiohttp application."""
        application = web.Application(client_max_size=4_000)
        application.add_routes(
            [
                web.get("/{name:(?:page\\.(?:js|css))?}", self.file),
                web.get("/sound/{name}", self.sound),
                web.get("/texts/{who}", self.text),
                web.post("/calls/{who:[a-z]*}", self.dial),
                web.get("/call/{line}/{since:\\d{1,6}}", self.events),
                web.post("/call/{line}/{key:[0-9]|star|hash|hangup}", self.press),
            ]
        )
        application.on_startup.append(self._open)
        application.on_cleanup.append(self._close)
        return application

    async def _open(self, _: web.Application) -> None:
        fetch = await self._stack.enter_async_context(fetching())
        self.service = Service(
            f"{self.documents.rstrip('/')}/voice/?key={gateway_key()}", fetch, self.speech
        )

    async def _close(self, _: web.Application) -> None:
        for task in self._tasks:
            task.cancel()
        await self._stack.aclose()

    async def file(self, request: web.Request) -> web.Response:
        """The page and what it needs."""
        name, kind = _FILES[request.match_info["name"]]
        text = (_HERE / "static" / name).read_text("utf-8")
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type=kind, headers=headers)

    async def dial(self, request: web.Request) -> web.Response:
        """A call from one of the demonstration mobiles, or from any telephone."""
        number = _NUMBERS.get(request.match_info["who"])
        if number is None:
            raise web.HTTPNotFound
        if len(self.lines) >= _MOST_CALLS:
            raise web.HTTPServiceUnavailable
        name = secrets.token_hex(8)
        # Sound of a page.
        line = PageLine(PageSound(), self.speech, number, None)  # type: ignore[arg-type]
        self.lines[name] = line
        task = asyncio.create_task(self._carry(name, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.json_response({"line": name})

    async def _carry(self, name: str, line: PageLine) -> None:
        await self.service.serve(line)
        await line.tell(over=True)
        await asyncio.sleep(30)  # the page still asks for the last words
        self.lines.pop(name, None)

    async def events(self, request: web.Request) -> web.Response:
        """What happened since; waits up to twenty seconds."""
        line = self._line(request)
        return web.json_response(await line.since(int(request.match_info["since"]), 20.0))

    async def press(self, request: web.Request) -> web.Response:
        """A key, or the hook."""
        line, key = self._line(request), request.match_info["key"]
        if key == "hangup":
            line.hang_up()
        else:
            line.on_key({"star": "*", "hash": "#"}.get(key, key))
        return web.Response(status=204)

    async def sound(self, request: web.Request) -> web.Response:
        """A phrase."""
        found = re.fullmatch(r"([0-9a-f]{32})\.wav", request.match_info["name"])
        places = [self.speech.folder, self.speech.folder / "passing"] if found else []
        path = next((p for f in places if found and (p := f / f"{found[1]}.ul").exists()), None)
        if path is None:
            raise web.HTTPNotFound
        return web.Response(body=as_wav(path.read_bytes()), content_type="audio/wav")

    async def text(self, request: web.Request) -> web.Response:
        """The newest text on one of the demonstration mobiles."""
        number = _NUMBERS.get(request.match_info["who"])
        return web.json_response({"text": handset.newest(number) or "" if number else ""})

    def _line(self, request: web.Request) -> PageLine:
        line = self.lines.get(request.match_info["line"])
        if line is None:
            raise web.HTTPNotFound
        return line
