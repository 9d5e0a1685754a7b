"""Private keys: made, found by id and used for signing, wherever they are kept. They are EC P-256.

``GUICHET_CERTIFICATE_KEYS`` is a folder (PEM files that only we may read), or
``pkcs11:MODULE?token=LABEL`` with the PIN in ``GUICHET_PKCS11_PIN_FILE``; there, keys are made
inside the token and never leave it.
"""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, Protocol
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.conf import settings

SCHEME = "pkcs11:"


def key_id(public: Any) -> str:
    """The name of a public key, for ever the same."""
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(der).hexdigest()[:16]


class KeyMissing(LookupError):
    """The custodian has no private key of that id."""


class Custodian(Protocol):
    """Where private keys are."""

    def create(self) -> ec.EllipticCurvePrivateKey:
        """A new key, kept."""
        ...

    def find(self, name: str) -> ec.EllipticCurvePrivateKey:
        """The key of an id.

        Raises:
            KeyMissing: it is not here.
        """
        ...


def custodian() -> Custodian:
    """The custodian that the settings name; a token is opened once a process."""
    place = str(settings.CERTIFICATE_KEYS)
    return _token(place, os.getpid()) if place.startswith(SCHEME) else Folder(Path(place))


def has(name: str) -> bool:
    """Whether the private key of an id is here."""
    try:
        custodian().find(name)
    except KeyMissing:
        return False
    return True


class Folder:
    """One PEM file a key, ``<id>.key.pem``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> ec.EllipticCurvePrivateKey:
        private = ec.generate_private_key(ec.SECP256R1())
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{key_id(private.public_key())}.key.pem"
        path.touch(mode=0o600)
        path.write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return private

    def find(self, name: str) -> ec.EllipticCurvePrivateKey:
        path = self.folder / f"{name}.key.pem"
        if not path.exists():
            raise KeyMissing(name)
        private = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise KeyMissing(f"{name} is not an elliptic-curve key")
        return private


@lru_cache(maxsize=2)
def _token(place: str, process: int) -> Token:
    del process  # a session must not be shared with a forked child
    module, _, rest = place.removeprefix(SCHEME).partition("?")
    label = parse_qs(rest).get("token", [""])[0]
    return Token(module, label, settings.PKCS11_PIN)


class Token:
    """A PKCS#11 token: hardware in production, SoftHSM in tests. A key's CKA_ID is our id of it."""

    def __init__(self, module: str, label: str, pin: str) -> None:
        import pkcs11

        self._session = pkcs11.lib(module).get_token(token_label=label).open(rw=True, user_pin=pin)
        self._lock = threading.Lock()  # a session does one thing at a time

    def create(self) -> ec.EllipticCurvePrivateKey:
        from pkcs11 import Attribute, KeyType
        from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

        with self._lock:
            parameters = self._session.create_domain_parameters(
                KeyType.EC,
                {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
                local=True,
            )
            public, private = parameters.generate_keypair(store=True)
            key = serialization.load_der_public_key(encode_ec_public_key(public))
            name = key_id(key)
            for half in (public, private):
                half[Attribute.ID] = bytes.fromhex(name)
                half[Attribute.LABEL] = f"guichet {name}"
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return TokenKey(private, key, self._lock)

    def find(self, name: str) -> ec.EllipticCurvePrivateKey:
        import pkcs11
        from pkcs11.util.ec import encode_ec_public_key

        try:
            with self._lock:
                private = self._session.get_key(
                    pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(name)
                )
                public: Any = self._session.get_key(
                    pkcs11.ObjectClass.PUBLIC_KEY, id=bytes.fromhex(name)
                )
                key = serialization.load_der_public_key(encode_ec_public_key(public))
        except pkcs11.NoSuchKey:
            raise KeyMissing(name) from None
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return TokenKey(private, key, self._lock)


class TokenKey(ec.EllipticCurvePrivateKey):
    """A private key inside a token, usable wherever a key in memory is."""

    def __init__(
        self, private: Any, public: ec.EllipticCurvePublicKey, lock: threading.Lock
    ) -> None:
        self._private, self._public, self._lock = private, public, lock

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._public.curve

    @property
    def key_size(self) -> int:
        return self._public.key_size

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._public

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Hash here, sign there; DER, as everywhere."""
        import pkcs11

        algorithm = signature_algorithm.algorithm
        if isinstance(algorithm, utils.Prehashed):
            digest = bytes(data)
        else:
            digest = _digest(algorithm, bytes(data))
        with self._lock:
            raw = self._private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
        half = len(raw) // 2
        return utils.encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> NoReturn:
        raise TypeError("a key of the token only signs")

    def private_numbers(self) -> NoReturn:
        raise TypeError("the key does not leave its token")

    def private_bytes(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("the key does not leave its token")

    def __copy__(self) -> TokenKey:
        return self

    def __deepcopy__(self, memo: dict[Any, Any]) -> TokenKey:
        return self


def _digest(algorithm: Any, data: bytes) -> bytes:
    made = hashes.Hash(algorithm)
    made.update(data)
    return made.finalize()
