"""How long an errand by telephone takes: from the choice of the service to its receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.voice.tests.conftest import MOBILE, PIN
from guichet.channels.voice.tests.telephones import Caller
from guichet.channels.voice.tests.test_calls import CODE, change, scripted
from guichet.engine import store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def ten_seconds_a_turn(monkeypatch: pytest.MonkeyPatch, script: Callable[[list[str]], Any]) -> Any:
    """The clock goes on by ten seconds whenever something is pressed."""
    turns = 0

    def presses(heard: list[str]) -> Any:
        nonlocal turns
        turns += 1
        now = NOW + timedelta(seconds=10 * turns)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return script(heard)

    return presses


def kept() -> list[tuple[str, float]]:
    query = "SELECT channel, extract(epoch FROM ended_at - began_at)::float8 FROM reception_handling ORDER BY transaction"
    return [(channel, seconds) for channel, seconds in store.rows(query)]


def test_a_change_is_timed_from_its_choice_to_its_receipt(
    line: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = change(line)
    Caller(ten_seconds_a_turn(monkeypatch, scripted(*keys)), MOBILE).call()
    asked = len(keys) - 2  # the turns after the service was chosen
    assert kept() == [("voice", 10.0 * asked)]


def test_who_hangs_up_before_the_code_has_been_served_with_nothing(
    line: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Caller(ten_seconds_a_turn(monkeypatch, scripted(*change(line)[:-1])), MOBILE).call()
    assert CODE not in change(line)[:-1] and kept() == []


def test_a_second_asking_after_the_answer_has_its_own_time(
    line: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    balance = [PIN, "#2201", "1"]  # of the first establishment; then of the second, by changing it
    again = ["2", "1", line.facts["establishment"]]
    Caller(ten_seconds_a_turn(monkeypatch, scripted(*balance, *again)), MOBILE).call()
    assert [channel for channel, _ in kept()] == ["voice"] * 2
    assert [seconds for _, seconds in kept()] == [10.0, 20.0]
