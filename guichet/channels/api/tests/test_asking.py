"""Asking for services over HTTP: outcomes, problems, keys, rehearsals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from guichet.channels.api import views
from guichet.channels.api.tests.conftest import Call
from guichet.domain.identity.tasks import who_asked
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import keys, receipt
from guichet.engine.check import SourceDown
from guichet.engine.resume import resume_held
from guichet.engine.store import value
from tests.contract.world import NOW, World

CHANGE = "services/registry.change_wage"
Wage = dict[str, str]


def test_an_accepted_asking_has_a_reference_and_a_receipt_that_verifies(
    call: Call, wage: Wage
) -> None:
    response = call(CHANGE, {"input": wage})
    said = response.json()
    assert response.status_code == 200, said
    assert said["outcome"] == "accepted" and not said["repeated"]
    assert said["input"]["basic"] == "12500.50"
    assert said["output"]["previous_basic"] == "8000.00"
    document = call(said["receipt"].removeprefix("/api/v1/")).json()
    assert receipt.fault_of(document, keys.public_keys()) is None
    assert said["reference"] in document["content"]


def test_an_amount_may_be_a_json_number_and_keeps_its_digits(call: Call, wage: Wage) -> None:
    body = '{"input": {"establishment": %s, "worker": %s, "month": "2026-11", "basic": 12500.10}}'
    response = call(CHANGE, body % (wage["establishment"], wage["worker"]))
    assert response.json()["input"]["basic"] == "12500.10"


def test_the_same_key_gives_the_first_answer_and_says_so(call: Call, wage: Wage) -> None:
    first = call(CHANGE, {"input": wage}, key="k-1")
    again = call(CHANGE, {"input": wage}, key='"k-1"')
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.headers["Idempotency-Key"] == "k-1"
    assert again.json()["reference"] == first.json()["reference"]


def test_the_same_key_with_another_input_is_a_conflict(call: Call, wage: Wage) -> None:
    call(CHANGE, {"input": wage}, key="k-1")
    response = call(CHANGE, {"input": wage | {"basic": "9000"}}, key="k-1")
    assert (response.status_code, response.json()["code"]) == (409, "idempotency-key-reused")


def test_the_same_fact_without_a_key_is_answered_with_the_first_receipt(
    call: Call, wage: Wage
) -> None:
    first = call(CHANGE, {"input": wage}).json()
    again = call(CHANGE, {"input": wage})
    assert again.status_code == 200 and again.headers["Idempotent-Replay"] == "true"
    assert again.json()["reference"] == first["reference"]


@pytest.mark.parametrize(
    ("language", "part"), [("en", "valid amount"), ("fr", "montant"), ("ar", "مبلغ")]
)
def test_a_refusal_is_a_problem_document_in_the_callers_language(
    call: Call, wage: Wage, language: str, part: str
) -> None:
    response = call(CHANGE, {"input": wage | {"basic": "much"}}, language=language)
    said = response.json()
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (said["code"], said["field"], said["status"]) == ("amount-in-words", "basic", 422)
    assert part in said["detail"]
    assert said["errors"][0]["pointer"] == "#/input/basic"
    assert said["reference"]  # a refusal is recorded too, and its receipt can be had
    assert call(f"problems/{said['code']}").json()["sentences"][language]


def test_every_error_is_told_at_once(call: Call, wage: Wage) -> None:
    said = call(CHANGE, {"input": wage | {"basic": "x", "worker": "1", "colour": "red"}}).json()
    assert {e["code"] for e in said["errors"]} == {
        "amount-in-words",
        "national-id-invalid",
        "field-unknown",
    }


def test_a_batch_answers_every_row_in_order(call: Call, wage: Wage) -> None:
    rows = [wage, wage | {"worker": "1000000000"}, wage]
    said = call(CHANGE, {"rows": rows}).json()
    assert [row["outcome"] for row in said["rows"]] == ["accepted", "refused", "accepted"]
    assert [row["row"] for row in said["rows"]] == [1, 2, 3]
    assert said["counts"] == {"accepted": 2, "refused": 1, "held": 0, "referred": 0, "repeated": 1}
    assert said["rows"][1]["errors"][0]["code"] == "national-id-mistyped"


def test_a_rehearsal_keeps_nothing_and_tells_what_would_change(call: Call, wage: Wage) -> None:
    said = call(f"{CHANGE}?dry_run=true", {"input": wage}).json()
    assert said["outcome"] == "accepted" and said["dry_run"] and said["reference"] is None
    assert said["changes"]
    assert value("SELECT count(*) FROM engine_submission") == 0


def test_a_stranger_is_forbidden(stranger: Call, wage: Wage) -> None:
    response = stranger(CHANGE, {"input": wage})
    assert (response.status_code, response.json()["code"]) == (403, "not-covered-by-mandate")


def test_a_strangers_look_at_a_transaction_and_at_none_are_the_same(
    call: Call, stranger: Call, wage: Wage
) -> None:
    reference = call(CHANGE, {"input": wage}).json()["reference"]
    for path in ("transactions", "receipts"):
        theirs, none = stranger(f"{path}/{reference}"), stranger(f"{path}/2222-2222-22222")
        assert theirs.status_code == none.status_code == 404
        assert theirs.json() | {"request_id": ""} == none.json() | {"request_id": ""}


def test_a_transaction_can_be_read_back_however_its_reference_is_typed(
    call: Call, wage: Wage
) -> None:
    reference = call(CHANGE, {"input": wage}).json()["reference"]
    said = call(f"transactions/{reference.replace('-', '').lower()}").json()
    assert (said["reference"], said["channel"], said["signed"]) == (reference, "api", True)


def test_a_row_that_waits_is_accepted_for_later(
    call: Call, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> Any:
        raise SourceDown

    monkeypatch.setattr(RegistryCheck, "ask", down)
    given = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["new_citizen"],
        "started_on": "2026-11-22",
        "basic": "8000",
    }
    response = call("services/registry.register_worker", {"input": given})
    said = response.json()
    assert (response.status_code, said["outcome"]) == (202, "held"), said
    assert call(said["transaction"].removeprefix("/api/v1/")).json()["settled_by"] is None


def test_what_settled_a_registration_that_is_nobodys_yet_is_told(
    call: Call, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> Any:
        raise SourceDown

    with monkeypatch.context() as outage:
        outage.setattr(RegistryCheck, "ask", down)
        given = {"cr_number": world.facts["new_business"], "opened_on": "2026-11-22"}
        held = call("services/registry.register_establishment", {"input": given}).json()
    assert held["outcome"] == "held"
    resume_held(NOW + timedelta(hours=1), who_asked)
    read = call(held["transaction"].removeprefix("/api/v1/")).json()
    settled = read["settled_by"]
    assert read["settled"]["outcome"] == "accepted" and read["settled"]["output"]["establishment"]
    assert call(f"transactions/{settled}").json()["outcome"] == "accepted"


def test_an_unknown_service_and_an_unknown_address_are_problems(call: Call) -> None:
    for response in (
        call("services/registry.nothing", {"input": {}}),
        call("nowhere"),
        call("nowhere", {}),
    ):
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"


def test_a_database_that_does_not_answer_is_a_problem_that_says_when_to_retry(
    call: Call, wage: Wage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(views, "perform", gone)
    response = call(CHANGE, {"input": wage})
    assert (response.status_code, response.json()["code"]) == (503, "temporarily-unavailable")
    assert response.headers["Retry-After"] == "5"


def test_an_error_of_ours_tells_nothing_about_our_insides(
    call: Call, wage: Wage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "perform", broken)
    response = call(CHANGE, {"input": wage})
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
