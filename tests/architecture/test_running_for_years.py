"""What goes on for years: each round says how it takes up what was missed, and no job can get in
its own way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django import app

from guichet.config import discovery
from guichet.engine import periodic, store
from tests.architecture.repository import ROOT, python_files, short

EVERY = sorted(periodic.ROUNDS)
NOW = datetime(2026, 11, 29, 13, 37, tzinfo=UTC)  # no hour of any round


def test_there_are_rounds_to_look_at() -> None:
    assert {"engine.seal", "payments.end-of-day", "bulk.sweep", "sms.notices"} <= set(EVERY)


def test_nothing_is_done_by_the_clock_alone() -> None:
    """The queue's own periodic jobs are lost with the minute they are for: a round is declared by
    `rounds.every`.
    """
    assert app.periodic_registry.periodic_tasks == {}


@pytest.mark.parametrize("name", EVERY)
def test_a_round_says_how_it_takes_up_what_was_missed(name: str) -> None:
    said = periodic.ROUNDS[name].takes_up
    assert len(said.split()) >= 5, "a sentence: what is there is taken up, whenever it came"


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERY)
def test_a_round_that_nobody_did_for_a_week_is_due_at_whatever_minute_a_worker_comes_back(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its condition is asked in earnest; where nothing is there to do, nothing is queued."""
    one = replace(periodic.ROUNDS[name], applies=lambda: True)
    monkeypatch.setattr(periodic, "ROUNDS", {name: one})
    periodic.enter(NOW - timedelta(days=7))
    holds = store.value(
        f"SELECT ({one.due}) FROM engine_round r WHERE name = %(name)s", name=name, now=NOW
    )
    assert periodic.look(NOW) == ([name] if holds else [])
    assert one.due != "true" or holds


@pytest.mark.parametrize("name", sorted(app.tasks))
def test_a_job_with_a_lock_in_the_queue_is_never_tried_again(name: str) -> None:
    """Once its successor is queued under the lock, the failed job cannot go back and would be
    *doing* for ever.
    """
    task = app.tasks[name]
    assert not (task.queueing_lock and task.retry_strategy)


def test_a_retry_has_a_pause() -> None:
    """Tried again at once, all tries are over before the other side is back."""
    hasty = []
    for name, task in app.tasks.items():
        strategy = task.retry_strategy
        if strategy is not None and not (
            strategy.wait or strategy.linear_wait or strategy.exponential_wait
        ):  # type: ignore[attr-defined]
            hasty.append(name)
    assert hasty == []


def test_workers_are_started_by_our_own_runner_only() -> None:
    """The queue's own command ends when the database is away, and looks at no round."""
    wrong = '"procrastinate", ' + '"worker"'
    found = [
        short(p) for p in python_files("guichet", "demo", "tests") if wrong in p.read_text("utf-8")
    ]
    assert found == []


def test_every_process_that_runs_for_years_has_a_unit_that_starts_it_again_however_it_ended() -> (
    None
):
    units = {
        path.name: path.read_text("utf-8")
        for path in (ROOT / "deploy" / "systemd").glob("*.service")
    }
    for text in units.values():
        assert {"Restart=always", "StartLimitIntervalSec=0", "PartOf=guichet.target"} <= set(
            text.splitlines()
        )
    started = " ".join(
        line
        for text in units.values()
        for line in text.splitlines()
        if line.startswith("ExecStart=")
    )
    beside = {p.module for module in discovery.load("processes") for p in module.PROCESSES}  # type: ignore[attr-defined]
    for module in {"gunicorn", "guichet.config.worker", *beside}:
        assert f"-m {module} " in f"{started} ", module
