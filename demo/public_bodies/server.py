"""The HTTP side. JSON in UTF-8; every error is ``{"error": {"code", "message"}}``.

::

    POST /civil/v1/persons        {"numbers": ["1000000008", ...]}   up to 10,000
         200 {"asked_at": "2026-01-01T09:00:00+00:00", "persons": [{"number", "status":
              "alive|dead|unknown", "name_ar", "name_latin", "sex": "m|f", "nationality",
              "birth_date", "died_on"}, ...]}   in the order asked; unknown: the rest is null
    POST /civil/v1/families       likewise, of who has died: {"asked_at", "families": [{"number",
              "status": "dead|alive|unknown", "died_on", "members": a JSON list as a text}, ...]}
    POST /civil/v1/births         likewise, by the mother's number: "births": [{"number", "status":
              "recorded|none|unknown", "entries": a JSON list as a text}, ...]
    POST /education/v1/students   likewise: "students": [{"number", "status":
              "enrolled|not-enrolled|unknown", "valid_until"}, ...]
    POST /health/v1/disabilities  likewise: "disabilities": [{"number", "status":
              "disabled|none|unknown", "since"}, ...]
    POST /health/v1/injuries      likewise: "injuries": [{"number", "status":
              "recorded|none|unknown", "entries": a JSON list as a text}, ...]
    POST /commerce/v1/businesses  likewise: {"asked_at", "businesses": [{"number", "status":
              "active|suspended|cancelled|unknown", "name_ar", "name_latin", "owner_number",
              "activity", "city", "city_ar", "unified_number"}, ...]}
    POST /justice/v1/deeds        likewise: {"asked_at", "deeds": [{"number", "status":
              "active|revoked|unknown", "kind": "attorney|guardian|custodian", "principal_number",
              "agent_number", "valid_until"}, ...]}
    POST /labour/v1/seekers       likewise: {"asked_at", "seekers": [{"number", "status":
              "registered|lapsed|unknown", "registered_on", "lapsed_on"}, ...]}
    POST /bank/v1/accounts        {"accounts": [{"number": "your own", "iban": "SA…"}, ...]}
         200 {"asked_at", "accounts": [{"number", "iban", "status": "open|closed|unknown",
              "owner_number"}, ...]}
    GET  /health                  200 {"status": "ok"} while the process runs, whatever the switches
    GET  /control · PUT /control  the switches (see ``switches``); PUT changes what it names
    GET  /?lang=ar|en             the switches as a page; its forms POST to /control

400 not JSON, or not the shape asked for · 403 control from elsewhere · 404 · 405 · 411 no length
413 body too large · 415 not application/json · 500 and 503 when the switches say so.
"""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

import polars as pl

from demo.public_bodies.answers import QuestionError, civil, commerce
from demo.public_bodies.page import page, settings_of
from demo.public_bodies.registries import REGISTRIES
from demo.public_bodies.switches import SwitchError, Switches

BODY_LIMIT = 2**20  # 10,000 numbers take about 130 kB
RETRY_AFTER_S = 30
IDLE_LIMIT_S = 75

ALLOWED = dict.fromkeys(REGISTRIES, "POST") | {
    "/health": "GET",
    "/control": "GET, PUT, POST",
    "/": "GET",
}


class PublicBodies(ThreadingHTTPServer):
    """The server: one thread a connection, stopped without cutting answers short."""

    daemon_threads = True  # an idle or hanging connection must not hold up a stop
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], *, remote_control: bool = False) -> None:
        self.switches = Switches()
        self.stopping = threading.Event()
        self.remote_control = remote_control
        self._calm = threading.Condition()
        self._working = 0
        super().__init__(address, Handler)

    def begin(self) -> None:
        """A request has arrived."""
        with self._calm:
            self._working += 1

    def end(self) -> None:
        """Its answer is out, or given up."""
        with self._calm:
            self._working -= 1
            self._calm.notify_all()

    def stop(self, patience_s: float = 5.0) -> None:
        """Take no more calls, wake those that wait, let those at work finish."""
        self.stopping.set()
        self.shutdown()
        with self._calm:
            self._calm.wait_for(lambda: self._working == 0, timeout=patience_s)
        self.server_close()


class RefusalError(Exception):
    """An error answer."""

    def __init__(self, status: HTTPStatus, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "PublicBodies"
    sys_version = ""
    timeout = IDLE_LIMIT_S
    disable_nagle_algorithm = True  # head and body leave in two writes
    server: PublicBodies

    def do_GET(self) -> None:
        """Answer a GET; the other methods go the same way."""
        self.server.begin()
        try:
            self._route_or_refuse()
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True  # the caller has gone; nobody to tell
        finally:
            self.server.end()

    def do_POST(self) -> None:
        """As ``do_GET``; the route decides which methods it takes."""
        self.do_GET()

    def do_PUT(self) -> None:
        """As ``do_GET``."""
        self.do_GET()

    def do_DELETE(self) -> None:
        """As ``do_GET``."""
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Nothing: the default would write every call to the terminal."""

    def _route_or_refuse(self) -> None:
        try:
            self._route()
        except RefusalError as refused:
            self._refuse(refused)

    def _route(self) -> None:
        url = urlsplit(self.path)
        if url.path not in ALLOWED:
            raise RefusalError(HTTPStatus.NOT_FOUND, "not_found", f"nothing at {url.path}")
        if self.command not in ALLOWED[url.path].split(", "):
            allowed = ALLOWED[url.path]
            text = f"{url.path} takes {allowed}"
            raise RefusalError(HTTPStatus.METHOD_NOT_ALLOWED, "method", text, Allow=allowed)
        if url.path in REGISTRIES:
            self._registry(*REGISTRIES[url.path])
        elif url.path == "/health":
            self._send(HTTPStatus.OK, b'{"status":"ok"}')
        elif url.path == "/control":
            self._control()
        else:
            language = parse_qs(url.query).get("lang", ["ar"])[-1]
            content = page(self.server.switches, language)
            self._send(HTTPStatus.OK, content, kind="text/html; charset=utf-8")

    def _registry(self, body: str, answer: Callable[[bytes], bytes]) -> None:
        """Read the question in any case, so that the connection stays usable; then misbehave."""
        question = self._read("application/json")
        switch = self.server.switches.of(body)
        self.server.stopping.wait(switch.latency_ms / 1000)
        if switch.outage:
            wait = {"Retry-After": str(RETRY_AFTER_S)}
            text = "out of service, try again later"
            raise RefusalError(HTTPStatus.SERVICE_UNAVAILABLE, "outage", text, **wait)
        if switch.mode == "hang":
            self._hang()
            return
        if switch.mode == "normal" and self.server.switches.fails_now(body):
            raise RefusalError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "internal error")
        try:
            content = answer(question)
        except QuestionError as bad:
            raise RefusalError(HTTPStatus.BAD_REQUEST, bad.code, str(bad)) from bad
        if switch.mode == "garbage":
            content = content[: len(content) * 2 // 3] + b"\xff<!--"
        self._send(HTTPStatus.OK, content)

    def _hang(self) -> None:
        """Say nothing until the caller gives up or the server stops."""
        self.close_connection = True
        while not self.server.stopping.wait(0.1):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return

    def _control(self) -> None:
        self._only_the_operator()
        switches = self.server.switches
        try:
            if self.command == "PUT":
                switches.change(_json(self._read("application/json")))
            elif self.command == "POST":
                self._posted_form()
                return
        except SwitchError as bad:
            raise RefusalError(HTTPStatus.BAD_REQUEST, "bad_switch", str(bad)) from bad
        self._send(HTTPStatus.OK, json.dumps(switches.as_json()).encode())

    def _posted_form(self) -> None:
        """A form of the page: change, then send the browser back to the page."""
        text = self._read("application/x-www-form-urlencoded").decode("utf-8", "replace")
        form = parse_qs(text, keep_blank_values=True)
        self.server.switches.change(settings_of(form))
        language = "en" if form.get("lang") == ["en"] else "ar"
        self._send(HTTPStatus.SEE_OTHER, b"", Location=f"/?lang={language}")

    def _only_the_operator(self) -> None:
        """This machine only, unless allowed otherwise, and no page of another site."""
        if not (self.server.remote_control or is_local(self.client_address[0])):
            text = "control is for this machine; start with --allow-remote-control to open it"
            raise RefusalError(HTTPStatus.FORBIDDEN, "not_local", text)
        origin = self.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != self.headers.get("Host"):
            raise RefusalError(HTTPStatus.FORBIDDEN, "other_origin", "control from another site")

    def _read(self, kind: str) -> bytes:
        """The body of the request, of the kind of content wanted."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            raise RefusalError(HTTPStatus.LENGTH_REQUIRED, "length", "Content-Length is required")
        if len(length) > 10 or int(length) > BODY_LIMIT:
            text = f"at most {BODY_LIMIT:,} bytes"
            raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", text)
        content = self.rfile.read(int(length))
        if self.headers.get_content_type() != kind:
            raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_type", f"send {kind}")
        return content

    def _refuse(self, refused: RefusalError) -> None:
        error = {"error": {"code": refused.code, "message": str(refused)}}
        # Refused before it was read, a body would pass for the next request of the connection.
        unread = refused.status in (403, 404, 405, 411, 413)
        self.close_connection = self.close_connection or unread
        self._send(refused.status, json.dumps(error).encode(), **refused.headers)
        if unread:
            self._linger()

    def _linger(self) -> None:
        """Swallow what the caller is still sending, or closing would reset the refusal away."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1.0)
        left = 8 * BODY_LIMIT
        while left > 0 and (chunk := self.connection.recv(1 << 16)):
            left -= len(chunk)

    def _send(
        self,
        status: HTTPStatus,
        content: bytes,
        kind: str = "application/json; charset=utf-8",
        **headers: str,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        for key, value in headers.items():
            self.send_header(key, value)
        if self.close_connection or self.server.stopping.is_set():
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)


def is_local(address: str) -> bool:
    """Whether a caller is on this machine."""
    return ip_address(address).is_loopback


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusalError(HTTPStatus.BAD_REQUEST, "not_json", "the body is not JSON") from error


def warm_up() -> float:
    """Answer one question of each kind, so that no caller waits for tables; seconds it took."""
    start = time.perf_counter()
    for answer in (civil, commerce):
        answer(pl.Series("asked", ["1000000008"]))
    return time.perf_counter() - start
