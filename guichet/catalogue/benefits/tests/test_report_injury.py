"""A work injury is told: one case of a day with the employer of that day, who is told; late, a
person looks.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from guichet.catalogue.benefits.tests.injured import HURT, REPORT, Client, injured, rule
from guichet.catalogue.benefits.tests.jobless import NEW_NUMBER, leave, renumbered
from guichet.catalogue.benefits.tests.test_claims import PERSON, code
from guichet.domain.benefits import injuries, injury_cases
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import actor_of
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome

__all__ = ["injured"]
pytestmark = pytest.mark.django_db


def kept() -> list[tuple[object, ...]]:
    return store.rows(
        "SELECT injured_on, told_on, late, paid_from, establishment FROM benefits_injury ORDER BY id"
    )


def test_it_has_a_number_the_employer_of_the_day_and_the_days_that_count(injured: Client) -> None:
    """Hurt on 16 November, told to the employer by us on the 22nd: within 7 days, until the 23rd;
    days count from the 17th, and the employer reports by the 25th.
    """
    output = injured.reports(hour="14", details="fell from a ladder").output
    assert output["employer"] == str(injured.place)
    assert (output["told_by"], output["employer_by"]) == ("2026-11-23", "2026-11-25")
    assert output["paid_from"] == "2026-11-17"
    assert output["injury"] == str(store.value("SELECT id FROM benefits_injury"))
    assert kept() == [(HURT, date(2026, 11, 22), False, date(2026, 11, 17), injured.place)]


def test_the_employer_is_told_of_it(injured: Client) -> None:
    injured.reports()
    [(body,)] = store.rows(
        "SELECT body::text FROM engine_event WHERE name = %(name)s", name=injury_cases.TOLD
    )
    assert str(injured.place) in body and str(PERSON) in body and "2026-11-25" in body


def test_the_same_injury_told_again_is_one_case(injured: Client) -> None:
    first = injured.reports()
    again = injured.reports(cause="load", told_on=f"{HURT}")
    assert again.repeated and again.transaction == first.transaction and len(kept()) == 1
    assert injured.reports(injured_on="2026-11-17").outcome is Outcome.ACCEPTED
    assert len(kept()) == 2


def test_a_number_given_up_makes_no_second_case(injured: Client) -> None:
    first = injured.reports()
    renumbered()
    again = asks_under_new(injured)
    assert again.repeated and again.transaction == first.transaction and len(kept()) == 1


def asks_under_new(client: Client) -> Answer:
    asked = {"person": str(NEW_NUMBER), "injured_on": f"{HURT}", "place": "work", "cause": "fall"}
    account = identity.open_account(
        username="new", password=None, person_number=NEW_NUMBER, name_ar="مصاب", language="en"
    )
    context = replace(client.context, actor=actor_of(account, Assurance.SECOND_FACTOR))
    return perform(REPORT, asked, context)


@pytest.mark.django_db(transaction=True)
def test_told_twice_at_once_it_is_one_case(injured: Client) -> None:
    def ask(_: int) -> Answer:
        try:
            return injured.reports()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(ask, range(3)))
    assert len({(a.outcome, a.transaction) for a in answers}) == 1 and len(kept()) == 1


def test_told_late_a_person_looks_and_the_days_before_are_lost(injured: Client) -> None:
    """Of 10 November until the 17th; told on the 18th the days count from then on."""
    asked = injured.reports(injured_on="2026-11-10", told_on="2026-11-18", details="in hospital")
    assert asked.outcome is Outcome.REFERRED and kept() == []
    assert [one.code for one in asked.errors] == ["injury-told-late"]
    assert rule(injured, asked).output["paid_from"] == "2026-11-18"
    day = date(2026, 11, 18)
    assert kept() == [(date(2026, 11, 10), day, True, day, injured.place)]
    assert injured.reports(injured_on="2026-11-10").repeated


def test_on_the_last_day_it_is_in_time(injured: Client) -> None:
    told = injured.reports(injured_on="2026-11-15")
    assert told.outcome is Outcome.ACCEPTED and told.output["paid_from"] == "2026-11-16"


def test_declined_nothing_is_kept(injured: Client) -> None:
    asked = injured.reports(injured_on="2026-11-10", told_on="2026-11-18")
    assert rule(injured, asked, approved=False).outcome is Outcome.REFUSED and kept() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"injured_on": "2026-11-23"}, "injury-day-to-come"),
        ({"told_on": "2026-11-15"}, "injury-told-on-wrong-day"),
        ({"told_on": "2026-11-23"}, "injury-told-on-wrong-day"),
        ({"injured_on": "2019-12-31"}, "injury-not-engaged"),
        ({"injured_on": "1999-12-31"}, "injury-before-the-law"),
        ({"workplace": "500000018"}, "injury-not-engaged"),
    ],
)
def test_what_cannot_be_is_told(injured: Client, given: dict[str, str], said: str) -> None:
    assert code(injured.reports(**given)) == said


def test_work_on_the_last_day_counts_and_the_day_after_does_not(injured: Client) -> None:
    leave(injured.engagement, "resignation", HURT)
    assert injured.reports().outcome is Outcome.ACCEPTED
    assert code(injured.reports(injured_on="2026-11-17")) == "injury-not-engaged"


def test_of_two_employers_the_injured_says_which(injured: Client) -> None:
    other = seeds.establishment(1_010_999_902)
    seeds.engage(other, PERSON, since=date(2026, 1, 1))
    assert code(injured.reports()) == "injury-several-employers"
    assert injured.reports(workplace=str(other)).output["employer"] == str(other)


def test_whose_law_knows_no_such_right_is_told(
    injured: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(injuries, "NOTICE", "no-such-right")
    assert code(injured.reports()) == "injury-not-insured"


def test_nobody_reports_for_another(injured: Client) -> None:
    seeds.engage(injured.place, 1000000016)
    assert code(injured.reports(person="1000000016")) == "not-covered-by-mandate"


def test_a_changed_case_is_found(injured: Client) -> None:
    injured.reports()
    with store.atomic(keep=False):
        store.execute("ALTER TABLE benefits_injury DISABLE TRIGGER USER")
        store.execute("UPDATE benefits_injury SET paid_from = paid_from - 1")
        assert any("they were changed" in one for one in injury_cases.INJURIES.faults())
