"""Numbers to show in forms, examples and documents: right by the country's rules, and of nobody in
earnest.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from guichet.lib.locale import here

BANK = "80"
NOBODYS = 608_010_167_519  # an account that no bank of a trial world knows


@lru_cache(maxsize=64)
def person(serial: int = 0) -> str:
    """The number of a citizen."""
    persons = here().persons
    made = pl.select(persons.made(pl.lit(0, pl.Int64), pl.lit(serial, pl.Int64))).item()
    return f"{made:0{persons.digits}d}"


def slip() -> str:
    """A person's number with a wrong digit."""
    right = person()
    return f"{right[:-1]}{(int(right[-1]) + 2) % 10}"


def account(rest: int) -> str:
    """A right bank account that ends in these digits."""
    accounts = here().accounts
    return accounts.checked(f"{BANK}{rest:0{accounts.digits - 4}d}")


def account_slip(rest: int) -> str:
    """The same with wrong check digits."""
    prefix, right = here().accounts.prefix, account(rest)
    at = len(prefix)
    return f"{prefix}{int(right[at : at + 2]) % 90 + 7:02d}{right[at + 2 :]}"
