"""Whom events of pensions concern is told, once."""

from __future__ import annotations

import pytest

from guichet.channels.sms import notices
from guichet.channels.sms.tests.conftest import WORKER
from guichet.channels.sms.tests.handset import Handset
from guichet.channels.sms.tests.happenings import event, told_to
from tests.contract.world import NOW, World


@pytest.fixture(autouse=True)
def listening(db: None) -> None:
    notices.begin()


def test_each_of_a_family_hears_that_their_share_is_another(
    worker_handset: Handset, world: World
) -> None:
    event("shares-changed", person=int(world.facts["worker"]), award="survivors-1", settlement=2)
    event("shares-changed", person=1_000_000_024, award="survivors-1", settlement=2)  # no account
    notices.gather(NOW)
    [told] = told_to(WORKER)
    assert "your share began, changed or ended" in told


def test_whose_pension_is_decided_anew_is_told_what_it_comes_to(
    worker_handset: Handset, world: World
) -> None:
    person = int(world.facts["worker"])
    event("pension-recalculated", person=person, paid=766_667, due=920_000, since="2026-12")
    notices.gather(NOW)
    [said] = told_to(WORKER)
    assert "SAR 9,200.00 a month from December 2026, not 7,666.67" in said


def test_whose_pension_ends_after_an_examination_is_told_until_when(
    worker_handset: Handset, world: World
) -> None:
    event("pension-ended", person=int(world.facts["worker"]), last="2027-11")
    notices.gather(NOW)
    [said] = told_to(WORKER)
    assert "paid until November 2027" in said and "disab" not in said


def test_who_was_paid_too_much_is_told_by_which_word_to_learn_more(
    worker_handset: Handset, world: World
) -> None:
    person = int(world.facts["worker"])
    event("benefit-overpaid", person=person, amount=200_000, first="2026-09", last="2026-10")
    notices.gather(NOW)
    [said] = told_to(WORKER)
    assert "SAR 2,000.00 too much for September 2026 to October 2026" in said
    assert said.endswith("answer DEBT")


def test_who_is_owed_what_they_never_asked_for_is_told_where_to_see_it(
    worker_handset: Handset, world: World
) -> None:
    event("owed-unasked", person=int(world.facts["worker"]), what="pension")
    notices.gather(NOW)
    [said] = told_to(WORKER)
    assert "An old-age pension never claimed" in said and said.endswith("answer OWED")
