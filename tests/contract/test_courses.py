"""Not every asking goes straight to its end: refused and corrected, held and resumed, referred and
decided, left in the middle. Each course in every channel; and what is told at its end is what is
recorded.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from guichet.domain.identity import commands as identity
from guichet.domain.identity.tasks import who_asked
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import decisions, referrals, store
from guichet.engine.actor import Actor, Assurance, Segment
from guichet.engine.check import SourceDown
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.pending import resolution_of
from guichet.engine.registry import service_of
from guichet.engine.resume import resume_held
from guichet.engine.service import Outcome
from tests.contract.test_channels_agree import CHANNELS
from tests.contract.world import NOW, Played, World

pytestmark = pytest.mark.django_db
BALANCE, WAGE, JOIN, WAIVER = (
    "account.balance",
    "registry.change_wage",
    "registry.register_worker",
    "payments.waive_penalties",
)
_WAGE = {
    "establishment": "{establishment}",
    "worker": "{worker}",
    "month": "2026-11",
    "basic": "12500",
}
_JOIN = {
    "establishment": "{establishment}",
    "worker": "{new_citizen}",
    "started_on": "2026-11-22",
    "basic": "8000",
    "contract": "open_ended",
}
# In the others a refused asking is over, and the next one another.
DIALOGUES = sorted(
    name
    for name, driver in CHANNELS.items()
    if driver and "then" in inspect.signature(driver.play).parameters
)


def played(
    channel: str, world: World, service: str, given: Mapping[str, str], **course: Any
) -> Played:
    driver: Any = CHANNELS[channel]
    if not getattr(driver, "can_play", lambda *_: True)(world, service):
        pytest.skip(f"{channel} does not carry {service}")
    then = {"then": world.filled(course.pop("then"))} if "then" in course else {}
    return driver.play(world, service, world.filled(given), **then, **course)


def rows(service: str) -> list[tuple[int, Outcome]]:
    names = {code: outcome for outcome, code in OUTCOME_CODES.items()}
    found = store.rows(
        "SELECT id, outcome::int8 FROM engine_transaction WHERE service = %(code)s ORDER BY id",
        code=service_of(service).code,
    )
    return [(number, names[outcome]) for number, outcome in found]


def ends(service: str) -> list[Outcome]:
    return [outcome for _, outcome in rows(service)]


@pytest.mark.parametrize("channel", DIALOGUES)
@pytest.mark.parametrize(
    ("service", "wrong", "right"),
    [
        (
            BALANCE,
            {"establishment": "{foreign_establishment}"},
            {"establishment": "{establishment}"},
        ),
        (WAGE, _WAGE | {"worker": "{new_citizen}"}, {"worker": "{worker}"}),
    ],
)
def test_refused_corrected_accepted(
    world: World, channel: str, service: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    ended = played(channel, world, service, wrong, then=right)
    assert ended == Played("accepted"), "a corrected asking is another one"
    assert ends(service)[-1] is Outcome.ACCEPTED
    assert service_of(service).enquiry or ends(service) == [Outcome.ACCEPTED], (
        "a change is done once"
    )


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_held_then_resumed(world: World, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(check: RegistryCheck, keys: pl.Series, context: object) -> pl.DataFrame:
        raise SourceDown("silent")

    with monkeypatch.context() as patched:
        patched.setattr(RegistryCheck, "ask", down)
        assert played(channel, world, JOIN, _JOIN) == Played("held")
    ((number, outcome),) = rows(JOIN)
    assert outcome is Outcome.HELD
    assert resume_held(NOW + timedelta(minutes=2), who_asked) == 1
    assert dict(rows(JOIN))[resolution_of(number) or 0] is Outcome.ACCEPTED


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_referred_then_decided(indebted: World, channel: str) -> None:
    asked = {"establishment": "{debtor}", "reason": "bank"}
    assert played(channel, indebted, WAIVER, asked) == Played("referred")
    ((number, outcome),) = rows(WAIVER)
    assert outcome is Outcome.REFERRED
    staff = identity.open_account(
        username="staff", password="a-long-password-7", segments=[Segment.STAFF]
    )
    ruler = Actor(staff.pk, "Staff", frozenset({Segment.STAFF}), Assurance.SECOND_FACTOR)
    decided = decisions.rule(
        number,
        approved=True,
        reason="Seen",
        ruler=ruler,
        now=NOW,
        actor_of=who_asked,
        rights=[referrals.right_to_rule(service_of(WAIVER))],
    )
    assert decided.accepted and dict(rows(WAIVER))[resolution_of(number) or 0] is Outcome.ACCEPTED


@pytest.mark.parametrize("channel", DIALOGUES)
@pytest.mark.parametrize("turns", [1, 3, 5])
def test_left_in_the_middle_nothing_is_done(world: World, channel: str, turns: int) -> None:
    wages = store.value("SELECT count(*) FROM registry_wage")
    pages = (
        turns // 4 if channel in ("counter", "web") else turns
    )  # form and check, and no more before it is sent
    assert played(channel, world, WAGE, _WAGE, turns=pages) == Played("left")
    assert rows(WAGE) == [] and store.value("SELECT count(*) FROM registry_wage") == wages
