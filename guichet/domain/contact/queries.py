"""Reading who is reached how."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import polars as pl
from django.db.models import Q, QuerySet

from guichet.domain.contact.models import Mobile, Pin
from guichet.domain.contact.numbers import masked
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store
from guichet.lib import waits
from guichet.lib.identifiers import mobile_of_text

__all__ = [
    "account_of_mobile",
    "accounts_of_mobiles",
    "first_pins",
    "has_pin",
    "masked",
    "mobile_of",
    "mobile_since",
    "mobiles_of_accounts",
    "money_from",
    "must_choose_pin",
]


@scope.as_institution()
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


@scope.as_institution()
def mobile_of(account: Account) -> str | None:
    """The account's registered mobile, as ``+9665XXXXXXXX``."""
    live = Mobile.objects.filter(account=account, ended_at__isnull=True)
    return live.values_list("number", flat=True).first()


@scope.as_institution()
def has_pin(account: Account, now: datetime) -> bool:
    """Whether the account has a telephone PIN, its own or a first one that is still good."""
    good = Q(good_until__isnull=True) | Q(good_until__gt=now)
    return Pin.objects.filter(good, account=account, ended_at__isnull=True).exists()


@scope.as_institution()
def mobile_since(account: Account) -> datetime | None:
    """Since when the account has the mobile it has."""
    live = Mobile.objects.filter(account=account, ended_at__isnull=True)
    return live.values_list("registered_at", flat=True).first()


@scope.as_institution()
def money_from(account: Account, now: datetime) -> datetime | None:
    """From when the registered mobile confirms changes of money; None: it does already, or there is
    none.
    """
    live = Mobile.objects.filter(account=account, ended_at__isnull=True, money_from__gt=now)
    found = live.first()
    if found is None or waits.is_ahead(found.registered_at, now):
        return None
    return found.money_from


@scope.as_institution()
def must_choose_pin(account: Account, now: datetime) -> bool:
    """Whether the PIN in force is a first one, which only lets its owner choose another."""
    return first_pins(account, now).exists()


def first_pins(account: Account, now: datetime) -> QuerySet[Pin]:
    """The first PIN in force, if there is one."""
    return Pin.objects.filter(account=account, ended_at__isnull=True, good_until__gt=now)


@scope.as_institution()
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
