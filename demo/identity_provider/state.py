"""What the provider remembers: codes not yet exchanged, requests on their way to telephones, and
its signing key.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import polars as pl
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey

from demo.population import persons
from guichet.lib.locale import here

CODE_LIVES_S, PUSH_LIVES_S, TOKEN_LIVES_S = 60, 120, 300
CLIENT_ID, CLIENT_SECRET, PUSH_SECRET = "guichet-trial", "trial-only", "trial-only"


@dataclass(slots=True)
class Push:
    """A request shown on somebody's telephone."""

    id: str
    person: str
    number: str
    choices: list[str]
    service: str
    at: float = field(default_factory=time.monotonic)
    state: str = "waiting"

    @property
    def now(self) -> str:
        """Its state, expiry included."""
        late = time.monotonic() - self.at > PUSH_LIVES_S
        return "expired" if late and self.state == "waiting" else self.state


def facts_of(number: str) -> dict[str, Any] | None:
    """The living person of that number."""
    if len(number) != here().persons.digits or not (number.isascii() and number.isdigit()):
        return None
    row = persons(pl.Series([int(number)])).row(0, named=True)
    return row if row["known"] and row["alive"] else None


class Provider:
    """One provider. ``tamper`` lets a test spoil the claims of a token before it is signed."""

    def __init__(self, issuer: str = "") -> None:
        self.issuer = issuer
        self.key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
        self.tamper: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self._lock = threading.Lock()
        self._codes: dict[str, dict[str, Any]] = {}
        self._pushes: dict[str, Push] = {}
        self._messages: list[tuple[str, str]] = []

    def code_for(self, person: str, asked: dict[str, str]) -> str:
        """A code that can be exchanged once, within a minute."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = {**asked, "person": person, "at": time.monotonic()}
        return code

    def token_for(self, given: dict[str, str]) -> str | None:
        """The ID token for a code, if the caller proves to be who asked (PKCE)."""
        with self._lock:
            kept = self._codes.pop(given.get("code", ""), None)
        if kept is None or time.monotonic() - kept["at"] > CODE_LIVES_S:
            return None
        challenge = create_s256_code_challenge(given.get("code_verifier", ""))
        if challenge != kept["code_challenge"] or given.get("redirect_uri") != kept["redirect_uri"]:
            return None
        now = int(time.time())
        facts = facts_of(kept["person"]) or {}
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.subject_of(kept["person"]),
            "exp": now + TOKEN_LIVES_S,
            "iat": now,
            "auth_time": now,
            "nonce": kept.get("nonce", ""),
            "acr": "high",
            "national_number": kept["person"],
            "name_ar": facts.get("name_ar"),
            "name": facts.get("name_latin"),
        }
        header = {"alg": "ES256", "kid": self.key.kid}
        return jwt.encode(header, self.tamper(claims), self.key, algorithms=["ES256"])

    def subject_of(self, person: str) -> str:
        """The provider's own name for a person, which tells nothing."""
        return sha256(f"subject {person}".encode()).hexdigest()[:32]

    def push(self, person: str, service: str) -> Push:
        """A request to a telephone; a person unknown gets one too, which nobody will ever see."""
        number, *others = secrets.SystemRandom().sample([f"{n:02d}" for n in range(10, 100)], 3)
        choices = sorted([number, *others])
        made = Push(secrets.token_urlsafe(24), person, number, choices, service)
        with self._lock:
            self._pushes = {k: p for k, p in self._pushes.items() if time.monotonic() - p.at < 900}
            self._pushes[made.id] = made
        return made

    def push_of(self, request: str) -> Push | None:
        """A request by its id."""
        with self._lock:
            return self._pushes.get(request)

    def on_telephone(self, person: str) -> list[Push]:
        """What waits on somebody's telephone, the latest first."""
        with self._lock:
            found = [p for p in self._pushes.values() if p.person == person and p.now == "waiting"]
        return sorted(found, key=lambda p: -p.at)

    def message(self, to: str, text: str) -> None:
        """A text message arrives; the last two hundred are kept."""
        with self._lock:
            self._messages = [*self._messages[-199:], (to, text)]

    def messages_to(self, to: str) -> list[str]:
        """The messages on a telephone or in a mailbox, the latest first."""
        with self._lock:
            return [text for whom, text in reversed(self._messages) if whom == to][:10]

    def decide(self, request: str, picked: str) -> str:
        """The person picks a number, or refuses: a wrong pick ends the request."""
        made = self.push_of(request)
        if made is None or made.now != "waiting" or facts_of(made.person) is None:
            return "expired"
        made.state = "approved" if picked == made.number else "refused"
        return made.state
