"""A pensioner sees what was paid to him, to which account and how it stands; and nobody
else does.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo.public_bodies.bank import iban_of
from guichet.catalogue.account.tests.conftest import NOW, Office, Only, asking
from guichet.domain.benefits import commands as benefits
from guichet.domain.benefits.queries import PENSION
from guichet.domain.benefits.tests.test_benefits import NOVEMBER, OCTOBER, pension
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import batches, decisions, dispatch
from guichet.domain.payouts.queries import payouts_of
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.test_batches import ANA, BASIM, record
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform

pytestmark = pytest.mark.django_db
KEY = "account.payments_to_me"


@pytest.fixture
def person(office: Office, settings: Any, tmp_path: Path) -> int:
    """A pension that came a month late: a month and its arrears are ordered."""
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = "SA0380000000608010167519", str(tmp_path)
    number = office.numbers["worker"]
    record(iban_of(number), number)
    entered = pension(number, 400_050, paid_from=OCTOBER, owed_from=None)
    benefits.enter(pl.DataFrame([entered], schema=PENSION), NOW)
    benefits.run_month(NOVEMBER, NOW)
    return number


def ask(office: Office, **given: str) -> Answer:
    return perform(KEY, {"person": str(office.numbers["worker"])} | given, office.worker)


def lines(office: Office, language: str = "en") -> list[dict[str, Any]]:
    context = replace(office.worker, language=language)
    told = perform(KEY, {"person": str(office.numbers["worker"])}, context).output["payments"]
    rows = json.loads(told)
    return sorted(rows, key=lambda row: row["from_month"])


def sent(tmp_path: Path) -> str:
    batch = batches.gather(ANA, NOW)
    batches.release(batch, BASIM, NOW)
    dispatch.send(NOW)
    file = max(tmp_path.glob("*.xml"))
    return file.name.removesuffix(".pain.001.xml")


def test_what_was_ordered_left_and_came_back_is_told_line_by_line(
    office: Office, person: int, tmp_path: Path
) -> None:
    late, regular = lines(office)
    assert (late["what"], late["from_month"], late["state"]) == (
        "benefit-arrears",
        "2026-10",
        "waiting",
    )
    assert (regular["what"], regular["from_month"], regular["amount"]) == (
        "benefit",
        "2026-11",
        "4000.50",
    )
    assert regular["account"] == iban_of(person)[-4:] and not regular["why"]
    message = sent(tmp_path)
    assert [row["state"] for row in lines(office)] == ["batched", "batched"]
    book(written([Line("D1", -800_100, batch=message)]), NOW)
    assert [row["state"] for row in lines(office)] == ["paid", "paid"]
    assert ask(office).output["total"] == "8001.00"
    (transfer,) = store.rows(
        "SELECT t.id FROM payouts_transfer t JOIN payouts_order o ON o.id = t.order_id WHERE o.purpose = 'benefit'"
    )
    back = Line("R1", 400_050, end_to_end=f"GUICHET-T{transfer[0]}", returned="AC04")
    book(written([back]), NOW)
    (told,) = [row for row in lines(office) if row["state"] == "back"]
    assert told["why"] == "Account closed" and told["account"] == iban_of(person)[-4:]
    assert [row["why"] for row in lines(office, "ar") if row["state"] == "back"] == ["الحساب مغلق"]
    assert ask(office).output["total"] == "4000.50"
    record(iban_of(person, bank="10"), person)
    decisions.decide(transfer[0], decisions.AGAIN, by=ANA, reason="asked for", now=NOW)
    (again,) = [row for row in lines(office) if row["state"] == "waiting"]
    assert (
        again["why"] == "Account closed" and not again["account"]
    )  # the one on record when it is sent
    sent(tmp_path)
    (again,) = [row for row in lines(office) if row["state"] == "batched"]
    assert again["account"] == iban_of(person, bank="10")[-4:] and not again["why"]


def test_a_reason_that_is_none_of_the_usual_is_told_as_the_bank_wrote_it(
    office: Office, person: int, tmp_path: Path
) -> None:
    message = sent(tmp_path)
    names = [row[0] for row in store.rows("SELECT id FROM payouts_transfer ORDER BY id")]
    take_answer(answer(message, {f"GUICHET-T{n}": "$1{x}"[:4] for n in names}), NOW)
    assert {row["why"] for row in lines(office, "fr")} == {"Motif de la banque\u202f: $1{x"}


def test_a_period_may_be_chosen_and_is_a_year_otherwise(office: Office, person: int) -> None:
    assert len(json.loads(str(ask(office, from_month="2026-11").output["payments"]))) == 2
    assert json.loads(str(ask(office, from_month="2026-12").output["payments"])) == []
    assert ask(office, from_month="2026-12").output["total"] == "0.00"


def test_nobody_else_sees_them_but_whoever_acts_for_him(office: Office, person: int) -> None:
    stranger = asking(Only(PartyKind.PERSON, office.numbers["recent_worker"]))
    refused = perform(KEY, {"person": str(person)}, stranger)
    assert [f.code for f in refused.errors] == ["not-covered-by-mandate"]
    guardian = asking(Only(PartyKind.PERSON, person))
    assert perform(KEY, {"person": str(person)}, guardian).accepted


def test_many_parties_are_read_at_once_and_a_firms_of_the_same_number_are_not_among_them(
    office: Office, person: int
) -> None:
    found = payouts_of(PartyKind.PERSON, pl.Series([person, 1, 1 << 40]))
    assert found["party"].unique().to_list() == [person] and found.height == 2
    assert payouts_of(PartyKind.ESTABLISHMENT, pl.Series([person])).is_empty()
