"""Somebody who has worked long, has left, and may claim a pension before the normal age."""

from __future__ import annotations

from datetime import date, timedelta

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
from guichet.lib.months import first_day
from guichet.lib.text import Words

SIGN_IN = SignIn(
    "retiree",
    "Guichet-demo-2026",
    Words(
        ar="مشترك ترك العمل ويستحق التقاعد المبكر",
        en="A contributor who has left, and may claim an early pension",
        fr="Un assuré parti, qui peut demander une pension anticipée",
    ),
)
# The seed's own engagements begin later, so the former ones overlap none of them.
_FORMER = (
    (date(1994, 9, 1), date(2008, 3, 31), 9_000),
    (date(2008, 4, 1), date(2020, 12, 31), 14_000),
)
_SEEDED_BEFORE = date(2025, 1, 1)  # so that who leaves last month had begun
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
# Whose birth is nearest: old enough to have worked since, and years from the normal age.
_BORN = date(1971, 1, 1)


def found(today: date, others: list[int]) -> None:
    """Open the sign-in: their former employers, their leaving at the end of last month, their
    account.

    Args:
        others: numbers who are somebody else in the demonstration.
    """
    last = first_day(today) - timedelta(days=1)
    somebody = _somebody(others)
    if somebody is None:  # in a small institution everybody of that age draws a pension already
        return
    place, person, engagement, number = somebody
    _worked_before(person, place)
    ended = {
        "engagement_id": [engagement],
        "ended_on": [last],
        "end_reason": ["resignation"],
        "transaction": [0],
    }
    register.end_engagements(ends=pl.DataFrame(ended, schema=_END), today=last)
    account = {
        "party": [number],
        "iban": [iban_of(number)],
        "account_before": [None],
        "transaction": [0],
    }
    bank_accounts.change(
        PartyKind.PERSON, changes=pl.DataFrame(account, schema=_ACCOUNT), today=last
    )
    facts = persons(pl.Series("number", [number])).row(0, named=True)
    identity.open_account(
        username=SIGN_IN.username,
        password=SIGN_IN.password,
        name_ar=facts["name_ar"],
        name_latin=facts["name_latin"],
        person_number=number,
        language="ar",
        segments=[Segment.CONTRIBUTOR, Segment.BENEFICIARY],
    )


def _somebody(others: list[int]) -> tuple[int, int, int, int] | None:
    """Establishment, person, engagement and number of an insured worker of that age; None: too few
    were seeded.
    """
    found = store.rows(
        "SELECT e.establishment_id, p.id, e.id, p.identifier FROM registry_person p"
        " JOIN registry_engagement e ON e.person_id = p.id"
        " WHERE p.cohort = %(cohort)s"
        " AND e.ended_on IS NULL AND e.started_on < %(before)s AND p.identifier <> ALL(%(others)s::bigint[])"
        " AND p.identifier NOT IN (SELECT person_number FROM identity_account"
        "  WHERE person_number IS NOT NULL) ORDER BY abs(p.birth_date - %(born)s::date), p.identifier LIMIT 1",
        cohort=country.cohorts.USUAL,
        born=_BORN,
        before=_SEEDED_BEFORE,
        others=others,
    )
    return found[0] if found else None


def _worked_before(person: int, place: int) -> None:
    """At another establishment than the one they leave now; told when it was, so that no month is
    billed anew for it.
    """
    other = store.value(
        "SELECT min(id) FROM registry_establishment WHERE id <> %(place)s", place=place
    )
    minor = here().currency.minor
    rows = pl.DataFrame(
        {
            "person_id": [person] * len(_FORMER),
            "establishment_id": [other] * len(_FORMER),
            "started_on": [since for since, _, _ in _FORMER],
            "basic": [basic * minor for _, _, basic in _FORMER],
            "housing": [basic * minor // 4 for _, _, basic in _FORMER],
            "occupation": [""] * len(_FORMER),
            "contract": ["open_ended"] * len(_FORMER),
            "transaction": [0] * len(_FORMER),
        },
        schema=_ENGAGEMENT,
    )
    # One after another: two that last would be at one establishment at the same time.
    for at, (since, until, _) in enumerate(_FORMER):
        opened = register.open_engagements(engagements=rows[at], today=since)
        ended = {
            "engagement_id": opened,
            "ended_on": [until],
            "end_reason": ["resignation"],
            "transaction": [0],
        }
        register.end_engagements(ends=pl.DataFrame(ended, schema=_END), today=until)
