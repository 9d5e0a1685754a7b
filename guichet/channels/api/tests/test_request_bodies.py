"""What is not understood is refused: hostile and sloppy bodies."""

from __future__ import annotations

import json
import time

import pytest

from guichet.channels.api import request_bodies
from guichet.channels.api.problems import Problem
from guichet.channels.api.tests.conftest import Call

CHANGE = "services/registry.change_wage"


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[]",
        "null",
        "{",
        '"text"',
        "{}",
        '{"input": {}, "rows": []}',
        '{"input": []}',
        '{"rows": {}}',
        '{"rows": [1]}',
        '{"input": {"basic": {"a": 1}}}',
        '{"input": {"basic": [1]}}',
        '{"input": {"basic": true}}',
        '{"input": {"basic": NaN}}',
        '{"input": {"basic": 1e400}}',
        '{"input": {"basic": 1, "basic": 2}}',
        '{"input": {"basic": "\\ud800"}}',
        '{"input": {"row": 7}}',
        '{"rows": [{"ordinal": 900}]}',
        '{"input": {"a\\u0000b": "1"}}',
        '{"input": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"input": {"basic": "' + "1" * 5000 + '"}}',
        '{"input": {' + ",".join(f'"f{n}": "1"' for n in range(50)) + "}}",
        b"\xff\xfe{}",
    ],
)
def test_a_body_that_is_not_of_the_shape_is_unreadable(call: Call, body: str | bytes) -> None:
    response = call(CHANGE, body)
    assert (response.status_code, response.json()["code"]) == (400, "request-unreadable")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_only_json_is_read(call: Call, kind: str) -> None:
    response = call(CHANGE, '{"input": {}}', content_type=kind)
    assert (response.status_code, response.json()["code"]) == (415, "request-not-json")


def test_a_body_beyond_the_limit_is_not_read_to_its_end(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_bodies, "MOST_BYTES", 2**20)
    response = call(CHANGE, '{"input": {"basic": "' + "1" * (2**20) + '"}}')
    assert (response.status_code, response.json()["code"]) == (413, "request-too-large")


def test_more_rows_than_a_call_takes_are_too_many(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_bodies, "MOST_ROWS", 3)
    response = call(CHANGE, {"rows": [{}] * 4})
    assert (response.status_code, response.json()["code"]) == (413, "too-many-rows")


def test_no_rows_are_refused(call: Call) -> None:
    assert call(CHANGE, {"rows": []}).json()["code"] == "no-rows"


@pytest.mark.parametrize("key", ["with space", "é", "x" * 201, "\t"])
def test_a_key_must_be_plain(call: Call, key: str) -> None:
    response = call(CHANGE, {"input": {}}, key=key)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency-key-malformed")


def test_a_wrong_parameter_is_named(call: Call) -> None:
    response = call(f"{CHANGE}?dry_run=perhaps", {"input": {}})
    assert response.status_code == 400 and "dry_run" in response.json()["detail"]


def test_a_member_that_is_there_twice_is_found_in_one_walk() -> None:
    names = [(f"k{n}", 1) for n in range(40_000)]
    began = time.process_time()
    with pytest.raises(Problem) as refused:
        request_bodies._object([*names, ("k39999", 1)])
    assert refused.value.values["place"] == "#/…/k39999"
    assert time.process_time() - began < 2  # counting each name among all took a minute


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize(
    "body", ['{"input": {"basic": [1]}}', '{"input": 1}', "{", '{"input": {"basic": NaN}}', "[]"]
)
def test_the_fault_is_said_in_the_callers_language_too(
    call: Call, body: str, language: str
) -> None:
    english, own = (
        call(CHANGE, body, language=spoken).json()["detail"] for spoken in ("en", language)
    )
    fault = english.split(": ", 1)[1].split(". ")[0]
    assert fault not in own


def test_a_wrong_parameter_is_told_in_the_callers_language(call: Call) -> None:
    said = call(f"{CHANGE}?dry_run=perhaps", {"input": {}}, language="fr").json()
    assert "dry_run" in said["detail"] and "la valeur n’est pas comprise" in said["detail"]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_method_that_is_not_taken_is_a_problem_that_names_those_that_are(
    call: Call, language: str
) -> None:
    response = call(CHANGE, language=language)  # a GET
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "method-not-allowed" and "POST" in response.json()["detail"]


def test_a_mark_before_the_json_is_passed_over(call: Call, wage: dict[str, str]) -> None:
    response = call(CHANGE, b"\xef\xbb\xbf" + json.dumps({"input": wage}).encode())
    assert response.status_code == 200, response.json()
