"""Knowing a device again: a signed cookie that names the account which signed in with it.

It opens nothing. It only keeps guesses made elsewhere, or beside the owner in the same office, from
slowing the owner.
"""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, Signer

from guichet.domain.identity.models import Account

COOKIE = "device"
LASTS_S = 400 * 86_400
_SIGNER = "guichet.identity.device"


def cookie_for(account: Account, before: str = "") -> str:
    """What the device is to keep: the id it has already, or a fresh one."""
    device = device_of(account, before) or secrets.token_urlsafe(12)
    return Signer(salt=_SIGNER).sign(f"{account.pk}.{device}")


def device_of(account: Account | None, cookie: str) -> str:
    """The device's id, if the account has signed in with it before; else nothing."""
    if account is None or not cookie or len(cookie) > 200:
        return ""
    try:
        number, _, device = Signer(salt=_SIGNER).unsign(cookie).partition(".")
    except BadSignature:
        return ""
    return device if number == str(account.pk) else ""
