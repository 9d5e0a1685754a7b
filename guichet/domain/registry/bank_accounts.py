"""Where money goes: the account in force of persons and establishments, and its change."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.locks import lost_race
from guichet.engine import store
from guichet.engine.actor import PartyKind

_ACCOUNT = {
    "party": pl.Int64,
    "iban_before": pl.String,
    "account_before": pl.Int64,
    "account_since": pl.Date,
    "account_by": pl.Int64,
}


def in_force(kind: PartyKind, numbers: pl.Series) -> pl.DataFrame:
    """``party``, ``iban_before``, ``account_before`` (its id), ``account_since`` and ``account_by``
    (its transaction).
    """
    return store.fetch(
        "SELECT party, iban, id, since, transaction FROM registry_bankaccount"
        " WHERE party_kind = %(kind)s AND party = ANY(%(numbers)s::bigint[]) AND ended_by IS NULL",
        _ACCOUNT,
        kind=kind.value,
        numbers=numbers,
    )


def of_persons(numbers: pl.Series) -> pl.DataFrame:
    """The accounts in force of persons: ``person``, ``iban``; who has none has no row."""
    return in_force(PartyKind.PERSON, numbers).select(person="party", iban="iban_before")


def history(kind: PartyKind, number: int) -> pl.DataFrame:
    """Every account there was, the latest first: ``iban``, ``since``, ``until``,
    ``transaction``.
    """
    return store.fetch(
        "SELECT iban, since, ended_on, transaction FROM registry_bankaccount"
        " WHERE party_kind = %(kind)s AND party = %(number)s ORDER BY id DESC",
        {"iban": pl.String, "since": pl.Date, "until": pl.Date, "transaction": pl.Int64},
        kind=kind.value,
        number=number,
    )


def change(kind: PartyKind, *, changes: pl.DataFrame, today: date) -> None:
    """End the accounts that were seen and put others in their place.

    Args:
        kind: of the parties.
        changes: ``party``, ``iban``, ``transaction`` and ``account_before``, the id seen (null:
            there was none).
        today: the first day of the new accounts.
    """
    ending = changes.filter(pl.col("account_before").is_not_null())
    ended = store.execute(
        """UPDATE registry_bankaccount b SET ended_by = n.made, ended_on = %(today)s
        FROM unnest(%(ids)s::bigint[], %(transactions)s::bigint[]) AS n (id, made)
        WHERE b.id = n.id AND b.ended_by IS NULL""",
        ids=ending["account_before"],
        transactions=ending["transaction"],
        today=today,
    )
    if ended != ending.height:
        lost_race()
    made = store.execute(
        """INSERT INTO registry_bankaccount (party_kind, party, iban, since, transaction)
        SELECT %(kind)s, n.party, n.iban, %(today)s, n.made
        FROM unnest(%(parties)s::bigint[], %(ibans)s::text[],
            %(transactions)s::bigint[]) AS n (party, iban, made)
        ON CONFLICT (party_kind, party) WHERE ended_by IS NULL DO NOTHING""",
        kind=kind.value,
        parties=changes["party"],
        ibans=changes["iban"],
        transactions=changes["transaction"],
        today=today,
    )
    if made != changes.height:
        lost_race()
