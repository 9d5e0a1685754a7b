"""The HTTP side.

::

    GET  /.well-known/openid-configuration · GET /jwks
    GET  /authorize · POST /authorize  the sign-in page of a code flow with PKCE (S256)
    POST /token                        client_secret_basic; answers an ID token signed with ES256
    POST /push/v1/requests             {"national_number", "service"} -> {"id", "number"}: show it
    GET  /push/v1/requests/<id>        {"state": waiting|approved|refused|expired, and who approved}
    POST /messages/v1                  {"to": mobile or mail address, "text"} -> {"state": "sent"}
    GET  /messages?to=…                what came there
    GET  /phone?person=… · POST /phone the telephone of a person: pick the number shown elsewhere
"""

from __future__ import annotations

import base64
import json
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from demo.identity_provider.pages import authorize_page, messages_page, telephone_page
from demo.identity_provider.state import CLIENT_ID, CLIENT_SECRET, PUSH_SECRET, Provider, facts_of

_MOST = 64 * 1024
_ASKED = ("redirect_uri", "state", "nonce", "code_challenge")


class IdentityProvider(ThreadingHTTPServer):
    """The server; its issuer is its own address unless said otherwise."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        host, port = self.server_address[:2]
        self.provider = Provider(f"http://{host!s}:{port}")


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: IdentityProvider
    timeout = 30

    def do_GET(self) -> None:
        """Documents, pages and the state of a push."""
        url = urlsplit(self.path)
        given = dict(parse_qsl(url.query, keep_blank_values=True))
        provider = self.server.provider
        if url.path == "/.well-known/openid-configuration":
            self._json(_description(provider.issuer))
        elif url.path == "/jwks":
            self._json({"keys": [provider.key.as_dict(private=False)]})
        elif url.path == "/authorize":
            fault = _fault(given)
            if fault:
                self._json({"error": fault}, 400)
            else:
                self._html(authorize_page(url.query, "", self._language(given)))
        elif url.path.startswith("/push/v1/requests/") and self._pusher():
            self._push_state(url.path.rpartition("/")[2])
        elif url.path == "/messages":
            to = given.get("to", "").strip()
            self._html(messages_page(to, provider.messages_to(to), self._language(given)))
        elif url.path in ("/", "/phone"):
            person = given.get("person", "")
            waiting = provider.on_telephone(person)
            self._html(telephone_page(person, waiting, "", self._language(given)))
        else:
            self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        """Decisions of people, codes and pushes of clients."""
        url = urlsplit(self.path)
        given = dict(parse_qsl(url.query, keep_blank_values=True))
        body = self._body()
        if url.path == "/authorize":
            self._authorize(url.query, given, dict(parse_qsl(body, keep_blank_values=True)))
        elif url.path == "/token":
            self._token(dict(parse_qsl(body, keep_blank_values=True)))
        elif url.path == "/push/v1/requests" and self._pusher():
            self._push(body)
        elif url.path == "/messages/v1" and self._pusher():
            self._message(body)
        elif url.path == "/phone":
            form = dict(parse_qsl(body, keep_blank_values=True))
            done = self.server.provider.decide(form.get("request", ""), form.get("picked", ""))
            person = form.get("person", "")
            self._html(telephone_page(person, [], done, self._language(given)))
        else:
            self._json({"error": "not_found"}, 404)

    def _authorize(self, query: str, asked: dict[str, str], form: dict[str, str]) -> None:
        fault = _fault(asked)
        if fault:
            self._json({"error": fault}, 400)
            return
        back = {"state": asked.get("state", ""), "iss": self.server.provider.issuer}
        if form.get("choice") != "approve":
            back["error"] = "access_denied"
        elif facts_of(form.get("person", "").strip()) is None:
            self._html(authorize_page(query, "unknown", self._language(asked)), 422)
            return
        else:
            kept = {name: asked.get(name, "") for name in _ASKED}
            back["code"] = self.server.provider.code_for(form["person"].strip(), kept)
        self.send_response(303)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self, given: dict[str, str]) -> None:
        wanted = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if not compare_digest(self.headers.get("Authorization", ""), f"Basic {wanted}"):
            self._json({"error": "invalid_client"}, 401)
            return
        token = self.server.provider.token_for(given)
        if token is None:
            self._json({"error": "invalid_grant"}, 400)
        else:
            self._json({"token_type": "Bearer", "access_token": "none", "id_token": token})

    def _push(self, body: str) -> None:
        try:
            asked = json.loads(body)
            person, service = str(asked["national_number"])[:10], str(asked["service"])[:80]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._json({"error": "invalid_request"}, 400)
            return
        made = self.server.provider.push(person, service)
        self._json({"id": made.id, "number": made.number})

    def _message(self, body: str) -> None:
        try:
            given = json.loads(body)
            to, text = str(given["to"])[:254], str(given["text"])[:1000]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._json({"error": "invalid_request"}, 400)
            return
        self.server.provider.message(to, text)
        self._json({"state": "sent"})

    def _push_state(self, request: str) -> None:
        made = self.server.provider.push_of(request)
        if made is None:
            self._json({"error": "not_found"}, 404)
            return
        said = {"state": made.now}
        if made.now == "approved":
            facts = facts_of(made.person) or {}
            said |= {
                "national_number": made.person,
                "name_ar": facts.get("name_ar") or "",
                "name": facts.get("name_latin") or "",
            }
        self._json(said)

    def _pusher(self) -> bool:
        return compare_digest(self.headers.get("Authorization", ""), f"Bearer {PUSH_SECRET}")

    def _language(self, given: dict[str, str]) -> str:
        asked = given.get("lang") or self.headers.get("Accept-Language") or "ar"
        return "en" if asked.startswith(("en", "fr")) else "ar"

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdigit() else 0
        return self.rfile.read(min(size, _MOST)).decode("utf-8", "replace")

    def _json(self, said: object, status: int = 200) -> None:
        self._send(json.dumps(said).encode(), "application/json", status)

    def _html(self, content: bytes, status: int = 200) -> None:
        self._send(content, "text/html; charset=utf-8", status)

    def _send(self, content: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses hold codes."""


def _description(issuer: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "acr_values_supported": ["high"],
        "authorization_response_iss_parameter_supported": True,
    }


def _fault(asked: dict[str, str]) -> str:
    """What is wrong with a client's question. Only pages on this machine may be gone back to."""
    target = urlsplit(asked.get("redirect_uri", ""))
    try:
        local = target.hostname == "localhost" or ip_address(target.hostname or "").is_loopback
    except ValueError:
        local = False
    if asked.get("client_id") != CLIENT_ID or not local:
        return "invalid_client"
    right = asked.get("response_type") == "code" and asked.get("code_challenge_method") == "S256"
    return "" if right and asked.get("nonce") and asked.get("state") else "invalid_request"
