"""Reading who is reached how."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from guichet.domain.contact.models import Mobile, Pin
from guichet.domain.contact.numbers import masked
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store
from guichet.lib.identifiers import mobile_of_text

__all__ = [
    "account_of_mobile", "accounts_of_mobiles", "has_pin", "masked", "mobile_of",
    "mobiles_of_accounts",
]  # fmt: skip


@scope.counter()
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


@scope.counter()
def mobile_of(account: Account) -> str | None:
    """The account's registered mobile, as ``+9665XXXXXXXX``."""
    live = Mobile.objects.filter(account=account, ended_at__isnull=True)
    return live.values_list("number", flat=True).first()


@scope.counter()
def has_pin(account: Account) -> bool:
    """Whether the account has a telephone PIN."""
    return Pin.objects.filter(account=account, ended_at__isnull=True).exists()


@scope.counter()
def accounts_of_mobiles(numbers: Collection[str]) -> dict[str, Account]:
    """The active accounts of many mobiles spelled ``+9665XXXXXXXX``."""
    found = Mobile.objects.select_related("account").filter(
        number__in=numbers, ended_at__isnull=True, account__is_active=True
    )
    return {mobile.number: mobile.account for mobile in found}


_REACHED = """
    SELECT a.key, m.number FROM unnest(%(accounts)s::bigint[]) AS a(key)
    JOIN contact_mobile m ON m.account_id = a.key AND m.ended_at IS NULL
"""


def mobiles_of_accounts(accounts: pl.Series) -> pl.DataFrame:
    """``account`` and ``mobile`` of those among the accounts that have a registered mobile."""
    return store.fetch(_REACHED, {"account": pl.Int64, "mobile": pl.String}, accounts=accounts)
