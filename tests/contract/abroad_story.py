"""A worker's month in another country, end to end: registered on the web, billed, paid by a bank's
notice, and told of it by text message, by telephone and on paper, in each language; run by
`test_abroad` in a process of that country.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone
from pypdf import PdfReader

from demo.bank.account import ACCOUNT, entry, notification
from guichet.channels.sms import notices
from guichet.channels.sms.encryption import unseal
from guichet.channels.sms.models import Outgoing
from guichet.channels.voice import speech_text, words
from guichet.channels.voice.tests.telephones import Caller
from guichet.domain.certificates import commands as certificates
from guichet.domain.contact import commands as contact
from guichet.domain.contact.backends import handset
from guichet.domain.contact.queries import mobile_of
from guichet.domain.contributions.bills import bill_of
from guichet.domain.contributions.commands import run_bills
from guichet.domain.documents.composition import paper
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.references import reference_of
from guichet.engine import store
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.law import country
from guichet.lib import institution, samples
from guichet.lib.display import show_amount
from guichet.lib.text import LANGUAGES, folded
from tests.contract.drivers import web
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]

NOVEMBER = date(2026, 11, 1)
BILLED_ON, PAID_ON = (
    datetime(2026, 12, 2, 9, 0, tzinfo=UTC),
    datetime(2026, 12, 3, 9, 0, tzinfo=UTC),
)
PIN = "274951"
MINOR = country.locale.currency.minor
# Half a month of 4,000 and 1,000: 16.75 per cent of 16/30 of the class of 3,500, each share rounded
# half up.
NEWCOMER = "312.667"
FOREIGN = re.compile(
    r"(?i)\bSAR\b|riyal|halala|saudi|saoudien|saned|hijri|hégir|\bAH\b|M/33|\+966|\bSA[0-9]{2}|\bSA (?:suivi|followed)|ريال|رِيَال|هلل|سعودي|ساند|هجري|إقامة|إِقَامَة"
)


@dataclass(frozen=True)
class Month:
    """What came of the month."""

    world: World
    establishment: int
    worker: str
    total: int  # of the bill, minor units
    language: str
    due_on: date


@pytest.fixture(params=LANGUAGES)
def month(
    request: pytest.FixtureRequest,
    world: World,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Month:
    """Registered, billed and paid; whoever owns the establishment reads the language."""
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    certificates.create_root(institution.name().en, NOW)
    certificates.issue_signer("Document signer", NOW)
    account, number, worker = (
        world.account,
        int(world.facts["establishment"]),
        world.facts["new_citizen"],
    )
    settings.HANDSETS, settings.CODE_COURIER = tmp_path / "handsets", f"{handset.__name__}.deliver"
    account.language = request.param
    account.save(update_fields=["language"])
    contact.register_mobile(account, country.locale.mobiles.made(7), now=NOW)
    contact.set_pin(account, PIN, now=NOW)
    given = {
        "establishment": str(number),
        "worker": worker,
        "started_on": "2026-11-15",
        "basic": "4000",
        "housing": "1000.000",
    }
    assert web.play(world, "registry.register_worker", given).outcome == "accepted"
    notices.gather(NOW)
    run_bills(NOVEMBER, BILLED_ON, [number])
    bill = bill_of(number, NOVEMBER, BILLED_ON.date())
    assert bill is not None and bill.lines == 3 and bill.due_on == date(2026, 12, 15)
    _pay(number, bill.total)
    monkeypatch.setattr(timezone, "now", lambda: PAID_ON)
    return Month(world, number, worker, bill.total, request.param, bill.due_on)


def _pay(establishment: int, amount: int) -> None:
    """The bank tells that it was paid, as the demonstration's does."""
    reference = reference_of(establishment)
    details = f"<TxDtls><RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    told = entry("B1", Decimal(amount) / MINOR, PAID_ON, details)
    book(notification(ACCOUNT, [told], PAID_ON), PAID_ON)


def _nothing_foreign(text: str) -> None:
    found = [text[max(one.start() - 60, 0) : one.end() + 60] for one in FOREIGN.finditer(text)]
    assert found == []


def _plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_the_worker_costs_what_the_law_of_the_country_says(month: Month) -> None:
    lines = store.fetch(
        "SELECT total FROM contributions_contribution WHERE establishment = %(e)s AND month = %(m)s",
        {"total": pl.Int64},
        e=month.establishment,
        m=NOVEMBER,
    )
    assert NEWCOMER in [show_amount(total, "en") for total in lines["total"]]
    assert lines["total"].sum() == month.total


def test_texts_tell_the_bill_and_the_payment(month: Month) -> None:
    notices.gather(PAID_ON)
    told = [
        unseal(row.words or b"") for row in Outgoing.objects.exclude(kind="code").order_by("pk")
    ]
    amount, sign = (
        show_amount(month.total, month.language),
        country.locale.currency.sign.at(month.language),
    )
    about_money = [text for text in told if _plain(amount) in _plain(text)]
    assert len(about_money) == 2, told
    assert all(
        folded(sign) in folded(text) and str(month.establishment) in text for text in about_money
    )
    for text in told:
        _nothing_foreign(text)


def test_the_telephone_tells_that_nothing_is_owed_and_what_was_paid(month: Month) -> None:
    heard = _called(month, "payments.history")
    assert _spoken(month) in " ".join(heard)
    _nothing_foreign(" ".join(heard))


def _spoken(month: Month) -> str:
    from guichet.lib import spelling

    return spelling.money(month.total, month.language)


def _called(month: Month, service: str) -> list[str]:
    """What is heard by who signs in by number and PIN, asks a service and takes the first of every
    choice.
    """
    language = month.language
    keys = {
        speech_text.phrase(words.LANGUAGE, language).text: str(LANGUAGES.index(language) + 1),
        speech_text.phrase(words.NUMBER, language).text: str(month.world.account.person_number),
        speech_text.phrase(words.PIN, language).text: PIN,
        speech_text.phrase(words.SERVICE_CODE, language).text: f"#{service_of(service).code}",
    }
    asked_code = speech_text.phrase(words.CODE, language).text
    left = [20]

    def presses(heard: list[str]) -> str | None:
        left[0] -= 1
        if not left[0] or _spoken(month) in " ".join(heard):
            return None
        if asked_code in heard:
            return (handset.newest(str(mobile_of(month.world.account))) or "").partition(" ")[0]
        return next((pressed for said, pressed in keys.items() if said in heard), "1")

    caller = Caller(presses)
    caller.call()
    return [text for turn in caller.heard for text in turn]


@pytest.mark.parametrize("service", ["certificates.statement", "certificates.compliance"])
def test_papers_are_of_the_country(month: Month, service: str) -> None:
    given = {"establishment": str(month.establishment)}
    if service == "certificates.statement":
        given |= {"from_month": "2026-11", "to_month": "2026-12"}
    context = month.world.context(service, "engine")
    with store.atomic(keep=False):
        from dataclasses import replace

        answer = perform(service, given, replace(context, now=PAID_ON))
        assert answer.outcome == "accepted", answer.errors
        text = _text(paper(answer.transaction, month.language, PAID_ON))
    assert str(month.establishment) in text
    if (
        month.language != "ar"
    ):  # Arabic is drawn in shapes that a reader of text gives back in another order
        assert institution.name().at(month.language) in text
    if service == "certificates.statement":
        assert _plain(show_amount(month.total, month.language)) in _plain(text)
    _nothing_foreign(text)


def _text(body: bytes) -> str:
    pages = PdfReader(io.BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_pages_of_the_account_are_of_the_country(month: Month) -> None:
    from tests.browser import Browser

    client = Browser(headers={"accept-language": month.language})
    assert (
        client.post(
            "/sign-in/", {"username": month.world.account.username, "password": PASSWORD}
        ).status_code
        == 302
    )
    client.post("/party/", {"number": str(month.establishment)})
    for address in (
        "/",
        "/account/",
        "/account/bills/2026-11/",
        "/workers/",
        f"/workers/{month.worker}/",
        "/services/registry.register_worker/",
        "/services/payments.bill/",
        "/catalogue/",
        "/help/",
        "/security/",
        "/delegates/",
    ):
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        _nothing_foreign(page.content.decode())


def test_files_and_systems_are_told_alike(month: Month) -> None:
    from django.test import Client

    said = (
        Client(headers={"accept-language": month.language})
        .get("/api/v1/openapi.json")
        .content.decode()
    )
    _nothing_foreign(said)
    assert samples.person() in said
