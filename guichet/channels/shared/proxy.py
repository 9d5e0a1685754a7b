"""What our own proxy says about a call: the client certificate it verified. And who we are to
machines.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import unquote

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.http import HttpRequest

_SHORTEST_SECRET = 32  # characters; a shorter one is no secret and counts as none
_LONGEST_CERTIFICATE = 16_000


def issuer_of(request: HttpRequest) -> str:
    """Our own address, as tokens name it."""
    return settings.ISSUER or f"{request.scheme}://{request.get_host()}"


def from_our_proxy(request: HttpRequest) -> bool:
    """Whether the call was handed on by our proxy: from this machine, with the secret only the
    proxy knows.
    """
    known = settings.PROXY_SECRET
    if len(known) < _SHORTEST_SECRET or not _is_local(str(request.META.get("REMOTE_ADDR", ""))):
        return False
    given = request.headers.get("X-Proxy-Secret", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())


def thumbprint_of(request: HttpRequest) -> str | None:
    """The RFC 8705 thumbprint of the client certificate our proxy verified; None when there is
    none.
    """
    if not from_our_proxy(request) or request.headers.get("X-Client-Verify") != "SUCCESS":
        return None
    escaped = request.headers.get("X-Client-Certificate", "")
    if not escaped or len(escaped) > _LONGEST_CERTIFICATE:
        return None
    try:
        certificate = load_pem_x509_certificate(unquote(escaped).encode())
    except ValueError:
        return None
    digest = sha256(certificate.public_bytes(Encoding.DER)).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_local(address: str) -> bool:
    if not address:  # a Unix socket
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
