"""Asking, keeping and reusing, against the demonstration's public bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from demo.population import (
    a_dead,
    a_living,
    an_unknown,
    business_numbers,
    businesses,
    person_numbers,
    persons,
)
from guichet.domain.verification import checks, commands
from guichet.domain.verification.backends import http
from guichet.domain.verification.tests.conftest import Sandbox
from guichet.engine import store
from guichet.engine.check import Check, SourceDown, WhenDown
from guichet.engine.context import Context

pytestmark = pytest.mark.django_db


def kept() -> int:
    return int(store.value("SELECT count(*) FROM verification_evidence"))


def test_a_check_has_the_shape_the_engine_uses() -> None:
    check: Check = checks.civil(field="worker")
    assert (check.name, check.field, check.when_down) == ("person", "worker", WhenDown.HOLD)
    assert checks.commercial(field="registration").when_down is WhenDown.REFUSE
    assert checks.commercial(field="registration").source.fr == "Registre du commerce"


def test_the_living_the_dead_and_the_unknown_are_told_apart(
    sandbox: Sandbox, context: Context
) -> None:
    keys = pl.Series([a_living(), a_dead(), an_unknown()])
    found = checks.civil(field="worker").ask(keys, context)
    assert found.schema == pl.Schema(
        {
            "key": pl.Int64,
            "evidence": pl.Int64,
            "person_status": pl.String,
            "person_name_ar": pl.String,
            "person_name_latin": pl.String,
            "person_sex": pl.String,
            "person_nationality": pl.String,
            "person_birth_date": pl.Date,
        }
    )
    told = dict(found.select("key", "person_status").iter_rows())
    assert told == {keys[0]: "alive", keys[1]: "dead", keys[2]: "unknown"}
    truth = persons(keys).row(0, named=True)
    living = found.row(by_predicate=pl.col("key") == keys[0], named=True)
    assert living["person_name_ar"] == truth["name_ar"]
    assert living["person_birth_date"] == truth["birth_date"]


def test_a_business_comes_with_its_owner(sandbox: Sandbox, context: Context) -> None:
    numbers = business_numbers(0, 500)
    found = checks.commercial(field="registration").ask(numbers, context)
    assert found.schema["business_owner_number"] == pl.Int64
    assert found.schema["business_unified_number"] == pl.Int64
    truth = businesses(numbers).select(
        pl.col("number").alias("key"),
        pl.col("status", "name_ar", "owner_number", "unified_number").name.prefix("business_"),
    )
    assert found.select(truth.columns).sort("key").equals(truth.sort("key"))


def test_who_seeks_work_is_told_with_the_day_of_registration(
    sandbox: Sandbox, context: Context
) -> None:
    # In this world the first eleven of the living are known to the register, but for the eighth;
    # the eleventh has let it lapse.
    keys = pl.Series([a_living(1), a_living(11), a_dead()])
    found = checks.job_search(field="person").ask(keys, context).sort("key")
    told = {row["key"]: row for row in found.iter_rows(named=True)}
    seeks, lapsed, dead = (told[key] for key in keys)
    assert seeks["search_status"] == "registered" and seeks["search_registered_on"]
    assert lapsed["search_status"] == "lapsed" and lapsed["search_lapsed_on"]
    assert dead["search_status"] == "unknown" and dead["search_registered_on"] is None


def test_evidence_still_valid_is_used_and_the_source_is_not_asked(
    sandbox: Sandbox, context: Context
) -> None:
    check, keys = checks.civil(field="worker"), pl.Series([a_living(), a_dead()])
    first = check.ask(keys, context)
    with sandbox.switched("civil", outage=True):
        later = replace(context, now=context.now + timedelta(hours=23))
        again = check.ask(keys, later)
    assert again.sort("key").equals(first.sort("key"))
    assert kept() == 2


def test_only_those_without_evidence_are_asked_about(sandbox: Sandbox, context: Context) -> None:
    check = checks.civil(field="worker", name="heir")
    one = check.ask(pl.Series([a_living()]), context)
    both = check.ask(pl.Series([a_living(), a_living(1)]), context)
    assert kept() == 2
    assert one["evidence"][0] in both["evidence"]
    assert "heir_status" in both.columns


def test_evidence_is_asked_for_anew_after_a_day(sandbox: Sandbox, context: Context) -> None:
    check, keys = checks.civil(field="worker"), pl.Series([a_living()])
    first = check.ask(keys, context)
    second = check.ask(keys, replace(context, now=context.now + timedelta(hours=24)))
    assert second["evidence"][0] != first["evidence"][0]
    assert kept() == 2


def test_that_a_number_was_unknown_is_soon_forgotten(sandbox: Sandbox, context: Context) -> None:
    check, keys = checks.civil(field="worker"), pl.Series([an_unknown()])
    check.ask(keys, context)
    check.ask(keys, replace(context, now=context.now + timedelta(minutes=16)))
    assert kept() == 2


@pytest.mark.parametrize("how", [{"outage": True}, {"error_rate": 1.0}, {"mode": "garbage"}])
def test_a_source_that_fails_is_down_and_nothing_is_kept(
    sandbox: Sandbox, context: Context, how: dict[str, object]
) -> None:
    with sandbox.switched("civil", **how), pytest.raises(SourceDown):
        checks.civil(field="worker").ask(pl.Series([a_living()]), context)
    assert kept() == 0


def test_a_source_that_hangs_is_down_within_the_time_allowed(
    sandbox: Sandbox, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "READ_S", 0.2)
    with sandbox.switched("civil", mode="hang"), pytest.raises(SourceDown):
        checks.civil(field="worker").ask(pl.Series([a_living()]), context)


def test_nobody_listening_is_a_source_down(context: Context, settings: Any) -> None:
    settings.CIVIL_REGISTRY_URL = "http://127.0.0.1:1/civil"
    with pytest.raises(SourceDown):
        checks.civil(field="worker").ask(pl.Series([a_living()]), context)


def test_during_an_outage_those_with_evidence_are_answered_for_and_the_others_are_not(
    sandbox: Sandbox, context: Context
) -> None:
    check = checks.civil(field="worker")
    check.ask(pl.Series([a_living()]), context)
    with sandbox.switched("civil", outage=True):
        found = check.ask(pl.Series([a_living(), a_living(1)]), context)
    assert found["key"].to_list() == [a_living()]


def test_evidence_past_its_date_stands_in_only_where_the_check_says_so(
    sandbox: Sandbox, context: Context
) -> None:
    keys = pl.Series([a_living()])
    first = checks.civil(field="worker").ask(keys, context)
    later = replace(context, now=context.now + timedelta(hours=30))
    with sandbox.switched("civil", outage=True):
        with pytest.raises(SourceDown):
            checks.civil(field="worker").ask(keys, later)
        patient = checks.civil(field="worker", stale=timedelta(days=3))
        assert patient.ask(keys, later).equals(first)
        with pytest.raises(SourceDown):
            patient.ask(keys, replace(context, now=context.now + timedelta(days=5)))


def test_that_a_number_was_unknown_never_stands_in(sandbox: Sandbox, context: Context) -> None:
    patient = checks.civil(field="worker", stale=timedelta(days=3))
    patient.ask(pl.Series([an_unknown()]), context)
    later = replace(context, now=context.now + timedelta(hours=1))
    with sandbox.switched("civil", outage=True), pytest.raises(SourceDown):
        patient.ask(pl.Series([an_unknown()]), later)


def test_many_are_asked_in_batches_and_all_answered(sandbox: Sandbox, context: Context) -> None:
    numbers = person_numbers(0, 12_001)
    found = checks.civil(field="worker").ask(numbers, context)
    truth = persons(numbers)
    told = truth.join(found, left_on="number", right_on="key", validate="1:1")
    assert told.height == 12_001
    assert told.filter(pl.col("known") & pl.col("alive"))["person_status"].unique().to_list() == [
        "alive"
    ]
    assert told["evidence"].n_unique() == 12_001


def test_two_checks_about_one_person_share_their_evidence(
    sandbox: Sandbox, context: Context
) -> None:
    keys = pl.Series([a_living(7)])
    worker = checks.civil(field="worker").ask(keys, context)
    owner = checks.civil(field="owner", name="owner").ask(keys, context)
    assert worker["evidence"].equals(owner["evidence"])


def test_no_keys_ask_nothing(context: Context) -> None:
    found = checks.civil(field="worker").ask(pl.Series([], dtype=pl.Int64), context)
    assert found.is_empty()
    assert "person_birth_date" in found.columns


def test_an_outage_is_remembered_for_a_moment(sandbox: Sandbox, context: Context) -> None:
    check = checks.civil(field="worker")
    with sandbox.switched("civil", outage=True), pytest.raises(SourceDown):
        check.ask(pl.Series([a_living()]), context)
    with pytest.raises(commands.Unanswered):  # well again, but not asked yet
        check.ask(pl.Series([a_living()]), context)
    commands.breaker_of.cache_clear()
    http.PATIENCE.forget()
    assert check.ask(pl.Series([a_living()]), context).height == 1
