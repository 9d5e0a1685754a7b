"""Schemathesis asks every operation what our own description allows, and what it does not: no 500,
no undescribed answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounded
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from guichet.domain.identity import commands
from tests.contract.world import World

# A well-formed asking may still be refused by a rule of the law, and a batch answers 200 whatever
# becomes of its rows; what is not of the shape is refused in test_reading.
EXCLUDED = [positive_data_acceptance, negative_data_rejection]
EXAMPLES = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 5  # of an operation


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The server within the test's own database transaction, as Django's test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
def test_every_operation_answers_as_it_is_described(
    world: World, one_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guichet.domain.identity import throttle

    monkeypatch.setattr(throttle, "ADDRESS_TRIES", 10_000)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    token = commands.issue_token(world.account, name="fuzz")
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.append(operation.label)
        _ask(operation, {"Authorization": f"Bearer {token}"})
    assert len(asked) >= 12


def _ask(operation: Any, headers: dict[str, str]) -> None:
    strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @given(case=strategy | wrong)
    @bounded(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=EXCLUDED)

    asked()
