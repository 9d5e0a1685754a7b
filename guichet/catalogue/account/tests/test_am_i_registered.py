"""Whoever asks learns where they are registered; whoever is not, that they are not, and what to
do.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from guichet.catalogue.account.tests.conftest import BACK, RECENT, STRANGER, Office, Only, asking
from guichet.domain.contributions.tests import world
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many

pytestmark = pytest.mark.django_db
KEY = "account.am_i_registered"


def ask(office: Office, person: int, language: str = "en") -> Answer:
    anybody = replace(asking(Only(PartyKind.PERSON, person)), language=language)
    return perform(KEY, {"person": str(person)}, anybody)


def test_who_works_learns_where_since_when_and_for_which_wage(office: Office) -> None:
    answer = ask(office, office.numbers["worker"])
    assert answer.output["registered"] == "yes" and not answer.output["to_do"]
    (line,) = json.loads(str(answer.output["employers"]))
    assert line["establishment"] == str(office.numbers["establishment"])
    assert (line["since"], line["wage"]) == (f"{BACK}", "8000.00")
    assert not line["month"] and not line["paid"]  # back in November, which is not billed yet


def test_the_last_month_billed_says_whether_it_is_paid(office: Office) -> None:
    (line,) = json.loads(str(ask(office, RECENT).output["employers"]))
    assert (line["since"], line["month"], line["paid"]) == ("2026-09-01", "2026-10", "unpaid")


def test_who_is_known_and_never_was_registered_is_told_so_and_what_to_do(office: Office) -> None:
    answer = ask(office, STRANGER)
    assert answer.accepted and answer.output["registered"] == "no"
    assert answer.output["to_do"] == "ask-employer" and not answer.output["until"]
    assert json.loads(str(answer.output["employers"])) == []


def test_of_whom_the_register_knows_nothing_the_answer_is_no_and_no_refusal(office: Office) -> None:
    assert ask(office, 1000000032).output["registered"] == "no"


def test_who_has_left_learns_until_when(office: Office) -> None:
    person = world.enter(1000000040)
    firm = office.numbers["establishment"]
    left = world.engage(person, firm, 8000, started_on=date(2026, 2, 1))
    world.leave(left, date(2026, 6, 30), today=date(2026, 7, 1))
    answer = ask(office, 1000000040)
    assert (answer.output["registered"], answer.output["until"]) == ("no", "2026-06-30")


def test_of_several_wages_the_one_of_today_is_told_and_the_first_day_stays(office: Office) -> None:
    firm = office.numbers["establishment"]
    mine = world.engage(world.enter(1000000040), firm, 8000, started_on=date(2026, 2, 1))
    world.pay(mine, date(2026, 11, 1), 9000, today=date(2026, 11, 2))
    world.pay(mine, date(2026, 12, 1), 9500, today=date(2026, 11, 20))
    (line,) = json.loads(str(ask(office, 1000000040).output["employers"]))
    assert (line["since"], line["wage"]) == ("2026-02-01", "9000.00")


def test_who_works_for_two_is_told_both(office: Office) -> None:
    for firm in (office.numbers["establishment"], office.numbers["foreign_establishment"]):
        seeds.engage(firm, 1000000040, since=date(2026, 3, 1))
    lines = json.loads(str(ask(office, 1000000040).output["employers"]))
    assert len({line["establishment"] for line in lines}) == 2


def test_who_begins_later_is_not_registered_today(office: Office) -> None:
    seeds.engage(office.numbers["establishment"], 1000000057, since=date(2026, 12, 1))
    answer = ask(office, 1000000057)
    assert (answer.output["registered"], answer.output["to_do"]) == ("later", "ask-again")
    (line,) = json.loads(str(answer.output["employers"]))
    assert line["since"] == "2026-12-01"


def test_many_are_read_at_once_and_each_answer_is_its_own(office: Office) -> None:
    worker = office.numbers["worker"]
    both = asking(Only(PartyKind.PERSON, worker, STRANGER))
    answers = perform_many(KEY, [{"person": str(n)} for n in (worker, STRANGER)], both)
    assert [one.output["registered"] for one in answers] == ["yes", "no"]
