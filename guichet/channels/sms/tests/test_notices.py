"""Who is told what, when, and how often: once, not at night, and not those who want silence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guichet.channels.sms import (
    answer_lines,
    notices,
    opt_out,
    outbox,
    parts,
    quiet_hours,
    templates,
)
from guichet.channels.sms.models import Outgoing
from guichet.channels.sms.tests.conftest import OWNER, WORKER
from guichet.channels.sms.tests.handset import Handset
from guichet.channels.sms.tests.happenings import event, told_to
from guichet.domain.identity.tasks import who_asked
from guichet.engine import decisions, referrals, store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.perform import perform
from guichet.engine.registry import services
from guichet.engine.resume import resume_held
from guichet.engine.service import Outcome
from guichet.lib.text import LANGUAGES
from tests.contract.world import NOW, World, indebt


@pytest.fixture(autouse=True)
def listening(db: None) -> None:
    notices.begin()


def _change_wage(world: World, channel: str = "web") -> None:
    given = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["worker"],
        "month": "2026-11",
        "basic": "12500",
    }
    assert perform(
        "registry.change_wage", given, world.context("registry.change_wage", channel)
    ).accepted


def test_who_asked_and_whom_it_concerns_are_told_once(
    handset: Handset, worker_handset: Handset, world: World
) -> None:
    _change_wage(world)
    assert notices.gather(NOW) == 1
    assert notices.gather(NOW) == 0
    [owner], [worker] = told_to(OWNER), told_to(WORKER)
    assert "wage: done. Reference" in owner
    assert worker.startswith("Recorded about you: Change a worker's wage, establishment 5")


def test_what_was_asked_by_text_is_not_told_again_by_text(handset: Handset, world: World) -> None:
    _change_wage(world, channel="sms")
    notices.gather(NOW)
    assert told_to(OWNER) == []


@pytest.mark.parametrize(("approved", "end"), [(True, ": done."), (False, ": not accepted.")])
def test_what_a_person_decided_is_told_wherever_it_was_asked(
    handset: Handset, world: World, approved: bool, end: str
) -> None:
    world, key = indebt(world), "payments.waive_penalties"
    given = {"establishment": world.facts["debtor"], "reason": "bank"}
    asked = perform(key, given, world.context(key, "sms"))
    notices.gather(NOW)
    assert told_to(OWNER) == []
    decisions.rule(
        asked.transaction,
        approved=approved,
        reason="Papers seen",
        ruler=Actor(9_000_000_099, "clerk", assurance=Assurance.SECOND_FACTOR),
        now=NOW,
        actor_of=who_asked,
        rights=[f"decide:{key}"],
    )
    notices.gather(NOW)
    [told] = told_to(OWNER)
    assert end in told and asked.reference in told


def test_what_nobody_decided_by_the_promised_day_is_told_once(
    handset: Handset, world: World
) -> None:
    world, key = indebt(world), "payments.waive_penalties"
    given = {"establishment": world.facts["debtor"], "reason": "bank"}
    asked = perform(key, given, world.context(key, "sms"))
    late = NOW + timedelta(days=11)
    notices.gather(late)
    assert told_to(OWNER) == []
    assert (referrals.escalate(late), referrals.escalate(late)) == (1, 0)
    notices.gather(late)
    notices.gather(late)
    [told] = told_to(OWNER)
    assert "the promised day has passed" in told and asked.reference in told


def test_what_was_held_and_went_on_is_told_once_under_its_first_reference(
    handset: Handset, world: World, settings: Any
) -> None:
    key, before = "registry.register_establishment", settings.COMMERCIAL_REGISTRY_URL
    settings.COMMERCIAL_REGISTRY_URL = "http://127.0.0.1:9/none/v1"
    given = {"cr_number": world.facts["new_business"], "opened_on": "2026-11-22"}
    asked = perform(key, given, world.context(key, "sms"))
    assert asked.outcome is Outcome.HELD
    settings.COMMERCIAL_REGISTRY_URL = before
    assert resume_held(NOW + timedelta(hours=1), who_asked) == 1
    for _ in range(2):
        notices.gather(NOW + timedelta(hours=1))
    [told] = told_to(OWNER)
    assert ": done." in told and asked.reference in told


def test_an_enquiry_is_no_news(handset: Handset, world: World) -> None:
    perform(
        "account.balance",
        {"establishment": world.facts["establishment"]},
        world.context("account.balance", "web"),
    )
    notices.gather(NOW)
    assert told_to(OWNER) == []


def test_bills_and_payments_are_told_to_the_owner(handset: Handset, world: World) -> None:
    number = int(world.facts["establishment"])
    event(
        "bill-issued",
        establishment=number,
        month="2026-10",
        bill=7,
        total=123456700,
        due_on="2026-11-15",
    )
    event(
        "bill-issued", establishment=number, month="2026-10", bill=8, total=0, due_on="2026-11-15"
    )
    event(
        "bill-issued",
        establishment=int(world.facts["foreign_establishment"]),
        month="2026-10",
        bill=9,
        total=100,
        due_on="2026-11-15",
    )
    event("payment-received", establishment=number, payment=3, amount=2550, channel="sadad")
    notices.gather(NOW)
    bill, payment = told_to(OWNER)
    assert "SAR 1,234,567.00" in bill and "15 November 2026" in bill
    assert "SAR 25.50" in payment


@pytest.mark.parametrize(
    ("end", "said"), [("fulfilled", "paid in full"), ("broken", "payment was missed")]
)
def test_the_end_of_an_instalment_plan_is_told_to_the_owner(
    handset: Handset, world: World, end: str, said: str
) -> None:
    event("plan-ended", establishment=int(world.facts["establishment"]), plan=3, end=end)
    notices.gather(NOW)
    [told] = told_to(OWNER)
    assert said in told


def test_a_late_commit_with_a_lower_id_is_told_too(handset: Handset, world: World) -> None:
    number = int(world.facts["establishment"])
    low = store.value("SELECT nextval('engine_event_id_seq')")
    event("payment-received", establishment=number, payment=3, amount=100, channel="sadad")
    notices.gather(NOW)
    store.execute(
        "INSERT INTO engine_event (id, name, body, at) VALUES (%(low)s, 'payment-received', %(body)s, now())",
        low=low,
        body=json.dumps({"establishment": number, "payment": 4, "amount": 200, "channel": "sadad"}),
    )
    notices.gather(NOW)
    assert len(told_to(OWNER)) == 2


def test_nobody_is_woken_and_codes_do_not_wait(handset: Handset, world: World) -> None:
    night = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)  # half past eleven in Riyadh
    _change_wage(world)
    notices.gather(night)
    assert Outgoing.objects.get(mobile=OWNER).due_at == datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert [r for r in outbox.claim(night, 9) if r.mobile == OWNER] == []
    assert len(outbox.claim(night + timedelta(hours=10), 9)) == 1


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("21-8", 17, None),
        ("21-8", 18, 5),
        ("21-8", 4, 5),
        ("21-8", 5, None),
        ("1-4", 22, 1),
        ("", 22, None),
        ("0-24", 9, 21),
    ],
)
def test_quiet_hours_of_any_kind(settings: Any, hours: str, at: int, until: int | None) -> None:
    settings.SMS_QUIET_HOURS = hours
    now = datetime(2026, 11, 22, at, 0, tzinfo=UTC)
    allowed = quiet_hours.allowed_from(now)
    assert (
        allowed == now if until is None else allowed.astimezone(UTC).hour == until and allowed > now
    )


def test_stop_ends_notices_also_those_that_wait_and_start_begins_them_again(
    handset: Handset, world: World
) -> None:
    number = int(world.facts["establishment"])
    event("payment-received", establishment=number, payment=3, amount=100, channel="sadad")
    notices.gather(NOW)
    handset.writes("STOP")
    assert Outgoing.objects.get(urgency=2).state == "dropped"
    event("payment-received", establishment=number, payment=4, amount=100, channel="sadad")
    notices.gather(NOW)
    assert Outgoing.objects.filter(urgency=2).count() == 1
    handset.writes("START")
    event("payment-received", establishment=number, payment=5, amount=100, channel="sadad")
    notices.gather(NOW)
    assert Outgoing.objects.filter(urgency=2).count() == 2
    assert opt_out.silent([OWNER]) == set()


def test_an_unregistered_mobile_gets_nothing(world: World) -> None:
    _change_wage(world)
    notices.gather(NOW)
    assert Outgoing.objects.count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_fits_into_two_parts(language: str) -> None:
    longest = max((s.title.at(language) for s in services().values()), key=len)
    ends = [*templates.ENDS.values(), templates.DECLINED]
    end = max((w.at(language) for w in ends), key=len)
    given = {
        "month": "September 2026",
        "establishment": "500000001",
        "total": "1,234,567.00",
        "due": "15 septembre 2026",
        "amount": "1,234,567.00",
        "paid": "1,234,567.00",
        "first": "September 2026",
        "last": "September 2026",
        "word": "REMBOURSER",
        "what": "Une pension anticipée que vous pouvez demander",
        "title": longest,
        "end": end,
        "reference": "K7QM-4X2P-9RTWX",
        "accepted": "65,536",
        "rows": "65,536",
        "party": "500000001",
        "person": "1000000008",
        "day": "15 septembre 2026",
        "number": "123456",
    }
    for words in (
        templates.BILL,
        templates.PAYMENT,
        templates.DONE,
        templates.MANY,
        templates.CONCERNS,
        templates.WAITS,
        templates.RECALCULATED,
        templates.PENSION_ENDED,
        templates.INJURY_REPORTED,
        templates.OVERPAID,
        templates.UNASKED,
        templates.OVERDUE,
        templates.SHARES,
        *templates.PLAN_ENDS.values(),
    ):
        text = answer_lines.written(words.at(language, **given))
        assert parts.count(text) <= 2, (parts.count(text), len(text), text)
