"""A browser so light that it measures the server and not itself."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_ONCE = re.compile(r'name="once" value="([0-9a-f-]{36})"')
_TIMEOUT_S = 60.0


class Browser:
    """One client on one kept connection, with cookies."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
        self._cookies: dict[str, str] = {}

    def sign_in(self, username: str, password: str) -> None:
        """Sign in through the page.

        Raises:
            RuntimeError: the page did not let us in.
        """
        self.get("/sign-in/")
        answer, _ = self.post("/sign-in/", {"username": username, "password": password, "next": ""})
        if answer.status != 302:
            raise RuntimeError(f"signing in was answered with {answer.status}")

    def form_key(self, path: str) -> str:
        """Get a service's form; the key it would be sent once with."""
        answer, body = self.get(path)
        found = _ONCE.search(body)
        if answer.status != 200 or not found:
            raise RuntimeError(f"{path} was answered with {answer.status} and no form")
        return found[1]

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        """The answer, read to its end, and its body."""
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, str]) -> tuple[HTTPResponse, str]:
        """Send a form with its token."""
        token = {"csrfmiddlewaretoken": self._cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode(form | token))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closed the connection while it was idle; a browser asks again.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {n: morsel.value for n, morsel in SimpleCookie(line).items()}
        return answer, text
