"""A client's machine, as it would be written outside: it makes its key, signs assertions, asks for
tokens.
"""

from __future__ import annotations

import base64
import json
import uuid
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey

from guichet.domain.systems import commands
from guichet.domain.systems.models import System
from guichet.engine.perform import perform
from tests.contract.world import World

ISSUER = "http://testserver"
KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SERVICES = ("registry.change_wage", "registry.register_worker")


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head, body, _ = token.split(".")
    return tuple(json.loads(base64.urlsafe_b64decode(p + "==")) for p in (head, body))  # type: ignore[return-value]


def new_key() -> ECKey:
    return ECKey.generate_key("P-256", private=True)


def pem(key: ECKey) -> str:
    return key.as_pem(private=False).decode()


class Machine:
    """One system of an establishment with one key."""

    def __init__(self, system: System, key: ECKey) -> None:
        self.system, self.key = system, key
        self.client = Client(raise_request_exception=False)

    @classmethod
    def connect(
        cls,
        account: Any,
        establishment: int,
        *,
        services: Any = SERVICES,
        rights: Any = ("wages", "register"),
        now: datetime | None = None,
        **more: Any,
    ) -> Machine:
        moment = now or timezone.now()
        system = commands.connect(
            account=account,
            establishment=establishment,
            name="Payroll",
            services=services,
            rights=rights,
            now=moment,
            **more,
        )
        key = new_key()
        commands.add_key(system, account=account, text=pem(key), name="first", now=moment)
        return cls(system, key)

    def assertion(
        self,
        *,
        header: dict[str, Any] | None = None,
        key: Any = None,
        algorithms: Any = None,
        **claims: Any,
    ) -> str:
        moment = int(timezone.now().timestamp())
        said = {
            "iss": self.system.client_id,
            "sub": self.system.client_id,
            "aud": ISSUER,
            "iat": moment,
            "exp": moment + 60,
            "jti": uuid.uuid4().hex,
        } | claims
        said = {name: value for name, value in said.items() if value is not None}
        signed = {"alg": "ES256", "kid": self.key.thumbprint()} | (header or {})
        return jwt.encode(signed, said, key or self.key, algorithms=algorithms)

    def ask_token(self, assertion: str | None = None, *, headers: Any = None, **form: str) -> Any:
        given = {
            "grant_type": "client_credentials",
            "client_assertion_type": KIND,
            "client_assertion": assertion if assertion is not None else self.assertion(),
        } | form
        return self.client.post("/oauth/token", given, headers=headers)

    def token(self, **form: str) -> str:
        response = self.ask_token(**form)
        assert response.status_code == 200, response.content
        return str(response.json()["access_token"])

    def call(
        self, path: str, body: Any = None, *, token: str | None = None, headers: Any = None
    ) -> Any:
        said = {"authorization": f"Bearer {token or self.token()}", "accept-language": "en"} | (
            headers or {}
        )
        if body is None:
            return self.client.get(f"/api/v1/{path}", headers=said)
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=said
        )


CHANGE = "registry.change_wage"


def change(
    world: World, basic: str, establishment: str = "establishment", worker: str = "worker"
) -> str:
    """Change a wage by the web; the reference."""
    given = {
        "establishment": world.facts[establishment],
        "worker": world.facts[worker],
        "month": "2026-11",
        "basic": basic,
        "housing": "0",
    }
    return perform(CHANGE, given, world.context(CHANGE, "web")).reference
