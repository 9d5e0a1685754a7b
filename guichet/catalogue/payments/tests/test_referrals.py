"""What is told of an asking that a person decides: by which day, by which rule, and never where it
is refused.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from guichet.engine import records
from guichet.engine.perform import perform
from guichet.lib.display import show_gregorian
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db
KEY = "payments.waive_penalties"


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_by_which_day_and_rule_it_is_decided_is_said_before_it_is_sent_and_after(
    indebted: World, language: str
) -> None:
    given = {"establishment": indebted.facts["debtor"], "reason": "bank"}
    context = indebted.context(KEY, "web")
    by = show_gregorian((NOW + timedelta(days=10)).date(), language)
    for answer in (perform(KEY, given, context.rehearsal()), perform(KEY, given, context)):
        (notice,) = answer.findings
        said = notice.sentence(language)
        assert by in said and "50" in said and "25" in said and "{" not in said
    assert answer.supposed and answer.output["amount"]
    record = records.by_id(answer.transaction, NOW)
    assert record is not None and not any(
        (json.loads(record.content)["answer"] or {}).values()
    )  # signed: nothing is done yet


def test_a_refused_asking_is_not_told_that_somebody_will_decide_it(indebted: World) -> None:
    given = {"establishment": indebted.facts["debtor"], "reason": ""}
    answer = perform(KEY, given, indebted.context(KEY, "web"))
    assert [f.code for f in answer.findings] == ["field-required"]
    assert answer.errors[0].sentence("en") == "Choose an answer: Why it was late."
