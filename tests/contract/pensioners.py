"""Who has worked long in the small institution: for the examples of pensions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from demo.births import a_mother, born_of
from demo.injuries import an_injured, hurt_on
from demo.population import a_living
from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands as benefits
from guichet.domain.benefits import unemployment_awards
from guichet.domain.benefits.queries import PENSION
from guichet.domain.identity import appointments
from guichet.domain.registry import bank_accounts
from guichet.domain.registry import commands as register
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import PartyKind
from guichet.lib.locale import here

_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_FIFTH, _SIXTH, _SEVENTH, _EIGHTH = 5, 6, 7, 8


def worked_before(
    place: int, person: int, until: date = date(2024, 2, 29), since: date = date(1995, 1, 1)
) -> int:
    """By default long enough for a pension before the age, once they have left; the engagement."""
    engagement = seeds.engage(place, person, since=since)
    left = {
        "engagement_id": [engagement],
        "ended_on": [until],
        "end_reason": ["resignation"],
        "transaction": [seeds.BEFORE],
    }
    register.end_engagements(ends=pl.DataFrame(left), today=_NOW.date())
    return engagement


def draws_a_pension(person: int) -> None:
    """A survivor's, long in payment; they also work."""
    row = {
        "person": person,
        "kind": "survivor",
        "monthly": 3_000 * here().currency.minor,
        "paid_from": date(2024, 3, 1),
        "paid_till": None,
        "award": "A1",
        "owed_from": date(2026, 11, 1),
    }
    benefits.enter(pl.DataFrame([row], schema=PENSION), _NOW)


def whose_agent(place: int, agent: int) -> int:
    """Somebody past the age who has stopped working and has an account; ``agent`` sees to their
    matters.
    """
    person = a_living(_FIFTH)
    seeds.people(person, born=date(1962, 3, 1))
    worked_before(place, person, until=date(2025, 12, 31))
    _sees_to(person, agent)
    return person


def short_of_months(place: int, agent: int) -> int:
    """Somebody past the age who has stopped working after eight years, too few for a pension, and
    has an account; ``agent`` sees to their matters.
    """
    person = a_living(_EIGHTH)
    seeds.people(person, born=date(1962, 3, 1))
    worked_before(place, person, until=date(2025, 12, 31), since=date(2018, 1, 1))
    _sees_to(person, agent)
    return person


def overpaid(agent: int) -> int:
    """Somebody whose pension fell in September and was paid to October as it was; ``agent`` sees to
    their matters.
    """
    person, minor = a_living(_SIXTH), here().currency.minor
    seeds.people(person, born=date(1962, 3, 1))
    _sees_to(person, agent)
    for monthly, since, award in ((6_000, 8, "A2"), (4_000, 9, "A3")):
        row = {
            "person": person,
            "kind": "survivor",
            "monthly": monthly * minor,
            "paid_from": date(2026, since, 1),
            "paid_till": None,
            "award": award,
            "owed_from": date(2026, 9, 1),
        }
        benefits.enter(pl.DataFrame([row], schema=PENSION), _NOW)
        benefits.run_month(date(2026, 10, 1), _NOW)
        if award == "A2":
            benefits.end(award, date(2026, 8, 1), "child-of-age", _NOW)
    return person


def out_of_work(place: int, agent: int) -> int:
    """Somebody who lost work in September, was awarded a benefit from October on, and has confirmed
    no month; ``agent`` sees to their matters.
    """
    person = a_living(_SEVENTH)
    seeds.people(person)
    engagement = worked_before(place, person, until=date(2026, 9, 10))
    _sees_to(person, agent)
    minor = here().currency.minor
    row = {
        "person": person,
        "claim": 1,
        "engagement": engagement,
        "left_on": date(2026, 9, 10),
        "reason": "end_of_contract",
        "from_day": date(2026, 10, 1),
        "payable_till": date(2027, 9, 1),
        "window_from": date(2026, 10, 1),
        "months_awarded": 6,
        "first_months": 3,
        "first": 6_000 * minor,
        "next": 5_000 * minor,
        "wage_sum": 10_000 * minor,
        "wage_months": 1,
        "transaction": -1,  # of nobody: that of a rehearsal is nought
        "steps": "[]",
    }
    unemployment_awards.award(pl.DataFrame([row]), date(2026, 9, 20))
    return person


def has_borne(place: int, agent: int) -> dict[str, int | str]:
    """A woman at work who bore a child in autumn, as the civil registry has it, and the day;
    ``agent`` sees to her matters.
    """
    person = a_mother(since=date(2026, 9, 1))
    seeds.engage(place, person, since=date(2024, 1, 1))
    _sees_to(person, agent)
    return {"mother": person, "newborn_day": f"{born_of(person)}"}


def is_injured(place: int, agent: int) -> dict[str, int | str]:
    """Somebody at work who was hurt in summer, as the health register has it, and the day;
    ``agent`` sees to their matters.
    """
    person = an_injured()
    seeds.engage(place, person, since=date(2024, 1, 1))
    _sees_to(person, agent)
    return {"injured": person, "injury_day": f"{hurt_on(person)}"}


def has_account(person: int) -> None:
    """A bank account of theirs, long on record."""
    account = {
        "party": [person],
        "iban": [iban_of(person)],
        "account_before": pl.Series([None], dtype=pl.Int64),
        "transaction": [seeds.BEFORE],
    }
    bank_accounts.change(PartyKind.PERSON, changes=pl.DataFrame(account), today=_NOW.date())


def _sees_to(person: int, agent: int) -> None:
    """An account for the person, and a mandate for the agent."""
    has_account(person)
    mandate = {
        "party": [person],
        "delegate": [agent],
        "bureau": pl.Series([None], dtype=pl.Int64),
        "holder_ar": [""],
        "holder_latin": [""],
        "basis": [""],
        "rights": ["self"],
        "since": pl.Series([None], dtype=pl.Date),
        "until": pl.Series([None], dtype=pl.Date),
        "with_branches": [False],
        "transaction": [seeds.BEFORE],
    }
    appointments.appoint(
        pl.DataFrame(mandate), kind=PartyKind.PERSON.value, now=_NOW, today=_NOW.date()
    )
