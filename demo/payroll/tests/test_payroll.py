"""The sample payroll programme against a real server: it asks, it is told, it takes nobody else's
word.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from demo.payroll import founding
from demo.payroll.__main__ import known
from demo.payroll.server import Programme
from guichet.domain.identity import commands as identity
from guichet.domain.systems import delivery, hooks, messages
from guichet.domain.systems.models import System
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme(
    live_server: Any, world: World, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Programme]:
    monkeypatch.undo()  # the programme has the real clock
    settings.STATE, settings.TOKEN_KEYS, settings.WEBHOOKS_ANYWHERE = (
        tmp_path,
        str(tmp_path / "keys"),
        True,
    )
    employer = identity.open_account(username="employer", password=None)
    identity.grant(
        establishment=int(world.facts["establishment"]), rights=["owner"], account=employer
    )
    founding.found(lambda _: None)
    assert founding.secrets_file().stat().st_mode & 0o077 == 0
    server = Programme(("127.0.0.1", 0), *known(founding.secrets_file(), live_server.url))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/told"
    hooks.register(System.objects.get(), address, account=employer, now=timezone.now())
    yield server
    server.shutdown()
    server.server_close()


def test_it_asks_and_is_told(programme: Programme, world: World) -> None:
    page = f"http://127.0.0.1:{programme.server_port}/?lang=en"
    form = {"worker": world.facts["worker"], "month": f"{timezone.now():%Y-%m}", "basic": "9300"}
    with urlopen(Request(page, urlencode(form).encode())) as response:
        assert "accepted" in response.read().decode()
    messages.spread(timezone.now())
    while delivery.deliver(timezone.now()):
        pass
    assert sorted(kind for _, kind, _ in programme.told) == [
        "guichet.hello",
        "guichet.transactions-recorded",
    ]
    with urlopen(page) as response:
        assert response.read().decode().count("signature holds") == 2


def test_it_takes_nobody_elses_word(programme: Programme) -> None:
    page = f"http://127.0.0.1:{programme.server_port}/told"
    forged = {
        "Webhook-Id": "x",
        "Webhook-Timestamp": "1",
        "Webhook-Signature": "v1a,AAAA",
        "Webhook-Key": "none",
    }
    for headers in (
        {},
        forged,
        forged | {"Webhook-Timestamp": f"{timezone.now().timestamp():.0f}"},
    ):
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(page, b"<script>alert(1)</script>", headers))
        assert refused.value.code == 401
    with urlopen(page.removesuffix("told")) as response:
        assert "<script>" not in response.read().decode()
