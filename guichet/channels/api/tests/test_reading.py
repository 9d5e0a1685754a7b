"""What is not understood is refused: hostile and sloppy bodies."""

from __future__ import annotations

import pytest

from guichet.channels.api import reading
from guichet.channels.api.tests.conftest import Call

CHANGE = "services/registry.change_wage"


@pytest.mark.parametrize(
    "body",
    [
        " ", "[]", "null", "{", '"text"', "{}", '{"input": {}, "rows": []}', '{"input": []}', '{"rows": {}}',
        '{"rows": [1]}', '{"input": {"basic": {"a": 1}}}', '{"input": {"basic": [1]}}',
        '{"input": {"basic": true}}', '{"input": {"basic": NaN}}', '{"input": {"basic": 1e400}}',
        '{"input": {"basic": 1, "basic": 2}}', '{"input": {"basic": "\\ud800"}}', '{"input": {"row": 7}}',
        '{"rows": [{"ordinal": 900}]}', '{"input": {"a\\u0000b": "1"}}',
        '{"input": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"input": {"basic": "' + "1" * 5000 + '"}}',
        '{"input": {' + ",".join(f'"f{n}": "1"' for n in range(50)) + "}}",
        b"\xff\xfe{}",
    ],
)  # fmt: skip
def test_a_body_that_is_not_of_the_shape_is_unreadable(call: Call, body: str | bytes) -> None:
    response = call(CHANGE, body)
    assert (response.status_code, response.json()["code"]) == (400, "request-unreadable")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_read(call: Call, kind: str) -> None:
    response = call(CHANGE, '{"input": {}}', content_type=kind)
    assert (response.status_code, response.json()["code"]) == (415, "request-not-json")


def test_a_body_beyond_the_limit_is_not_read_to_its_end(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 20)
    response = call(CHANGE, '{"input": {"basic": "' + "1" * (1 << 20) + '"}}')
    assert (response.status_code, response.json()["code"]) == (413, "request-too-large")


def test_more_rows_than_a_call_takes_are_too_many(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
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
