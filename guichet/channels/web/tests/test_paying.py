"""Paying online, from the service to the provider's page and back; only the provider's signed word
pays an order.
"""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import polars as pl
import pytest
from aiohttp import web
from django.test import Client
from standardwebhooks import Webhook

from demo.payment_provider.server import Provider
from guichet.channels.web.tests.conftest import Branch
from guichet.domain.payments import queries as payments
from guichet.domain.payments.tests.world import owe, reverse
from guichet.engine import store
from guichet.engine.receipt import code_of
from guichet.lib import reference

pytestmark = pytest.mark.django_db

SECRET = base64.b64encode(b"a secret of both sides, of the tests").decode()
OTHER = base64.b64encode(b"somebody else's secret, of the tests").decode()
PAY, NOTICES = "/services/payments.pay/", "/pay/notices/"


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """The sandbox provider on a free port."""
    loop, ready, address = asyncio.new_event_loop(), threading.Event(), []

    async def serve() -> None:
        runner = web.AppRunner(Provider(SECRET).application())
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address.append(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}")  # type: ignore[union-attr]
        ready.set()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    settings.PAYMENT_PROVIDER_URL, settings.PAYMENT_PROVIDER_SECRET = address[0], SECRET
    yield address[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def ordered(client: Client, establishment: int, amount: str = "") -> str:
    """Place an order as a person does; the address that leads to where it is paid."""
    form = {"establishment": str(establishment), "amount": amount, "once": str(uuid.uuid4())}
    assert client.post(PAY, form | {"step": "check"}).status_code == 200
    sent = client.post(PAY, form | {"step": "send"})
    assert sent.status_code == 303 and sent["Location"].startswith("/pay/"), sent["Location"]
    return str(sent["Location"].partition("?")[0])


def name_of(order: str) -> str:
    """The reference of an order, from its address."""
    return order.split("/")[2]


def receipt(client: Client, order: str) -> str:
    """What the receipt of an order says now."""
    return client.get(f"/transactions/{name_of(order)}/").content.decode()


def notice(
    order: str,
    amount: int,
    secret: str = SECRET,
    moment: datetime | None = None,
    said: str = "paid_at",
) -> dict[str, Any]:
    """A notice of the provider, as Django's client posts it; ``said`` is what it tells the moment
    of.
    """
    now = moment or datetime.now(UTC)
    body = json.dumps({"order": order, "amount": amount, said: now.isoformat()})
    return {
        "data": body,
        "content_type": "application/json",
        "headers": {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign("msg_1", now, body),
        },
    }


def owed(branch: Branch) -> int:
    return int(payments.to_pay(pl.Series([branch.establishment]))["to_pay"][0])


@pytest.fixture
def debtor(branch: Branch) -> Branch:
    """An owner whose establishment owes 215 riyals of the month before last."""
    owe(
        branch.establishment,
        date.today().replace(day=1) - timedelta(days=40),
        21_500,
        at=datetime.now(UTC),
    )
    return branch


def test_see_what_is_due_pay_and_see_it_paid(debtor: Branch, provider: str) -> None:
    client = debtor.client()
    assert "215.00" in client.get("/account/").content.decode()
    order = ordered(client, debtor.establishment)
    ahead = client.get(f"{order}?on").content.decode()
    assert f'http-equiv="refresh" content="0; url={order}go/"' in ahead, "it leads on by itself"
    gone = client.get(f"{order}go/")
    assert gone.status_code == 302 and gone["Location"].startswith(provider)
    assert "215.00" in httpx.get(gone["Location"]).text
    assert owed(debtor) == 21_500  # coming back from the provider's page pays nothing
    assert "Waiting for payment" in client.get(order).content.decode()
    name = name_of(order)
    assert Client().post(NOTICES, **notice(name, 21_500)).json() == {"said": "accepted"}
    assert Client().post(NOTICES, **notice(name, 21_500)).json() == {"said": "repeated"}
    assert owed(debtor) == 0
    assert "<h1>Paid</h1>" in client.get(order).content.decode()
    again = client.get(f"{order}go/")
    assert again["Location"] == order
    form = {
        "establishment": str(debtor.establishment),
        "from_month": "",
        "once": str(uuid.uuid4()),
        "step": "check",
    }
    told = client.post("/services/payments.history/", form)
    assert "215.00" in client.get(told["Location"]).content.decode()


@pytest.mark.usefixtures("provider")
def test_what_the_provider_did_not_sign_pays_nothing(debtor: Branch) -> None:
    name = name_of(ordered(debtor.client(), debtor.establishment))
    post = Client(enforce_csrf_checks=True).post
    old = datetime.now(UTC) - timedelta(hours=1)
    assert post(NOTICES, **notice(name, 21_500, OTHER)).status_code == 401
    assert post(NOTICES, **notice(name, 21_500, moment=old)).status_code == 401
    assert post(NOTICES, **notice(name, 1)).json() == {"said": "payment-not-of-the-order"}
    assert post(NOTICES, **notice("2222-2222-22222", 21_500)).status_code == 404
    forged = notice(name, 21_500)
    forged["data"] = forged["data"].replace("21500", "21501")
    assert post(NOTICES, **forged).status_code == 401
    assert post(NOTICES, data=b"x" * 20_000, content_type="application/json").status_code == 413
    for said in (b"", b"{}", b"\xff\xfe", b"[]"):
        assert post(NOTICES, data=said, content_type="application/json").status_code == 401
    assert owed(debtor) == 21_500


@pytest.mark.usefixtures("provider")
def test_nothing_is_told_as_done_before_the_money_is(debtor: Branch) -> None:
    client = debtor.client()
    order = ordered(client, debtor.establishment)
    before = receipt(client, order)
    assert "<h1>Waiting for payment</h1>" in before and "Done" not in before
    assert f'href="{order}?on"' in before and "paper-en.pdf" not in before, (
        "it can be paid, and proves no payment"
    )
    assert "Waiting for payment" in client.get("/transactions/").content.decode()
    shown = f"/verify/{name_of(order)}/?code={code_of(reference.decode(name_of(order)) or 0)}"
    checked = Client().get(shown, headers={"accept-language": "en"}).content.decode()
    assert "Waiting for payment" in checked, "nor to whom it is shown"
    assert client.get(f"/transactions/{name_of(order)}/paper-en.pdf").status_code == 404
    Client().post(NOTICES, **notice(name_of(order), 21_500))
    after = receipt(client, order)
    assert "<h1>Paid</h1>" in after and "Pay now" not in after and "paper-en.pdf" in after
    listed = client.get("/transactions/").content.decode()
    assert "Paid" in listed and "Waiting for payment" not in listed
    assert client.get(f"{order}?back")["Location"] == f"/transactions/{name_of(order)}/"


@pytest.mark.usefixtures("provider")
def test_a_payment_that_failed_is_told_and_can_be_tried_again(debtor: Branch) -> None:
    client = debtor.client()
    order = ordered(client, debtor.establishment)
    failed = notice(name_of(order), 21_500, said="failed_at")
    assert Client().post(NOTICES, **failed).json() == {"said": "failed"}
    assert Client().post(NOTICES, **failed).json() == {"said": "failed"}, (
        "told twice it failed once"
    )
    assert "<h1>The payment failed</h1>" in receipt(client, order) and owed(debtor) == 21_500
    assert client.get(f"{order}go/").status_code == 302
    assert Client().post(NOTICES, **notice(name_of(order), 21_500)).json() == {"said": "accepted"}
    assert Client().post(NOTICES, **failed).json() == {"said": "failed"}
    assert "<h1>Paid</h1>" in receipt(client, order), "a failure told late takes nothing back"


def test_two_pages_of_one_payer_pay_once(debtor: Branch, provider: str) -> None:
    client = debtor.client()
    first, second = (ordered(client, debtor.establishment) for _ in range(2))
    assert first == second, "the sum waits already: it is the same order"
    pages = {client.get(f"{first}go/")["Location"] for _ in range(2)}
    assert len(pages) == 1 and next(iter(pages)).startswith(provider), (
        "and the provider has one page for it"
    )
    Client().post(NOTICES, **notice(name_of(first), 21_500))
    assert owed(debtor) == 0
    later = ordered(client, debtor.establishment, "100")
    assert later != first, "what is paid no longer waits"
    assert "what is paid beyond it stays as credit" in client.get(later).content.decode()


@pytest.mark.usefixtures("provider")
def test_an_order_expires_and_money_that_comes_late_counts_all_the_same(
    debtor: Branch, settings: Any
) -> None:
    client = debtor.client()
    order = ordered(client, debtor.establishment)
    settings.PAYMENT_ORDER_HOURS = 0
    assert "<h1>Expired unpaid</h1>" in receipt(client, order)
    assert client.get(f"{order}go/")["Location"] == order, "its payer is not sent to pay any more"
    assert Client().post(NOTICES, **notice(name_of(order), 21_500)).json() == {"said": "accepted"}
    assert "<h1>Paid</h1>" in receipt(client, order) and owed(debtor) == 0


@pytest.mark.usefixtures("provider")
def test_a_payment_taken_back_is_not_told_as_paid(debtor: Branch) -> None:
    client = debtor.client()
    order = ordered(client, debtor.establishment)
    Client().post(NOTICES, **notice(name_of(order), 21_500))
    key = store.value("SELECT scheme_key FROM payments_payment WHERE scheme = 'online'")
    reverse(key, scheme="online", now=datetime.now(UTC))
    assert "<h1>Taken back</h1>" in receipt(client, order) and owed(debtor) == 21_500


@pytest.mark.usefixtures("provider")
def test_nobody_else_sees_or_pays_the_order(debtor: Branch) -> None:
    order = ordered(debtor.client(), debtor.establishment)
    stranger = debtor.client(debtor.rival)
    assert stranger.get(order).status_code == stranger.get(f"{order}go/").status_code == 404
    assert Client().get(order).status_code == 302  # to sign in


def test_without_a_provider_the_client_is_told_another_way(debtor: Branch) -> None:
    client = debtor.client()
    order = ordered(client, debtor.establishment, "100")
    page = client.get(f"{order}go/")
    assert page.status_code == 503
    assert "ATM" in page.content.decode()
