"""A changed way in and a device never seen are told at any hour; whoever waits long is told too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guichet.channels.shared.account_events import CHANGES
from guichet.channels.sms import answer_lines, notices, opt_out, parts, templates
from guichet.channels.sms.models import Outgoing
from guichet.channels.sms.tests.conftest import OWNER
from guichet.channels.sms.tests.handset import Handset
from guichet.channels.sms.tests.happenings import event, told_to
from guichet.domain.contact.commands import set_pin
from guichet.domain.identity import commands as identity
from guichet.domain.identity import events, open_sessions
from guichet.engine import store
from guichet.engine.ids import transaction_id
from guichet.engine.pending import WAITS_LONG
from guichet.engine.registry import services
from guichet.lib import institution
from guichet.lib.text import LANGUAGES
from tests.contract.world import NOW, World


@pytest.fixture(autouse=True)
def listening(db: None) -> None:
    notices.begin()


def test_a_changed_way_in_is_told_at_any_hour_even_to_those_who_want_silence(
    handset: Handset, world: World
) -> None:
    night = datetime(2026, 11, 25, 23, tzinfo=UTC)
    opt_out.stop(OWNER, NOW)
    identity.change_password(world.account, "another-long-password")
    with store.atomic():
        events.note("factor-added", world.account.pk, night, what="totp")
        events.note("sign-in", world.account.pk, night)  # not news
    set_pin(world.account, "274951", now=night)
    assert notices.gather(night) == 3
    assert [
        what
        for told in told_to(OWNER)
        for what in ("password", "second factor", "PIN")
        if what in told
    ] == [
        "password",
        "second factor",
        "PIN",
    ]
    assert not Outgoing.objects.filter(kind="account-changed", due_at__gt=night).exists()


def test_a_sign_in_from_a_device_never_seen_is_told_and_the_first_one_is_not(
    handset: Handset, world: World
) -> None:
    for agent in ("Firefox/1 Windows", "Firefox/2 Windows", "Chrome/1 Android"):
        open_sessions.begin(
            world.account,
            f"key {agent}",
            how="password",
            user_agent=agent,
            network="10.0.0.0/24",
            now=NOW,
        )
    assert notices.gather(NOW) == 1
    assert "new device" in told_to(OWNER)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changed_is_said_in_one_or_two_parts(language: str) -> None:
    for what in CHANGES.values():
        said = templates.CHANGED.at(
            language, what=what.at(language), institution=institution.name().at(language)
        )
        assert parts.count(answer_lines.written(said)) <= 2


def test_whoever_waits_long_is_told_that_nothing_is_lost(handset: Handset, world: World) -> None:
    code = services()["registry.register_worker"].code
    event(
        WAITS_LONG,
        submission=1,
        actor=world.account.pk,
        rows=3,
        transaction=transaction_id(1),
        service=code,
    )
    assert notices.gather(NOW) == 1
    (told,) = told_to(OWNER)
    assert "do not send it again" in told and "Register" in told
