"""Insured people of the demonstration, picked for what they shall be able to claim, and what is
written of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from demo.population import persons
from demo.public_bodies.bank import iban_of
from demo.sign_ins import SignIn
from guichet.domain.identity import commands as identity
from guichet.domain.registry import bank_accounts
from guichet.domain.registry import commands as register
from guichet.engine import store
from guichet.engine.actor import PartyKind, Segment
from guichet.law import country
from guichet.lib.locale import here

# The seed's own engagements that began before this day have lasted long enough for a benefit.
_SEEDED_BEFORE = date(2025, 1, 1)
_WORKERS = """
    SELECT e.establishment_id, p.id, e.id, p.identifier FROM registry_person p
    JOIN registry_engagement e ON e.person_id = p.id
    WHERE p.cohort = %(cohort)s AND e.ended_on IS NULL AND e.started_on < %(before)s
    AND p.identifier <> ALL(%(others)s::bigint[]) AND p.identifier NOT IN (
        SELECT person_number FROM identity_account WHERE person_number IS NOT NULL
    )
"""
_END = {
    "engagement_id": pl.Int64,
    "ended_on": pl.Date,
    "end_reason": pl.String,
    "transaction": pl.Int64,
}
_ACCOUNT = {
    "party": pl.Int64,
    "iban": pl.String,
    "account_before": pl.Int64,
    "transaction": pl.Int64,
}
_ENGAGEMENT = {
    "person_id": pl.Int64,
    "establishment_id": pl.Int64,
    "started_on": pl.Date,
    "basic": pl.Int64,
    "housing": pl.Int64,
    "occupation": pl.String,
    "contract": pl.String,
    "transaction": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Insured:
    """A worker of the seed: ids of establishment, person and engagement, and the number."""

    place: int
    person: int
    engagement: int
    number: int


def picked(others: list[int], order: str, where: str = "", **given: Any) -> Insured | None:
    """The first, in an order, of the insured who work and have no sign-in; None: too few were
    seeded.

    Args:
        others: numbers who are somebody else in the demonstration.
        where: a further condition, with the order in the terms of ``_WORKERS``.
    """
    found = store.rows(
        f"{_WORKERS} {where} ORDER BY {order}, p.identifier LIMIT 1",
        cohort=country.cohorts.USUAL,
        before=_SEEDED_BEFORE,
        others=others,
        **given,
    )
    return Insured(*found[0]) if found else None


def works(person: int, place: int, since: date, basic: int) -> int:
    """An engagement, told when it began so that no month is billed anew for it; its id.

    Args:
        basic: whole units of the currency; housing is a quarter of it.
    """
    minor = here().currency.minor
    row = {
        "person_id": person,
        "establishment_id": place,
        "started_on": since,
        "basic": basic * minor,
        "housing": basic * minor // 4,
        "occupation": "",
        "contract": "open_ended",
        "transaction": 0,
    }
    opened = register.open_engagements(
        engagements=pl.DataFrame([row], schema=_ENGAGEMENT), today=since
    )
    return int(opened[0])


def leaves(engagement: int, until: date, reason: str) -> None:
    """The last day of an engagement, told on that day."""
    ended = {
        "engagement_id": [engagement],
        "ended_on": [until],
        "end_reason": [reason],
        "transaction": [0],
    }
    register.end_engagements(ends=pl.DataFrame(ended, schema=_END), today=until)


def signs_in(sign_in: SignIn, number: int, today: date) -> None:
    """An account with the institution, and one with a bank, of a contributor who may become a
    beneficiary.
    """
    account = {
        "party": [number],
        "iban": [iban_of(number)],
        "account_before": [None],
        "transaction": [0],
    }
    bank_accounts.change(
        PartyKind.PERSON, changes=pl.DataFrame(account, schema=_ACCOUNT), today=today
    )
    facts = persons(pl.Series("number", [number])).row(0, named=True)
    identity.open_account(
        username=sign_in.username,
        password=sign_in.password,
        name_ar=facts["name_ar"],
        name_latin=facts["name_latin"],
        person_number=number,
        language="ar",
        segments=[Segment.CONTRIBUTOR, Segment.BENEFICIARY],
    )
