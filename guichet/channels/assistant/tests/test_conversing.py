"""What an assistant and its person live through: a rehearsal, a number picked in the app, done
once; or nothing done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from asgiref.sync import sync_to_async as sync
from django.utils import timezone
from mcp import Client

from demo.identity_provider.state import Provider
from guichet.channels.assistant.tests.person import (
    BALANCE,
    JOIN,
    WAGE,
    confirmed,
    picks,
    registers,
    said,
    talk,
)
from guichet.domain.identity import commands
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import records, store
from guichet.engine.check import SourceDown
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.lib.text import LANGUAGES
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def recorded(tool: str) -> list[Outcome]:
    service, names = (
        tool.replace("_", ".", 1),
        {code: outcome for outcome, code in OUTCOME_CODES.items()},
    )
    found = store.rows(
        "SELECT id, outcome::int8 FROM engine_transaction WHERE service = %(code)s ORDER BY id",
        code=service_of(service).code,
    )
    rows = [records.by_id(number, NOW) for number, _ in found]
    assert all(row is not None and row.channel == "assistant" for row in rows)
    return [names[outcome] for _, outcome in found]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_change_is_rehearsed_confirmed_in_the_app_and_done_once(
    world: World, owner: str, wage: dict[str, Any], provider: Provider, mode: str
) -> None:
    async def steps(client: Client) -> None:
        review = await client.call_tool(WAGE, wage)
        data = review.structured_content
        assert (data["state"], data["done"], data["reference"]) == (
            "review",
            False,
            None,
        ) and not review.is_error
        assert "12,500.50" in said(review) and "Nothing is done yet" in said(review)
        draft = {"draft": data["draft"]}
        waiting = await client.call_tool("confirm", draft)
        number = waiting.structured_content["number"]
        assert waiting.structured_content["state"] == "waiting" and number in said(waiting)
        early = await client.call_tool("confirm", draft)
        assert early.structured_content["state"] == "waiting" and "not picked yet" in said(early)
        assert await sync(recorded)(WAGE) == []
        picks(provider, world.facts["owner"], number)
        told = await client.call_tool("confirm", draft)
        assert (told.structured_content["state"], told.structured_content["done"]) == ("told", True)
        assert told.structured_content["reference"] in said(told) and "Accepted" in said(told)
        again = await client.call_tool("confirm", draft)
        assert again.structured_content["repeated"] is True
        assert again.structured_content["reference"] == told.structured_content["reference"]

    talk(steps, owner, mode=mode)
    assert recorded(WAGE) == [Outcome.ACCEPTED]
    assert store.value("SELECT count(*) FROM registry_wage WHERE basic = 1250050") == 1


def test_refused_in_the_app_nothing_is_done_and_it_can_be_asked_again(
    world: World, owner: str, wage: dict[str, Any], provider: Provider
) -> None:
    async def steps(client: Client) -> None:
        draft = (await client.call_tool(WAGE, wage)).structured_content["draft"]
        refused = await confirmed(client, draft, provider, world.facts["owner"], pick=False)
        assert (
            refused.is_error
            and refused.structured_content["errors"][0]["code"] == "identity-not-confirmed"
        )
        assert await sync(recorded)(WAGE) == []
        told = await confirmed(client, draft, provider, world.facts["owner"])
        assert told.structured_content["done"] is True

    talk(steps, owner)
    assert recorded(WAGE) == [Outcome.ACCEPTED]


def test_a_wrong_number_and_a_confirmation_for_another_draft_do_nothing(
    world: World, owner: str, wage: dict[str, Any], provider: Provider
) -> None:
    async def steps(client: Client) -> None:
        one = (await client.call_tool(WAGE, wage)).structured_content["draft"]
        other = (await client.call_tool(WAGE, wage | {"basic": "99999"})).structured_content[
            "draft"
        ]
        await client.call_tool("confirm", {"draft": one})
        picks(provider, world.facts["owner"], "00")
        assert (await client.call_tool("confirm", {"draft": one})).is_error
        number = (await client.call_tool("confirm", {"draft": one})).structured_content["number"]
        picks(provider, world.facts["owner"], number)
        asked = await client.call_tool(
            "confirm", {"draft": other}
        )  # its own number, not the one that was picked
        assert asked.structured_content["state"] == "waiting"
        assert (await client.call_tool("confirm", {"draft": other})).structured_content[
            "state"
        ] == "waiting"

    talk(steps, owner)
    assert recorded(WAGE) == []


def test_an_approval_that_comes_too_late_does_nothing(
    world: World,
    owner: str,
    wage: dict[str, Any],
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def steps(client: Client) -> None:
        draft = (await client.call_tool(WAGE, wage)).structured_content["draft"]
        number = (await client.call_tool("confirm", {"draft": draft})).structured_content["number"]
        picks(provider, world.facts["owner"], number)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=3))
        assert (await client.call_tool("confirm", {"draft": draft})).is_error
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=64))
        gone = await client.call_tool("confirm", {"draft": draft})
        assert gone.structured_content["errors"][0]["code"] == "draft-unknown"

    talk(steps, owner)
    assert recorded(WAGE) == []


def test_an_enquiry_is_answered_at_once(world: World, owner: str) -> None:
    async def steps(client: Client) -> None:
        told = await client.call_tool(BALANCE, {"establishment": int(world.facts["establishment"])})
        data = told.structured_content
        assert (data["state"], data["outcome"]) == ("told", "accepted") and "draft" not in data
        assert data["output"]

    talk(steps, owner)


def test_every_fault_is_told_in_the_clients_language_with_its_field(
    world: World, owner: str, wage: dict[str, Any]
) -> None:
    async def steps(client: Client) -> None:
        wrong = wage | {"basic": ["no amount"], "month": "soon"}
        for language in LANGUAGES:
            refused = await client.call_tool(WAGE, wrong | {"language": language})
            assert refused.is_error
            errors = refused.structured_content["errors"]
            assert {e["field"] for e in errors} >= {"basic", "month"}
            label = service_of("registry.change_wage").inputs["month"].label.at(language)
            assert any(label in e["detail"] for e in errors) and all(
                e["detail"] in said(refused) for e in errors
            )
        strange = await client.call_tool(WAGE, wage | {"wages": "1"})
        assert strange.structured_content["errors"] == [
            {
                "code": "field-unknown",
                "field": "wages",
                "detail": "“wages” is not a field of this service. Remove it or correct its name.",
            }
        ]
        nothing = await client.call_tool("registry_sell_worker", {})
        assert nothing.structured_content["errors"][0]["code"] == "no-such-service"
        corrected = await client.call_tool(WAGE, wage)
        assert corrected.structured_content["state"] == "review"

    talk(steps, owner)


def test_without_a_language_it_speaks_that_of_the_account(world: World, owner: str) -> None:
    async def steps(client: Client) -> str:
        return said(await client.call_tool("confirm", {"draft": "x"}))

    world.account.language = "fr"
    world.account.save()
    assert "brouillon" in talk(steps, owner, language="")
    assert "draft" in talk(steps, owner, language="en")
    assert "مسودة" in talk(steps, owner, language="ar")


def test_what_a_person_decides_is_told_as_not_done(
    world: World, indebted: World, provider: Provider
) -> None:
    registers(indebted.account)
    token = commands.issue_token(indebted.account, name="api")
    example = next(
        e for e in service_of("payments.waive_penalties").examples if e.then == "referred"
    )
    tool, given = "payments_waive_penalties", indebted.filled(example.given)

    async def steps(client: Client) -> None:
        review = await client.call_tool(tool, given)
        assert review.structured_content[
            "outcome"
        ] == "referred" and "Once confirmed: Referred to staff" in said(review)
        assert await sync(recorded)(tool) == [], "a rehearsal is not told as the end"
        told = await confirmed(
            client, review.structured_content["draft"], provider, indebted.facts["owner"]
        )
        data = told.structured_content
        assert (data["state"], data["outcome"], data["done"]) == ("told", "referred", False)
        assert "recorded, and not done yet" in said(told) and data["reference"] in said(told)

    talk(steps, token)
    assert recorded(tool) == [Outcome.REFERRED]


def test_what_cannot_be_checked_now_is_told_as_held(
    world: World, owner: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(check: RegistryCheck, keys: pl.Series, context: object) -> pl.DataFrame:
        raise SourceDown("silent")

    monkeypatch.setattr(RegistryCheck, "ask", down)
    given = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["new_citizen"],
        "started_on": "2026-11-22",
        "basic": "8000",
        "contract": "open_ended",
    }

    async def steps(client: Client) -> None:
        review = await client.call_tool(JOIN, given)
        assert review.structured_content["outcome"] == "held"
        told = await confirmed(
            client, review.structured_content["draft"], provider, world.facts["owner"]
        )
        assert (told.structured_content["outcome"], told.structured_content["done"]) == (
            "held",
            False,
        )
        assert "Held until checked" in said(told)

    talk(steps, owner)
    assert recorded(JOIN) == [Outcome.HELD]


def test_whom_the_app_does_not_know_nobody_confirms_for(
    world: World, wage: dict[str, Any], provider: Provider
) -> None:
    async def steps(client: Client) -> Any:
        draft = (await client.call_tool(WAGE, wage)).structured_content["draft"]
        return (await client.call_tool("confirm", {"draft": draft})).structured_content

    data = talk(steps, commands.issue_token(world.account, name="api"))
    assert data["errors"][0]["code"] == "app-needed" and recorded(WAGE) == []
