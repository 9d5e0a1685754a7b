"""The HTTP side: signed JSON for the institution, a plain page for who plays the customer. Loopback
only.
"""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from demo.consolidator.book import Book, Luck, Refused
from demo.consolidator.page import page
from demo.consolidator.signing import genuine, signed
from guichet.lib.money import parse_minor

_LARGEST = 16 * 1024 * 1024
_PAUSE_S = 1.0


class Sandbox(ThreadingHTTPServer):
    """The server, and the thread that tells the institution."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], book: Book, secret: str, notify: str) -> None:
        self.book, self.secret, self.notify = book, secret, notify
        self.stopping, self.wake = threading.Event(), threading.Event()
        super().__init__(address, Handler)
        threading.Thread(target=self._tell, daemon=True).start()

    def stop(self) -> None:
        """Take no more calls."""
        self.stopping.set()
        self.wake.set()
        self.shutdown()
        self.server_close()

    def _tell(self) -> None:
        """Send notices until they are answered, for ever: a notice that got no answer is sent
        again.
        """
        while not self.stopping.is_set():
            notices = self.book.notices()
            if notices and self._told(notices):
                self.book.noticed(notices)
                continue
            self.wake.wait(_PAUSE_S)
            self.wake.clear()

    def _told(self, notices: list[dict[str, object]]) -> bool:
        body = json.dumps({"notices": notices})
        # Our own address.
        asked = Request(self.notify, body.encode(), signed(self.secret, body))  # noqa: S310
        try:
            with urlopen(asked, timeout=10) as answer:  # noqa: S310
                return bool(answer.status == HTTPStatus.OK)
        except (URLError, OSError):
            return False


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Sandbox

    def log_message(self, *_args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """The page."""
        url = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        if url.path == "/health":
            self._json({"status": "ok"})
        elif url.path == "/":
            self._page(asked)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """A form of the page, or a message of the institution."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST:
            self.close_connection = True
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
            return
        content = self.rfile.read(int(length))
        if self.path in ("/pay", "/reverse", "/part"):
            self._form({n: v[-1] for n, v in parse_qs(content.decode("utf-8", "replace")).items()})
        elif not genuine(self.server.secret, content, dict(self.headers.items())):
            self.send_error(HTTPStatus.UNAUTHORIZED)
        else:
            self._message(json.loads(content))

    def _message(self, said: dict[str, object]) -> None:
        book = self.server.book
        if self.path == "/bills":
            self._json({"bills": book.take_bills(said["bills"])})  # type: ignore[arg-type]
        elif self.path == "/bills/open":
            self._json({"bills": book.open_bills()})
        elif self.path == "/settlements":
            self._json({"payments": book.settlements(str(said["day"]))})
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _form(self, form: dict[str, str]) -> None:
        origin = self.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != self.headers.get("Host"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        try:
            if self.path == "/pay":
                amount = parse_minor(form.get("amount", ""))
                luck = Luck(int(form.get("luck", "1")))
                self.server.book.pay(form.get("bill", ""), amount, form.get("channel", "atm"), luck)
            elif self.path == "/part":
                self.server.book.take_part(
                    form.get("payment", ""), parse_minor(form.get("amount", ""))
                )
            else:
                self.server.book.reverse(form.get("payment", ""))
            said = "done" if self.path == "/pay" else ""
        except Refused:
            said = "unknown"
        except ValueError:
            said = "amount-wrong"
        self.server.wake.set()
        language = "en" if form.get("lang") == "en" else "ar"
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/?lang={language}&said={said}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _page(self, asked: dict[str, str]) -> None:
        book, typed = self.server.book, asked.get("bill", "").replace(" ", "")
        bill = book.bill(typed) if typed else None
        said = "unknown" if typed and bill is None else asked.get("said", "")
        content = page(
            asked.get("lang", "ar"),
            bill,
            book.payments(),
            book.open_bills(),
            said=said,
            typed=typed,
        )
        self._send(content, "text/html; charset=utf-8")

    def _json(self, said: object) -> None:
        self._send(json.dumps(said).encode(), "application/json")

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)
