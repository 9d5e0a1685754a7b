"""The pages of the account say what the services answer: one truth."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from guichet.domain.access import queries as access
from guichet.domain.contributions.words import PLAN_STATES
from guichet.domain.payments.references import grouped
from guichet.engine import store
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.lib.display import show_amount
from guichet.lib.money import parse_minor, plain_amount
from tests.browser import Browser
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import PASSWORD, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def asked(world: World, key: str, firm: str) -> dict[str, Any]:
    """What a service answers when nothing is kept of the asking."""
    answer = perform(key, {"establishment": firm}, world.context(key, "web").rehearsal())
    assert answer.accepted, answer.errors
    return dict(answer.output)


def page_of(world: World, firm: str, path: str = "/account/") -> str:
    """A page of the owner's who acts for the establishment, as text."""
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    client.post("/party/", {"party": firm})
    page = client.get(path).content.decode().split("<main")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("fact", ["debtor", "billed", "establishment"])
def test_the_account_shows_what_is_due_as_the_services_answer(indebted: World, fact: str) -> None:
    firm = indebted.facts[fact]
    page = page_of(indebted, firm)
    balance, owed = asked(indebted, "account.balance", firm), asked(indebted, "payments.bill", firm)
    for amount in (balance["due"], balance["overdue"], owed["penalties"]):
        shown = show_amount(parse_minor(amount), "en")
        assert shown in page or amount == "0.00", amount
    assert grouped(owed["reference"]) in page
    for line in [*json.loads(owed["months"]), *json.loads(balance["movements"])]:
        for cell in ("contributions", "paid", "debit", "credit", "balance"):
            assert (
                line.get(cell, "0.00") == "0.00"
                or show_amount(parse_minor(line[cell]), "en") in page
            ), line


@pytest.mark.parametrize("fact", ["debtor", "billed", "establishment"])
def test_the_first_page_says_the_same_of_it(indebted: World, fact: str) -> None:
    firm = indebted.facts[fact]
    page, said = page_of(indebted, firm, "/?mine"), asked(indebted, "account.balance", firm)
    for amount in (said["due"], said["overdue"]):
        assert f"{show_amount(parse_minor(amount), 'en')} SAR" in page


def test_a_bill_says_what_is_left_of_it_as_the_service_answers(indebted: World) -> None:
    firm = indebted.facts["billed"]
    (line, *_) = json.loads(asked(indebted, "payments.bill", firm)["months"])
    page = page_of(indebted, firm, f"/account/bills/{line['month']}/")
    assert grouped(line["reference"]) in page
    assert ("left" if parse_minor(line["paid"]) else "Unpaid") in page


def test_how_a_plan_stands_and_what_comes_next(indebted: World) -> None:
    firm, key = indebted.facts["debtor"], "payments.pay_in_instalments"
    title = service_of("payments.instalment_plan").title.en
    assert title not in page_of(indebted, firm)
    given = {"establishment": firm, "parts": "months-3", "guarantee": "none"}
    assert perform(key, given, indebted.context(key, "web")).accepted
    page, said = page_of(indebted, firm), asked(indebted, "payments.instalment_plan", firm)
    assert f"{title} : {PLAN_STATES[said['state']].en}" in page
    assert show_amount(parse_minor(said["next_amount"]), "en") in page


def test_what_a_page_shows_of_an_account_is_on_record_and_no_receipt_is_made(
    indebted: World,
) -> None:
    firm, recorded = indebted.facts["debtor"], "SELECT count(*) FROM engine_transaction"
    before = store.value(recorded)
    page_of(indebted, firm)
    assert [r.place for r in access.of_establishment(int(firm))] == ["account"], (
        "once for all its answers"
    )
    assert store.value(recorded) == before


def test_an_answer_is_read_as_what_it_is(indebted: World) -> None:
    key, firm = "account.balance", indebted.facts["debtor"]
    answer = perform(key, {"establishment": firm}, indebted.context(key, "web").rehearsal())
    assert plain_amount(answer.values["due"]) == answer.output["due"]
    texts = json.loads(answer.output["movements"] or "")
    for line, text in zip(answer.values["movements"], texts, strict=True):
        assert (line["day"].isoformat(), plain_amount(line["balance"])) == (
            text["day"],
            text["balance"],
        )


def test_a_bill_lists_its_workers_as_the_service_answers_and_each_reads_who_looked(
    indebted: World,
) -> None:
    firm = indebted.facts["billed"]
    given = {"establishment": firm, "month": "2026-10"}
    context = indebted.context("payments.monthly_bill", "web")
    said = perform("payments.monthly_bill", given, context.rehearsal()).output
    workers = json.loads(said["workers"] or "")
    page = page_of(indebted, firm, "/account/bills/2026-10/")
    for line in workers:
        assert line["worker"] in page and show_amount(parse_minor(line["total"]), "en") in page
    assert show_amount(parse_minor(said["total"] or ""), "en") in page
    # An enquiry names them in its table, and so does the page: both are on record for each.
    for line in workers:
        places = [reading.place for reading in access.of_person(int(line["worker"]))]
        assert sorted(places) == ["bill", "payments.monthly_bill"]


def test_a_month_that_was_not_billed_has_no_page(indebted: World) -> None:
    client = Browser()
    client.post("/sign-in/", {"username": indebted.account.username, "password": PASSWORD})
    client.post("/party/", {"party": indebted.facts["billed"]})
    assert client.get("/account/bills/2001-01/").status_code == 404


def test_the_workers_and_one_of_them_are_those_that_the_services_answer(indebted: World) -> None:
    firm, worker = indebted.facts["establishment"], indebted.facts["worker"]
    (line,) = [
        line
        for line in json.loads(asked(indebted, "registry.workers", firm)["workers"])
        if line["worker"] == worker
    ]
    for path in ("/workers/", f"/workers/?q={worker}", f"/workers/{worker}/"):
        page = page_of(indebted, firm, path)
        assert worker in page and show_amount(parse_minor(line["basic"]), "en") in page, path
    assert worker not in page_of(indebted, firm, "/workers/?page=4000")
