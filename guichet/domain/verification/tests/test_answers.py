"""What a public body may say, well or badly, and that nothing is ever guessed."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.domain.verification import answer_frames, checks, commands
from guichet.domain.verification.backends import http
from guichet.domain.verification.sources import CIVIL, COMMERCIAL
from guichet.domain.verification.tests.conftest import NOON, Puppet, person
from guichet.engine import store
from guichet.engine.check import SourceDown
from guichet.engine.context import Context

ONE, TWO, THREE = 1000000008, 1000000016, 1000000024


def answer(*rows: object) -> bytes:
    return json.dumps({"asked_at": NOON.isoformat(), "persons": rows}).encode()


def read(body: bytes, *asked: int) -> pl.DataFrame:
    return answer_frames.read(CIVIL, body, pl.Series(asked, dtype=pl.Int64))


@pytest.mark.django_db
def test_questions_are_split_and_none_is_larger_than_agreed(
    puppet: Puppet, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "BATCH", 10)
    keys = pl.Series(range(ONE, ONE + 35))
    found = checks.civil(field="worker").ask(keys, context)
    assert sorted(len(numbers) for numbers in puppet.asked) == [5, 10, 10, 10]
    assert sorted(found["key"]) == keys.to_list()


@pytest.mark.django_db
def test_a_row_that_is_missing_is_a_source_down_for_that_one_only(
    puppet: Puppet, context: Context
) -> None:
    puppet.says = lambda numbers: [person(n) for n in numbers if n != str(TWO)]
    found = checks.civil(field="worker").ask(pl.Series([ONE, TWO, THREE]), context)
    assert sorted(found["key"]) == [ONE, THREE]
    with pytest.raises(commands.Unanswered) as caught:
        commands.establish(CIVIL, pl.Series([ONE, TWO, THREE]), context.now)
    assert caught.value.keys.to_list() == [TWO]
    assert puppet.asked[-1] == [str(TWO)]
    # What was said is kept, and the source is not taken to be down: the others go on at once.
    assert store.value("SELECT count(*) FROM verification_evidence") == 2
    puppet.says = lambda numbers: [person(n) for n in numbers]
    assert checks.civil(field="worker").ask(pl.Series([ONE, TWO, THREE]), context).height == 3
    assert puppet.asked[-1] == [str(TWO)]


@pytest.mark.django_db
def test_evidence_nobody_waits_for_is_written_as_an_errand(
    puppet: Puppet, context: Context
) -> None:
    patient = replace(context, errands=[])
    found = checks.civil(field="worker").ask(pl.Series([ONE, TWO]), patient)
    assert store.value("SELECT count(*) FROM verification_evidence") == 0
    for errand in patient.errands or ():
        errand()
    again = checks.civil(field="worker").ask(pl.Series([ONE, TWO]), context)
    assert len(puppet.asked) == 1  # the second time nobody was asked
    assert sorted(again["evidence"]) == sorted(found["evidence"])


@pytest.mark.django_db
def test_what_came_before_a_failure_is_kept(
    puppet: Puppet, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "BATCH", 1)
    monkeypatch.setattr(commands, "PARALLEL", 1)
    puppet.says = lambda numbers: b"<html>" if numbers == [str(TWO)] else [person(numbers[0])]
    found = checks.civil(field="worker").ask(pl.Series([ONE, TWO, THREE]), context)
    assert found["key"].to_list() == [ONE]
    assert store.value("SELECT count(*) FROM verification_evidence") == 1


@pytest.mark.django_db
def test_a_connection_that_breaks_is_tried_once_more(puppet: Puppet, context: Context) -> None:
    puppet.drop_first = 1
    assert checks.civil(field="worker").ask(pl.Series([ONE]), context).height == 1
    puppet.drop_first = 2
    with pytest.raises(SourceDown):
        checks.civil(field="worker").ask(pl.Series([TWO]), context)


def test_an_answer_without_end_is_cut_off(puppet: Puppet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BYTES_AT_LEAST", 1_000)
    monkeypatch.setattr(http, "BYTES_PER_NUMBER", 1_000)
    puppet.says = lambda _numbers: b" " * 100_000
    with pytest.raises(SourceDown, match="bytes"):
        http.ask(CIVIL.url, [ONE])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"5",
        b'"alive"',
        b"[]",
        b"{}",
        b"<html>busy</html>",
        b"\xff\xfe\x00",
        b'{"asked_at":"x"}',
        b'{"asked_at":"x","persons":null}',
        b'{"asked_at":"x","persons":{}}',
        b'{"asked_at":"x","persons":["alive"]}',
        b'{"asked_at":"x","persons":[{"number":"1","status":{"a":1}}]}',
        b'{"asked_at":"x","persons":[{"number":"10000',
        b'{"persons":[]}',
        answer(person(ONE))[:-1],
        answer(person(ONE)) * 2,
    ],
)
def test_anything_but_the_object_agreed_upon_is_a_source_down(body: bytes) -> None:
    with pytest.raises(SourceDown):
        read(body, ONE)


@pytest.mark.parametrize(
    "row",
    [
        person(ONE, status="ALIVE"),
        person(ONE, status="deceased"),
        person(ONE, status=None),
        person(ONE, name_ar=None),
        person(ONE, sex=None),
        person(ONE, birth_date=None),
        person(ONE, birth_date="1994-13-01"),
        person(ONE, birth_date="01/05/1994"),
        person("1000000008x"),
        person(None),
        {"number": str(ONE), "status": "alive"},
    ],
)
def test_a_row_that_is_half_an_answer_is_no_answer(row: object) -> None:
    assert read(answer(row, person(TWO)), ONE, TWO)["key"].to_list() == [TWO]


def test_two_rows_that_contradict_each_other_are_no_answer_and_a_repeated_one_is() -> None:
    body = answer(person(ONE), person(ONE, status="dead"), person(TWO), person(TWO))
    assert read(body, ONE, TWO)["key"].to_list() == [TWO]


def test_an_empty_answer_answers_for_nobody() -> None:
    assert read(answer(), ONE).is_empty()


def test_an_owner_number_comes_as_text_or_as_a_number() -> None:
    row = {
        "status": "active",
        "name_ar": "مؤسسة",
        "name_latin": None,
        "activity": "4711",
        "city": None,
    }
    rows = [
        row | {"number": "1010000001", "owner_number": str(ONE), "unified_number": None},
        row | {"number": "1010000002", "owner_number": ONE, "unified_number": 7000000001},
        row | {"number": "1010000003", "owner_number": "none", "unified_number": None},
    ]
    body = json.dumps({"asked_at": "x", "businesses": rows}).encode()
    asked = pl.Series([1010000001, 1010000002, 1010000003])
    found = answer_frames.read(COMMERCIAL, body, asked).sort("key")
    assert found["key"].to_list() == [1010000001, 1010000002]
    assert found["owner_number"].to_list() == [ONE, ONE]


statuses = st.sampled_from(["alive", "dead", "unknown"])


@settings(max_examples=60, deadline=None)
@given(
    truth=st.dictionaries(st.integers(ONE, ONE + 60), statuses, min_size=1),
    missing=st.sets(st.integers(ONE, ONE + 60)),
    extra=st.sets(st.integers(ONE + 100, ONE + 120)),
    seed=st.randoms(use_true_random=False),
)
def test_in_any_order_with_rows_missing_or_added_each_subject_gets_its_own_row_or_none(
    truth: dict[int, str], missing: set[int], extra: set[int], seed: random.Random
) -> None:
    rows = [person(n, status=s, name_ar=f"اسم {n}") for n, s in truth.items() if n not in missing]
    rows += [person(n) for n in extra]
    seed.shuffle(rows)
    found = read(answer(*rows), *truth)
    assert set(found["key"]) == set(truth) - missing
    for key, status, name in found.select("key", "status", "name_ar").iter_rows():
        assert (status, name) == (truth[key], f"اسم {key}")


def test_a_drop_at_a_time_runs_out_of_time(puppet: Puppet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_S", 0.3)
    monkeypatch.setattr(http, "CONNECT_S", 0.1)
    puppet.drops = True
    with pytest.raises(SourceDown, match="in time"):
        http.ask(CIVIL.url, [ONE])
