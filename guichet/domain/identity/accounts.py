"""Many accounts at once: whose they are, who owns what, and the language each reads."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.identity.mandates import OWNER
from guichet.engine import store

_OWNERS = f"""
    WITH mandates AS (
        SELECT party, account_id, person_number FROM identity_mandate
        WHERE party_kind = 'establishment' AND party = ANY(%(establishments)s::bigint[])
            AND '{OWNER}' = ANY(rights)
          AND revoked_at IS NULL AND (valid_from IS NULL OR valid_from <= %(on)s)
          AND (valid_until IS NULL OR valid_until >= %(on)s)
    )
    SELECT m.party, a.id, a.language FROM mandates m JOIN identity_account a ON a.id = m.account_id
    WHERE a.is_active
    UNION
    SELECT m.party, a.id, a.language FROM mandates m
    JOIN identity_account a ON a.person_number = m.person_number
    WHERE a.is_active
"""


def owners_of(establishments: pl.Series, on: date) -> pl.DataFrame:
    """The accounts that own each of many establishments: ``establishment``, ``account``,
    ``language``.
    """
    schema = {"establishment": pl.Int64, "account": pl.Int64, "language": pl.String}
    return store.fetch(_OWNERS, schema, establishments=establishments, on=on)


def accounts_of_persons(numbers: pl.Series) -> pl.DataFrame:
    """The accounts of many persons: ``person``, ``account``, ``language``."""
    return store.fetch(
        "SELECT a.person_number, a.id, a.language FROM unnest(%(numbers)s::bigint[]) AS n(number)"
        " JOIN identity_account a ON a.person_number = n.number WHERE a.is_active",
        {"person": pl.Int64, "account": pl.Int64, "language": pl.String},
        numbers=numbers,
    )


def people_of(accounts: pl.Series) -> pl.DataFrame:
    """Who many accounts are: ``account``, ``person``, ``name_ar``, ``name_latin``; those without a
    national number too.
    """
    schema = {
        "account": pl.Int64,
        "person": pl.Int64,
        "name_ar": pl.String,
        "name_latin": pl.String,
    }
    return store.fetch(
        "SELECT a.id, a.person_number, a.name_ar, a.name_latin FROM unnest(%(accounts)s::bigint[]) AS n(number)"
        " JOIN identity_account a ON a.id = n.number",
        schema,
        accounts=accounts,
    )


def languages_of(accounts: pl.Series) -> pl.DataFrame:
    """The language each of many active accounts reads: ``account``, ``language``."""
    return store.fetch(
        "SELECT a.id, a.language FROM unnest(%(accounts)s::bigint[]) AS n(number)"
        " JOIN identity_account a ON a.id = n.number WHERE a.is_active",
        {"account": pl.Int64, "language": pl.String},
        accounts=accounts,
    )
