"""Passkeys signed by a small authenticator of our own, which can be told to lie."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from guichet.domain.identity import commands, factors, passkeys
from guichet.domain.identity.models import Account, Factor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SITE = passkeys.Site("https://branch.example")
UP, UV, AT = 1, 4, 64


class Device:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"credential-of-the-device"

    def _client(self, kind: str, state: Any, origin: str) -> bytes:
        said = {
            "type": kind,
            "challenge": state["challenge"],
            "origin": origin,
            "crossOrigin": False,
        }
        return json.dumps(said).encode()

    def register(
        self, state: Any, origin: str = SITE.origin, rp: str = SITE.rp_id, flags: int = UP | UV
    ) -> dict[str, Any]:
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(
            hashlib.sha256(rp.encode()).digest(), flags | AT, 0, credential
        )
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", state, origin),
                "attestationObject": bytes(AttestationObject.create("none", data, {})),
            }
        )

    def sign(
        self,
        state: Any,
        origin: str = SITE.origin,
        rp: str = SITE.rp_id,
        flags: int = UP | UV,
        counter: int = 0,
        holder: bytes | None = None,
    ) -> dict[str, Any]:
        data = bytes(AuthenticatorData.create(hashlib.sha256(rp.encode()).digest(), flags, counter))
        client = self._client("webauthn.get", state, origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(answer | ({"userHandle": holder} if holder else {}))

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {k: websafe_encode(v) for k, v in response.items()},
        }


@pytest.fixture
def account(db: None) -> Account:
    return commands.open_account(username="somebody", password=None)


@pytest.fixture
def device(account: Account) -> Device:
    device = Device()
    _, state = passkeys.begin_registration(account, SITE)
    assert passkeys.register(
        account, SITE, state, device.register(state), name="x", now=NOW, sure=True
    )
    return device


def opens(device: Device, now: datetime = NOW, **lies: Any) -> bool:
    _, state = passkeys.begin_use(SITE)
    return passkeys.used(SITE, state, device.sign(state, **lies), now=now) is not None


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://branch.example"},
        {"origin": "https://branch.example:8443"},
        {"origin": "https://a.branch.example"},
        {"origin": "https://branch.example.evil.example"},
        {"origin": "null"},
        {"origin": "https://branch.example/"},
        {"rp": "evil.example"},
        {"flags": UP},
        {"flags": UV},
    ],
)
def test_a_signature_for_another_origin_or_without_the_user_opens_nothing(
    device: Device, account: Account, lie: Any
) -> None:
    assert opens(device)
    assert not opens(device, **lie)
    another = Device()
    another.id = b"another"
    _, state = passkeys.begin_registration(account, SITE)
    assert (
        passkeys.register(
            account, SITE, state, another.register(state, **lie), name="", now=NOW, sure=True
        )
        is None
    )


def test_a_challenge_of_another_visit_and_another_key_open_nothing(device: Device) -> None:
    _, state = passkeys.begin_use(SITE)
    _, later = passkeys.begin_use(SITE)
    assert passkeys.used(SITE, later, device.sign(state), now=NOW) is None
    thief = Device()
    assert passkeys.used(SITE, state, thief.sign(state), now=NOW) is None


def test_a_counter_that_does_not_rise_is_a_copied_key(device: Device) -> None:
    assert opens(device, counter=5)
    assert not opens(device, counter=5)
    assert not opens(device, counter=0)
    assert opens(device, counter=6)


def test_it_names_its_holder_counts_when_it_counts_and_ends_when_removed(
    device: Device, account: Account
) -> None:
    assert opens(device, holder=b"account %d" % account.pk)
    assert not opens(device, holder=b"account 1234567")
    Factor.objects.update(counts_from=NOW + timedelta(hours=1))
    assert not opens(device)
    assert opens(device, now=NOW + timedelta(hours=1))
    factors.remove(account, Factor.objects.get().pk, now=NOW)
    assert not opens(device, now=NOW + timedelta(hours=2))


def test_one_key_is_one_accounts(device: Device) -> None:
    other = commands.open_account(username="other", password=None)
    _, state = passkeys.begin_registration(other, SITE)
    assert (
        passkeys.register(other, SITE, state, device.register(state), name="", now=NOW, sure=True)
        is None
    )


def test_passkeys_are_offered_only_where_they_are_safe(settings: Any) -> None:
    assert passkeys.site_at("http://localhost:8220") == passkeys.Site("http://localhost:8220")
    assert passkeys.site_at("http://branch.example") is None
    settings.PUBLIC_ORIGIN = "https://branch.example"
    assert passkeys.site_at("http://elsewhere.example") == SITE
    settings.PUBLIC_ORIGIN, settings.TRIAL = "", False
    assert passkeys.site_at("https://elsewhere.example") is None
