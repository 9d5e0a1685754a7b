"""Reading who is reached how."""

from __future__ import annotations

from guichet.domain.contact.models import Mobile, Pin
from guichet.domain.contact.numbers import masked, mobile_of_text
from guichet.domain.identity.queries import Account

__all__ = ["account_of_mobile", "has_pin", "masked", "mobile_of", "mobile_of_text"]


def account_of_mobile(number: str) -> Account | None:
    """The active account a mobile is registered for, however the number is spelled."""
    known = mobile_of_text(number)
    if known is None:
        return None
    found = (
        Mobile.objects.select_related("account")
        .filter(number=known, ended_at__isnull=True, account__is_active=True)
        .first()
    )
    return found.account if found else None


def mobile_of(account: Account) -> str | None:
    """The account's registered mobile, as ``+9665XXXXXXXX``."""
    live = Mobile.objects.filter(account=account, ended_at__isnull=True)
    return live.values_list("number", flat=True).first()


def has_pin(account: Account) -> bool:
    """Whether the account has a telephone PIN."""
    return Pin.objects.filter(account=account, ended_at__isnull=True).exists()
