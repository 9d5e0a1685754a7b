"""How a client's programme talks to the institution: nothing here is Guichet's own code."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc import jwt
from joserfc.jwk import ECKey

_KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_PATIENCE_S = 20
_OLD_S = 300


@dataclass(frozen=True, slots=True)
class Institution:
    """The institution's address, and who we are to it."""

    address: str
    client_id: str
    key: ECKey

    def token(self, scope: str) -> str:
        """A token for one service."""
        now = int(time.time())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.address,
            "iat": now,
            "exp": now + 60,
            "jti": uuid.uuid4().hex,
        }
        assertion = jwt.encode({"alg": "ES256", "kid": self.key.thumbprint()}, claims, self.key)
        form = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_assertion_type": _KIND,
            "client_assertion": assertion,
        }
        said = _json(Request(f"{self.address}/oauth/token", urlencode(form).encode()))  # noqa: S310
        if "access_token" not in said:
            raise ValueError(json.dumps(said))
        return str(said["access_token"])

    def ask(
        self, service: str, given: Mapping[str, str], once: str, language: str
    ) -> dict[str, Any]:
        """Ask for a service; the answer, whatever it is."""
        headers = {
            "Authorization": f"Bearer {self.token(service)}",
            "Content-Type": "application/json",
            "Accept-Language": language,
            "Idempotency-Key": once,
        }
        body = json.dumps({"input": dict(given)}).encode()
        return _json(Request(f"{self.address}/api/v1/services/{service}", body, headers))  # noqa: S310

    def opened(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """A message that is the institution's.

        Raises:
            ValueError: it is not, or it is old.
        """
        try:
            moment, kid = headers["webhook-timestamp"], headers["webhook-key"]
            if abs(time.time() - int(moment)) > _OLD_S:
                raise ValueError("too old")
            published = _json(Request(f"{self.address}/api/v1/keys"))["keys"]  # noqa: S310
            key = load_pem_public_key(next(k["pem"] for k in published if k["id"] == kid).encode())
            signed = b".".join([headers["webhook-id"].encode(), moment.encode(), body])
            signature = base64.b64decode(headers["webhook-signature"].removeprefix("v1a,"))
            key.verify(signature, signed)  # type: ignore[call-arg, union-attr, arg-type]
        except (KeyError, StopIteration, InvalidSignature, OSError) as error:
            raise ValueError("not the institution's") from error
        return dict(json.loads(body))


def _json(request: Request) -> dict[str, Any]:
    try:
        # The address we were started with.
        with urlopen(request, timeout=_PATIENCE_S) as response:  # noqa: S310
            return dict(json.load(response))
    except HTTPError as error:
        return dict(json.load(error))
