"""Names as they were written down with what accounts did, told in the script of whoever reads them.

What is signed holds one name, in Arabic where there is one. A reader of Latin script is told the
account's Latin name, as long as the account still has the name that was written down: what was
signed is never told otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from guichet.domain.identity.accounts import people_of
from guichet.lib.display import show_name

Written = tuple[int | None, str]  # an account (None: of nobody's), and the name beside it


def in_script(written: Iterable[Written], language: str) -> dict[Written, str]:
    """Each of the names in the reader's script; one query for all."""
    asked = set(written)
    accounts = {account for account, _ in asked if account is not None}
    if language.startswith("ar") or not accounts:
        return {each: each[1] for each in asked}
    found = people_of(pl.Series(sorted(accounts), dtype=pl.Int64))
    known = {
        account: (ar, latin)
        for account, ar, latin in found.select("account", "name_ar", "name_latin").iter_rows()
    }
    return {each: _told(each, known, language) for each in asked}


def both_of(account: int, name: str) -> tuple[str, str]:
    """An account's name in Arabic and in Latin script, one standing in for the other; ``name``
    where there is no such account.
    """
    found = people_of(pl.Series([account], dtype=pl.Int64))
    ar, latin = found.select("name_ar", "name_latin").row(0) if found.height else ("", "")
    return ar or latin or name, latin or ar or name


def _told(each: Written, known: dict[int, tuple[str, str]], language: str) -> str:
    account, name = each
    ar, latin = known.get(account or 0, ("", ""))
    return show_name(ar, latin, language) if name and name == ar else name
