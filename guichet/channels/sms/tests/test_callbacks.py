"""Callbacks of providers: only those of a provider we have, only signed ones, each counted once."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from django.test import Client
from django.utils import timezone

from guichet.channels.sms import outbox, providers
from guichet.channels.sms.backends.aggregator import AggregatorGateway
from guichet.channels.sms.backends.base import Rejected, Unavailable
from guichet.channels.sms.models import Incoming, Outgoing
from guichet.channels.sms.signatures import holds, sign

KEY = "a-key-of-both"
URL = "/sms/aggregator/beta"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_providers(settings: Any) -> None:
    settings.SMS_PROVIDERS = f"kannel://u:p@127.0.0.1:13013/cgi-bin/sendsms?name=alpha&key=k1&weight=3 aggregator+https://api.example/send?name=beta&key={KEY}"


def _post(body: Any, key: str = KEY, late: timedelta = timedelta(0), url: str = URL) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = sign(key, data, timezone.now() - late)
    return Client().post(url, data, content_type="application/json", headers=signed).status_code


TEXT = {"type": "text", "id": "m1", "from": "966500000001", "to": "2000", "text": "رصيد"}


def test_a_signed_text_is_kept_once_and_a_forged_old_or_foreign_one_never() -> None:
    assert _post(TEXT, key="another") == 403
    assert _post(TEXT, late=timedelta(minutes=6)) == 403
    assert _post(TEXT, url="/sms/aggregator/alpha") == 403
    assert _post(TEXT, url="/sms/aggregator/nobody") == 403
    assert Incoming.objects.count() == 0
    assert _post(TEXT) == 200
    assert _post(TEXT) == 200
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"type":"text","id":7}',
        b"[" * 60_000,
        b'{"type":"x"}',
        b'{"type":"text","id":""}',
        b'{"type":"text","id":"\\ud800","from":"966500000001","text":"x"}',
        b'{"type":"text","id":"m1","from":"966500000001","text":"\\udfff"}',
        b'{"type":"report","id":"\\ud800","status":"delivered"}',
    ],
)
def test_signed_nonsense_is_refused(body: bytes) -> None:
    assert _post(body) == 400
    assert Incoming.objects.count() == 0


def test_too_much_is_refused() -> None:
    assert _post(b" " * 70_000) == 413


def test_kannel_is_known_by_its_key() -> None:
    client = Client()
    text = {"provider": "alpha", "from": "+966500000001", "id": "u-1", "text": "HELP"}
    assert client.get("/sms/kannel/text", text | {"key": "k2"}).status_code == 403
    assert (
        client.get("/sms/kannel/text", text | {"provider": "beta", "key": KEY}).status_code == 403
    )
    assert client.get("/sms/kannel/text", text | {"key": "k1"}).status_code == 200
    assert client.get("/sms/kannel/text", text | {"key": "k1", "id": "a\0b"}).status_code == 400
    assert Incoming.objects.count() == 1


def test_a_report_of_one_provider_says_nothing_of_anothers_text() -> None:
    now = timezone.now()
    outbox.queue(
        [
            outbox.Draft(
                "answer", "+966500000001", "en", "t:1", "Hi", 1, now, now + timedelta(hours=1)
            )
        ],
        now,
    )
    [ready] = outbox.claim(now, 1)
    outbox.sent([(ready.id, "alpha", ["same-id"])], now)
    assert _post({"type": "report", "id": "same-id", "status": "delivered"}) == 200
    assert Outgoing.objects.get().state == "sent"
    Client().get(
        "/sms/kannel/report",
        {"provider": "alpha", "key": "k1", "reference": "same-id", "type": "1"},
    )
    assert Outgoing.objects.get().state == "delivered"
    Client().get(
        "/sms/kannel/report",
        {"provider": "alpha", "key": "k1", "reference": "same-id", "type": "2"},
    )
    assert Outgoing.objects.get().state == "delivered"


def test_an_aggregator_is_called_with_a_signature_and_heard_when_it_says_no() -> None:
    seen: list[bool] = []
    answers = iter([(202, {"id": "their-1"}), (422, {}), (503, {}), (200, {})])

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        headers = request.headers
        seen.append(
            holds(KEY, body, headers["X-Timestamp"], headers["X-Signature"], timezone.now())
        )
        status, said = next(answers)
        return web.json_response(said, status=status)

    async def work() -> None:
        app = web.Application()
        app.add_routes([web.post("/send", take)])
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        gateway = AggregatorGateway(
            providers.parse(f"aggregator+http://127.0.0.1:{port}/send?name=beta&key={KEY}")
        )
        await gateway.start()
        assert await gateway.send("+966500000001", "Hi") == ["their-1"]
        with pytest.raises(Rejected):
            await gateway.send("+966500000001", "Hi")
        with pytest.raises(Unavailable):
            await gateway.send("+966500000001", "Hi")
        assert len((await gateway.send("+966500000001", "Hi"))[0]) == 20
        await runner.cleanup()
        with pytest.raises(Unavailable):
            await gateway.send("+966500000001", "Hi")
        await gateway.stop()

    asyncio.run(work())
    assert seen == [True] * 4


def test_addresses_of_providers_are_read_and_their_secrets_not_printed() -> None:
    found = providers.parse("smpps://user:p%40ss@smsc.example:3551/gamma?weight=5&from=GUICHET")
    assert (found.name, found.kind, found.tls, found.weight, found.sender) == (
        "gamma",
        "smpp",
        True,
        5,
        "GUICHET",
    )
    assert found.secret == "p@ss"
    assert "p@ss" not in repr(found) and found.key not in repr(found)
    assert [p.name for p in providers.configured()] == ["alpha", "beta"]


@pytest.mark.parametrize("address", ["ftp://x/y", "smpp://h:x/y", "smpp://h/y?weight=many"])
def test_an_address_that_cannot_be_read_is_told_without_its_secret(address: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="send-texts"):
        providers.parse(address)
