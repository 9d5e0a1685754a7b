"""One search says whether anything is unpaid to somebody, how much, and what would bring it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from guichet.catalogue.benefits.tests.test_claims import EARLY, PERSON, Client, client
from guichet.domain.benefits.tests.test_benefits import OCTOBER, enter, pension
from guichet.engine.actor import Assurance

__all__ = ["client"]
pytestmark = pytest.mark.django_db
KEY = "benefits.unpaid_to_me"


def test_nothing_is_an_answer_too(client: Client) -> None:
    answer = client.asks(KEY)
    assert answer.accepted and answer.output["found"] == "no"
    assert (answer.output["total"], answer.output["unpaid"]) == ("0.00", "[]")


def test_a_right_is_told_by_the_month_and_is_no_part_of_the_total(client: Client) -> None:
    client.leaves()
    answer = client.asks(KEY)
    assert (answer.output["found"], answer.output["total"]) == ("claim", "0.00")
    (line,) = json.loads(str(answer.output["unpaid"]))
    assert (line["what"], line["monthly"], line["to_do"]) == (
        "early-pension",
        "7666.67",
        "claim-early",
    )
    client.has_account()
    assert client.asks(EARLY).accepted
    assert client.asks(KEY).output["found"] == "no"


def test_months_without_an_account_are_summed(client: Client) -> None:
    enter(pension(PERSON, 100_050, kind="survivor", owed_from=OCTOBER))
    answer = client.asks(KEY)
    assert (answer.output["found"], answer.output["total"]) == ("yes", "2001.00")
    (line,) = json.loads(str(answer.output["unpaid"]))
    assert (line["from_month"], line["to_month"]) == ("2026-10", "2026-11")
    assert line["to_do"] == "account"


def test_a_pin_is_enough(client: Client) -> None:
    actor = replace(client.context.actor, assurance=Assurance.PIN)
    by_telephone = Client(client.engagement, replace(client.context, actor=actor))
    assert by_telephone.asks(KEY).accepted
