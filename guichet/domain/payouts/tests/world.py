"""Establishments with something to their credit, and orders to pay it out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from demo.public_bodies.bank import iban_of
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, COLLECTIONS, CREDIT
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payouts import commands
from guichet.domain.registry.tests import seeds
from guichet.engine import store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PENSIONER = 1_000_000_024


def firm(credit: int = 0, number: int = 1_010_999_911) -> int:
    """An establishment with that much to its credit."""
    party = seeds.establishment(number, seeds.OTHER_OWNER)
    if credit:
        give(party, credit)
    return party


def give(party: int, amount: int, kind: str = CREDIT, against: str = COLLECTIONS) -> None:
    """More to a party's credit."""
    journal = pl.DataFrame(
        {
            "key": [1],
            "kind": ["payment"],
            "at": [NOW],
            "source": [""],
            "reference": [1],
            "description": [""],
        }
    ).with_columns(month=pl.lit(None, dtype=pl.Date))
    party_kind = "establishment" if kind == CREDIT else "person"
    entries = pl.DataFrame(
        {
            "key": [1, 1],
            "kind": [kind, against],
            "party_kind": [party_kind, None],
            "party": [party, None],
            "amount": [-amount, amount],
        }
    ).with_columns(month=pl.lit(None, dtype=pl.Date), branch=pl.lit(None, dtype=pl.String))
    ledger.post(journal, entries)


def pensioner(amount: int = 0, number: int = PENSIONER) -> int:
    """A person to whom a benefit is owed."""
    seeds.people(number)
    if amount:
        give(number, amount, BENEFIT, BENEFITS)
    return number


def wanted(
    establishment: int | None, amount: int, reference: str = "refund-1", **rest: Any
) -> dict[str, Any]:
    """An order for an establishment, or (``person=``) for somebody."""
    party = establishment or rest.get("person") or 0
    line = {
        "establishment": establishment,
        "person": None,
        "iban": iban_of(party % 10**10),
        "amount": amount,
        "purpose": "credit-refund" if establishment else "benefit",
        "reference": reference,
        "transaction": 7,
    }
    return line | rest


def order(*lines: dict[str, Any]) -> list[int]:
    """Order; the ids."""
    with store.atomic():
        return commands.order(pl.DataFrame(list(lines), schema=commands.ORDER), NOW).to_list()


def balance(kind: str) -> int:
    """What stands on the accounts of a kind."""
    return int(trial_balance().filter(pl.col("kind") == kind)["balance"].sum())
