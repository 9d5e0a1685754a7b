"""A pensioner confirms to live: the civil registry is asked, the day is kept, nothing is paid by
it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest
from django.db import connection

from guichet.catalogue.benefits.tests.test_claims import PERSON, TODAY, Client, client, code
from guichet.domain.benefits import confirmations
from guichet.domain.benefits.tests.test_benefits import enter, pension
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import store
from guichet.engine.actor import Assurance
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.service import Outcome

__all__ = ["client"]
pytestmark = pytest.mark.django_db
KEY = "benefits.confirm_life"


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the civil registry says of whoever is asked about; empty: it does not answer."""
    said = {"status": "alive"}

    def ask(check: RegistryCheck, keys: pl.Series, context: Context) -> pl.DataFrame:
        if not said:
            raise SourceDown
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64), civil_status=pl.lit(said["status"])
        )

    monkeypatch.setattr(RegistryCheck, "ask", ask)
    return said


@pytest.fixture
def pensioner(client: Client, registry: dict[str, str]) -> Client:
    enter(pension(PERSON, 300_000, kind="survivor"))
    return client


def kept() -> list[tuple[int, bool]]:
    return store.rows("SELECT person, by_agent FROM benefits_confirmation")


def test_what_is_on_record_is_shown_and_the_day_is_kept(pensioner: Client) -> None:
    answer = pensioner.asks(KEY)
    assert answer.output["confirmed_on"] == f"{TODAY}" and answer.output["monthly"] == "3000.00"
    assert answer.output["again_by"] == "2027-11-22" and not answer.output["account"]
    assert kept() == [(PERSON, False)]
    pensioner.has_account()
    assert pensioner.asks(KEY).repeated and len(kept()) == 1


def test_whom_the_registry_holds_to_be_dead_or_does_not_know_cannot_confirm(
    pensioner: Client, registry: dict[str, str]
) -> None:
    registry["status"] = "dead"
    assert code(pensioner.asks(KEY)) == "life-recorded-as-ended"
    registry["status"] = "unknown"
    assert code(pensioner.asks(KEY)) == "life-not-on-record"
    assert kept() == []


def test_while_the_registry_is_away_the_asking_waits(
    pensioner: Client, registry: dict[str, str]
) -> None:
    registry.clear()
    assert pensioner.asks(KEY).outcome is Outcome.HELD and kept() == []


def test_without_a_pension_there_is_nothing_to_confirm(
    client: Client, registry: dict[str, str]
) -> None:
    assert code(client.asks(KEY)) == "no-pension-to-confirm"


def test_a_pin_is_not_enough(pensioner: Client) -> None:
    actor = replace(pensioner.context.actor, assurance=Assurance.PIN)
    by_telephone = Client(pensioner.engagement, replace(pensioner.context, actor=actor))
    assert code(by_telephone.asks(KEY)) == "assurance-too-low"


def test_that_somebody_else_said_it_is_on_record(pensioner: Client) -> None:
    actor = replace(pensioner.context.actor, person_number=None)
    pensioner.context = replace(pensioner.context, actor=actor)
    assert pensioner.asks(KEY).accepted and kept() == [(PERSON, True)]


@pytest.mark.django_db(transaction=True)
def test_confirmed_twice_at_once_it_is_kept_once(pensioner: Client) -> None:
    def ask(_: int) -> Answer:
        try:
            return pensioner.asks(KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert {one.outcome for one in answers} == {Outcome.ACCEPTED}
    assert len({one.transaction for one in answers}) == 1 and len(kept()) == 1


def test_who_confirms_is_no_longer_overdue(pensioner: Client) -> None:
    a_year_on = TODAY.replace(year=2027)
    assert confirmations.unconfirmed(a_year_on)["person"].to_list() == [PERSON]
    assert pensioner.asks(KEY).accepted
    assert confirmations.unconfirmed(a_year_on).is_empty()
