"""What documents tell a reader to type and to open, taken from their text, and an institution to
try it on.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.hardening.test_database_restart import ROOT, Institution

_FENCED = re.compile(r"^( *)```(?:sh)?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
# Where the documents say it is, and which of the institution's ports that is.
_PRINTED = {
    8000: "GUICHET_WEB_PORT",
    8701: "GUICHET_BODIES_PORT",
    8702: "GUICHET_PHONE_PORT",
    8703: "GUICHET_IDENTITY_PORT",
    8716: "GUICHET_HANDSETS_PORT",
    8303: "GUICHET_CONSOLIDATOR_PORT",
}


def fenced(text: str) -> list[str]:
    """The blocks of commands of a document, in its order."""
    return [
        re.sub(rf"^{indent}", "", block, flags=re.MULTILINE)
        for indent, block in _FENCED.findall(text)
    ]


@dataclass
class Reader:
    """Somebody who does what is printed; only addresses are those of this institution."""

    institution: Institution
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)  # by username

    def here(self, text: str) -> str:
        """The text with this institution's addresses."""
        for port, name in _PRINTED.items():
            text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{self.institution.ports[name]}")
        return text

    def types(self, script: str) -> str:
        """What a shell answers; it ends at the first command that fails."""
        for name, to in ((".venv", Path(sys.prefix)), ("guichet", ROOT / "guichet")):
            if not (self.folder / name).exists():
                (self.folder / name).symlink_to(to)
        environment = os.environ | {
            "PATH": f"{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        command = ["bash", "-euo", "pipefail", "-c", self.here(script)]
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, f"{script}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout


class Visitor:
    """A browser without scripts: keeps cookies, follows redirects, sends forms with their token."""

    def __init__(self, base: str, language: str = "en") -> None:
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [("Accept-Language", language)]
        self.base = base
        self.url = ""

    def open(self, address: str, given: dict[str, Any] | None = None) -> str:
        """The page at an address; with ``given``, the answer to the form sent there."""
        if given is not None:
            token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
            given = given | {"csrfmiddlewaretoken": token}
        data = urlencode(given).encode() if given is not None else None
        return self._ask(
            Request(
                address if "://" in address else self.base + address, data, {"Referer": self.base}
            )
        )

    def upload(self, address: str, file: Path, **given: str) -> str:
        """The page that answers a form with a file."""
        given["csrfmiddlewaretoken"] = next(
            (c.value for c in self.jar if c.name == "csrftoken"), ""
        )
        parts = [
            f'--edge\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
            for n, v in given.items()
        ]
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\nContent-Type: text/csv\r\n\r\n'
        data = "".join([*parts, head]).encode() + file.read_bytes() + b"\r\n--edge--\r\n"
        kind = {"Referer": self.base, "Content-Type": "multipart/form-data; boundary=edge"}
        return self._ask(Request(self.base + address, data, kind))

    def _ask(self, asked: Request) -> str:
        try:
            answer = self.opener.open(asked, timeout=60)
        except HTTPError as error:
            if error.code != 422:
                raise AssertionError(f"{asked.full_url}: {error.code}") from error
            answer = error
        with answer:
            self.url = answer.url
            return str(answer.read().decode())

    def sign_in(self, username: str, password: str) -> str:
        """The page behind the door."""
        self.open("/sign-in/")
        page = self.open("/sign-in/", {"username": username, "password": password})
        assert "/sign-in/" not in self.url, username
        return page
