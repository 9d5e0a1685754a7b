"""How a PIN is kept: Argon2id of a keyed digest.

Six digits are searched through in no time by whoever has the table, however slow the hash; so the
digest is keyed with the installation's secret, which is not in the database, and bound to the
account, so that rows cannot be exchanged. Argon2's cost is OWASP's least (19 MiB): the 100 MiB of a
password would let two hundred callers at once fill the memory.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.conf import settings
from django.utils.crypto import salted_hmac

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(pin: str, account: int) -> str:
    """What is kept of a PIN."""
    return _HASHER.hash(_keyed(pin, account, settings.SECRET_KEY))


def holds(kept: str, pin: str, account: int) -> bool:
    """Whether this is the PIN; after the secret was changed, the ones before it
    (``SECRET_KEY_FALLBACKS``) are tried too.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _HASHER.verify(kept, _keyed(pin, account, secret))
        except (VerificationError, InvalidHashError):
            continue
    return False


def _keyed(pin: str, account: int, secret: str | bytes) -> str:
    return salted_hmac(
        "guichet.contact.pin", f"{account}\0{pin}", secret=secret, algorithm="sha256"
    ).hexdigest()


def likeness(pin: str, account: int) -> str:
    """What tells, within a call, whether the same PIN was keyed in twice; without the
    installation's secret it tells nothing.
    """
    return _keyed(pin, account, settings.SECRET_KEY)
