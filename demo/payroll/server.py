"""The programme's one page: ask for a wage, and the messages it was told. In Arabic or English,
without a script.
"""

from __future__ import annotations

import json
import uuid
from collections import deque
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo.payroll.client import Institution

_MOST_BYTES, _SHOWN = 200_000, 50
_WORDS = {
    "ar": {
        "dir": "rtl",
        "title": "برنامج رواتب تجريبي",
        "intro": "برنامج عميل خارج المنصة: يثبت هويته بمفتاحه، ويطلب الخدمات، ويستلم الإشعارات الموقّعة.",
        "worker": "رقم العامل",
        "month": "الشهر",
        "basic": "الأجر الأساسي",
        "ask": "أرسل تعديل الأجر",
        "answer": "الجواب",
        "told": "الإشعارات المستلمة",
        "none": "لا إشعارات بعد.",
        "good": "توقيع صحيح",
        "bad": "مرفوض",
        "other": "English",
        "code": "en",
    },
    "en": {
        "dir": "ltr",
        "title": "Sample payroll programme",
        "intro": "A client’s programme, outside of the platform: it proves itself by its key, asks for services, and takes signed messages.",
        "worker": "Worker’s number",
        "month": "Month",
        "basic": "Basic wage",
        "ask": "Send the change of wage",
        "answer": "Answer",
        "told": "Messages taken",
        "none": "No message yet.",
        "good": "signature holds",
        "bad": "refused",
        "other": "العربية",
        "code": "ar",
    },
}


class Programme(ThreadingHTTPServer):
    """The programme with what it has been told."""

    daemon_threads = True

    def __init__(
        self, place: tuple[str, int], institution: Institution, establishment: str
    ) -> None:
        super().__init__(place, _Handler)
        self.institution, self.establishment = institution, establishment
        self.told: deque[tuple[bool, str, str]] = deque(maxlen=_SHOWN)
        self.seen: set[str] = set()

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Take a message: checked, and once however often it comes; the status to answer."""
        try:
            said = self.institution.opened(headers, body)
        except ValueError as error:
            self.told.appendleft((False, str(error), ""))
            return 401
        if said["id"] not in self.seen:
            self.seen.add(said["id"])
            self.told.appendleft((True, said["type"], json.dumps(said["data"], ensure_ascii=False)))
        return 204

    def change_wage(self, given: dict[str, str], language: str) -> str:
        """Ask for a wage as the form says; the answer as text."""
        asked = {"establishment": self.establishment} | {
            n: given.get(n, "") for n in ("worker", "month", "basic")
        }
        try:
            said: Any = self.institution.ask(
                "registry.change_wage", asked, uuid.uuid4().hex, language
            )
        except (OSError, ValueError) as error:
            said = {"error": str(error)}
        return json.dumps(said, ensure_ascii=False, indent=1)


class _Handler(BaseHTTPRequestHandler):
    server: Programme

    def do_GET(self) -> None:
        if urlsplit(self.path).path != "/":
            self._answer(404, "")
            return
        self._answer(200, page(self.server, self._language(), {}, ""))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= _MOST_BYTES:
            self._answer(413, "")
            return
        body = self.rfile.read(length)
        if urlsplit(self.path).path == "/told":
            self._answer(
                self.server.take({k.lower(): v for k, v in self.headers.items()}, body), ""
            )
            return
        given = {
            name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()
        }
        language = self._language()
        self._answer(
            200, page(self.server, language, given, self.server.change_wage(given, language))
        )

    def _language(self) -> str:
        asked = parse_qs(urlsplit(self.path).query).get("lang", ["ar"])[0]
        return asked if asked in _WORDS else "ar"

    def _answer(self, status: int, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", "default-src 'none'; form-action 'self'")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def page(programme: Programme, language: str, given: dict[str, str], answer: str) -> str:
    """The page as HTML."""
    w = _WORDS[language]
    fields = "".join(
        f'<p><label>{w[name]} <input name="{name}" dir="ltr" value="{escape(given.get(name, ""))}"></label></p>'
        for name in ("worker", "month", "basic")
    )
    told = "".join(
        f"<li><b>{w['good'] if good else w['bad']}</b> <code dir=ltr>{escape(kind)}</code> <code dir=ltr>{escape(data)}</code></li>"
        for good, kind, data in tuple(programme.told)
    )
    shown = f"<h2>{w['answer']}</h2><pre dir=ltr>{escape(answer)}</pre>" if answer else ""
    return (
        f'<!doctype html><html lang="{language}" dir="{w["dir"]}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{w["title"]}</title>'
        f'<p><a href="/?lang={w["code"]}" lang="{w["code"]}">{w["other"]}</a></p><h1>{w["title"]}</h1><p>{w["intro"]}</p>'
        f"<p><code dir=ltr>{escape(programme.institution.client_id)} · {escape(programme.establishment)}</code></p>"
        f'<form method="post" action="/?lang={language}">{fields}<button>{w["ask"]}</button></form>{shown}'
        f"<h2>{w['told']}</h2><ul>{told or '<li>' + w['none'] + '</li>'}</ul></html>"
    )
