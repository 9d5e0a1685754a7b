"""Once a month everybody is looked at; whoever is owed what they never asked for is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from click.testing import CliRunner

from guichet.domain.benefits import commands, grants, search
from guichet.domain.benefits.commandline import group
from guichet.domain.benefits.tests.retired import DECEMBER, ONE, THREE, TWO, award, place, worked
from guichet.domain.benefits.tests.test_benefits import enter as enter_pension
from guichet.domain.benefits.tests.test_benefits import pension
from guichet.domain.identity.staff import GATHER
from guichet.domain.identity.tests.staffing import member
from guichet.domain.registry.tests import seeds
from guichet.engine import store

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
JANUARY = datetime(2027, 1, 10, 9, tzinfo=UTC)


def told() -> list[tuple[int, str, str]]:
    return store.rows("SELECT person, what, to_do FROM benefits_told ORDER BY person, id")


def events() -> int:
    return int(store.value("SELECT count(*) FROM engine_event WHERE name = 'owed-unasked'"))


@pytest.fixture
def people(db: None) -> None:
    """One draws a pension, one never claimed theirs, one has no account for the month that ran."""
    at = place()
    for person in (ONE, TWO):
        worked(person, at)
    award(ONE)
    seeds.people(THREE)
    enter_pension(pension(THREE, owed_from=DECEMBER))
    commands.run_month(DECEMBER, NOW)


def test_whoever_is_owed_is_told_once_and_again_only_of_something_else(people: None) -> None:
    done = search.search(NOW)
    assert (done.looked, done.told) == (3, 2)
    assert told() == [(TWO, "early-pension", "claim-early"), (THREE, "months", "account")]
    assert events() == 2
    again = search.search(NOW)
    assert (again.looked, again.told) == (0, 0)  # this month's search is at its end
    later = search.search(JANUARY)
    assert (later.looked, later.told) == (3, 0)  # of the same they are not told again
    assert search.searches_are_whole() == []


def test_a_further_grant_is_told_too(db: None) -> None:
    """Two grants of different months wait for an account: each is told, once."""
    seeds.people(THREE)

    def granted(award: str, now: datetime) -> None:
        row = {"person": THREE, "kind": "marriage", "amount": 100, "award": award, "transaction": 1}
        grants.grant(pl.DataFrame([row]), now)

    granted("A", NOW)
    assert search.search(NOW).told == 1
    assert search.search(JANUARY).told == 0
    granted("B", JANUARY)
    february = JANUARY.replace(month=2)
    assert search.search(february).told == 1
    assert told() == [(THREE, "grant", "account")] * 2
    assert search.search(february.replace(month=3)).told == 0


def test_a_search_that_was_stopped_goes_on_where_it_was(
    people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BATCH", 1)
    real, seen = search._told, []

    def stops(persons: object, today: date, now: datetime) -> int:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(persons)
        return real(persons, today, now)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(search, "_told", stops)
        with pytest.raises(KeyboardInterrupt):
            search.search(NOW)
    assert search.search(NOW).looked == 1
    assert len(told()) == 2 and events() == 2


def test_what_was_told_is_held_against_the_log(people: None) -> None:
    search.search(NOW)
    store.execute("ALTER TABLE benefits_told DISABLE TRIGGER USER")
    store.execute("UPDATE benefits_told SET to_do = 'ask-us'")
    assert any("findings told of leaf" in fault for fault in search.searches_are_whole())


def test_the_command_says_how_many(people: None) -> None:
    asked = ["search", "--as", member("accountant", GATHER).username]
    said = CliRunner().invoke(group, asked)
    assert said.exit_code == 0 and "people looked at" in said.output
