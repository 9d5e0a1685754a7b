"""The OAuth 2.0 server, by Authlib: client credentials, proved by ``private_key_jwt`` and nothing
else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidClientError,
    InvalidScopeError,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from django.http import HttpRequest, HttpResponse
from joserfc.jwk import KeySet

from guichet.domain.systems import assertions, commands, keys, queries, tokens
from guichet.domain.systems.queries import System, SystemKey
from guichet.domain.systems.refusals import ASSERTION_INVALID, CERTIFICATE_NEEDED, SCOPE_TOO_WIDE
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import today

METHOD = "private_key_jwt"


class Client(ClientMixin):  # type: ignore[misc]
    """A system as Authlib asks about it, for one call."""

    def __init__(self, system: System, thumbprint: str | None, *, narrows: bool = False) -> None:
        self.system = system
        self.narrows = narrows  # of what is asked, what is allowed
        self.thumbprint = thumbprint  # of the certificate this call came over
        self.key: SystemKey | None = None  # that proved it

    def get_client_id(self) -> str:
        return self.system.client_id

    def get_allowed_scope(self, scope: str | None) -> str:
        """What is asked if all of it is allowed; everything allowed if nothing is named.

        Clients that find us by our metadata ask for all that it names, and are given what they
        have: the answer says which.

        Raises:
            InvalidScopeError: more is asked than is allowed.
        """
        allowed = queries.services_of(self.system)
        asked = list(dict.fromkeys((scope or "").split())) or self.system.services
        if self.narrows:
            asked = [service for service in asked if today([service]) <= allowed] or asked
        if not today(asked) <= allowed:
            raise _told(InvalidScopeError(), SCOPE_TOO_WIDE)
        return " ".join(asked)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == METHOD

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == ClientCredentialsGrant.GRANT_TYPE


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = [METHOD]


class _Assertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """The proof, checked by ``domain.systems.assertions``: one algorithm, whole numbers, one use in
    the database.
    """

    CLIENT_AUTH_METHOD = METHOD

    def __init__(self, audiences: frozenset[str], now: datetime) -> None:
        super().__init__()
        self.audiences = audiences
        self.now = now
        self.named = ""

    def __call__(self, query_client: Callable[[str], Client | None], request: Any) -> Client | None:
        if len(request.form.get("client_assertion") or "") > assertions.MOST_CHARACTERS:
            raise _told(InvalidClientError(status_code=401), ASSERTION_INVALID)
        self.named = str(request.form.get("client_id") or "")
        try:
            return cast("Client | None", super().__call__(query_client, request))
        except Refused as refused:
            raise _told(
                InvalidClientError(status_code=401), refused.refusal, **refused.values
            ) from refused
        except InvalidClientError as error:  # Authlib's own, before the signature is looked at
            raise _told(InvalidClientError(status_code=401), ASSERTION_INVALID) from error

    def resolve_client_public_key(self, client: Client) -> Client:
        return client  # the keys are looked up where the assertion is checked

    def process_assertion_claims(self, assertion: str, resolve_key: Client) -> None:
        client = resolve_key
        if self.named and self.named != client.get_client_id():
            raise Refused(
                ASSERTION_INVALID
            )  # RFC 7521, 4.2: it names the client that the assertion is about
        client.key = assertions.prove(client.system, assertion, self.audiences, self.now)
        if client.system.certificate_bound and client.thumbprint is None:
            raise Refused(CERTIFICATE_NEEDED)


class _Token(JWTBearerTokenGenerator):  # type: ignore[misc]
    """RFC 9068 tokens, signed by the institution; the clock is ours."""

    def __init__(self, issuer: str, now: datetime, audience: str) -> None:
        super().__init__(
            issuer=issuer, alg="ES256", expires_generator=int(tokens.LIFETIME.total_seconds())
        )
        self.now, self.audience = now, audience

    def get_jwks(self) -> Any:
        return KeySet([keys.signing_key(self.now).key])  # of a set, a token names its key

    def get_audiences(self, client: Client, user: object, scope: str) -> str:
        return self.audience

    def get_extra_claims(
        self, client: Client, grant_type: str, user: object, scope: str
    ) -> dict[str, Any]:
        assert client.key is not None
        bound = client.thumbprint if client.system.certificate_bound else None
        return tokens.held(now=self.now, key=client.key.kid, thumbprint=bound)


class _Request(DjangoOAuth2Request):  # type: ignore[misc]
    """A call as Authlib reads it. TLS ends at the proxy, where http is turned away; Authlib would
    look for it here.
    """

    def __init__(self, request: HttpRequest) -> None:
        secure = "https" + request.build_absolute_uri().removeprefix(request.scheme or "")
        OAuth2Request.__init__(self, method=request.method, uri=secure, headers=request.headers)
        self.payload = DjangoOAuth2Payload(request)
        self._request = request


class Server(AuthorizationServer):  # type: ignore[misc]
    """The server for one call: what the call brought is known to every part of it."""

    def __init__(
        self,
        issuer: str,
        audiences: frozenset[str],
        thumbprint: str | None,
        now: datetime,
        resource: str | None = None,
    ) -> None:
        """``audiences``: of assertions. ``resource``: whom the token is for, if the call named one
        of ours; else the API.
        """
        super().__init__(None, None)
        self.issuer, self.thumbprint, self.now, self.resource = issuer, thumbprint, now, resource
        self.register_client_auth_method(METHOD, _Assertion(audiences, now))
        self.register_grant(_Grant)
        self.register_token_generator(
            "default", _Token(issuer, now, resource or f"{issuer}{tokens.API}")
        )

    def create_oauth2_request(self, request: HttpRequest) -> OAuth2Request:
        return _Request(request)

    def query_client(self, client_id: str) -> Client | None:
        system = queries.of_client(client_id) if "\x00" not in client_id else None
        return (
            Client(system, self.thumbprint, narrows=self.resource is not None) if system else None
        )

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Tokens are not kept: they verify by signature and end soon. The system and its key are
        noted as used.
        """
        commands.used(request.client.system, request.client.key, now=self.now)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def get_error_uri(self, request: Any, error: OAuth2Error) -> str | None:
        """Where the reason is told in every language."""
        refusal: Refusal | None = getattr(error, "refusal", None)
        return f"{self.issuer}/api/v1/problems/{refusal.code}" if refusal else None

    def answer(self, request: HttpRequest) -> HttpResponse:
        """A token, or the reason why not, as RFC 6749 says it."""
        response = cast("HttpResponse", self.create_token_response(request))
        response.headers.pop(
            "WWW-Authenticate", None
        )  # Authlib's names Basic, which we do not take
        response.headers["Content-Type"] = "application/json"
        response.headers["Cache-Control"] = "no-store"
        return response


def _told(error: OAuth2Error, refusal: Refusal, **values: object) -> OAuth2Error:
    """The error with our reason; RFC 6749 lets a description be ASCII only, so it is English."""
    sentence = refusal.sentence("en", **values)
    error.description = "".join(c if " " <= c <= "~" and c not in '"\\' else "'" for c in sentence)
    error.refusal = refusal
    return error
