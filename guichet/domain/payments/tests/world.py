"""Clients who owe something, and notices of payments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import PENALTIES, PENALTY, RECEIVABLE
from guichet.domain.payments import commands, partial_refund
from guichet.domain.payments.references import reference_of
from guichet.domain.registry.tests import seeds
from guichet.engine import store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def firm(number: int = 1_010_999_911) -> int:
    """An establishment that owes nothing yet."""
    return seeds.establishment(number, seeds.OTHER_OWNER)


def owe(establishment: int, month: date, amount: int, *, at: datetime = NOW) -> None:
    """A bill, or a difference in the client's favour (below zero)."""
    journal = pl.DataFrame(
        {
            "key": [1],
            "kind": ["bill"],
            "at": [at],
            "month": [month],
            "source": [""],
            "reference": [1],
            "description": [""],
        }
    )
    entries = pl.DataFrame(
        {
            "key": [1, 1],
            "kind": [RECEIVABLE, "contributions-annuities"],
            "party_kind": ["establishment", None],
            "party": [establishment, None],
            "amount": [amount, -amount],
            "month": [month, month],
            "branch": pl.Series([None, "annuities-employer"], dtype=pl.String),
        }
    )
    ledger.post(journal, entries)


def post_penalty(number: int, month: date, amount: int) -> None:
    """A charge as the penalty run makes one: its journal, and its line."""
    journal = {
        "key": [1],
        "kind": ["penalty"],
        "at": [NOW],
        "month": [month],
        "source": [""],
        "reference": [1],
        "description": [""],
    }
    entries = {
        "key": [1, 1],
        "kind": [PENALTY, PENALTIES],
        "party_kind": ["establishment", None],
        "party": [number, None],
        "amount": [amount, -amount],
        "month": [month] * 2,
        "branch": pl.Series([None, None], dtype=pl.String),
    }
    ids = ledger.post(pl.DataFrame(journal), pl.DataFrame(entries))
    line = {
        "establishment": number,
        "month": month,
        "charged_on": NOW.date(),
        "late_months": 1,
        "unpaid": 0,
        "amount": amount,
        "law": "",
        "journal_id": ids[0],
    }
    store.insert("contributions_penalty", pl.DataFrame([line]))


def notice(establishment: int | None, amount: int, key: str = "1", **rest: Any) -> dict[str, Any]:
    """One payment as its bank tells it."""
    reference = reference_of(establishment) if establishment else "nonsense"
    line = {
        "scheme": "bank",
        "scheme_key": key,
        "reference": reference,
        "amount": amount,
        "paid_at": NOW,
        "channel": "atm",
    }
    return line | rest


def receive(*notices: dict[str, Any], now: datetime = NOW) -> list[str]:
    """Take payments in; how each ended."""
    rows = pl.DataFrame(list(notices), schema=commands.NOTICE)
    return commands.receive(rows, now)["outcome"].to_list()


def part_back(
    key: str, amount: int, name: str, *, scheme: str = "bank", now: datetime = NOW
) -> str:
    """Take a part of a payment back; how it ended."""
    row = {
        "scheme": scheme,
        "scheme_key": key,
        "return_key": name,
        "amount": amount,
        "cause": "AC04",
        "returned_at": now,
    }
    return str(partial_refund.give_back(pl.DataFrame([row], schema=partial_refund.RETURN), now)[0])


def reverse(*keys: str, scheme: str = "bank", now: datetime = NOW) -> list[str]:
    """Take payments back; how each ended."""
    rows = pl.DataFrame(
        [{"scheme": scheme, "scheme_key": key, "reversed_at": now} for key in keys],
        schema=commands.REVERSAL,
    )
    return commands.reverse(rows, now).to_list()
