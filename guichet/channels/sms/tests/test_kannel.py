"""The whole way through a real Kannel: a handset's text to our page, our answer out again, its
report back.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from demo.sms.smsc import Smsc
from guichet.channels.sms.backends.kannel import KannelGateway
from guichet.channels.sms.carrier import Carrier
from guichet.channels.sms.models import Outgoing
from guichet.channels.sms.providers import configured, key_of
from guichet.channels.sms.tests.kannel import BEARERBOX, SMSBOX, kannel
from guichet.channels.sms.tests.links import answers, asked, received, until
from guichet.domain.contact import commands
from guichet.domain.identity.commands import open_account

MOBILE = "+966500000078"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (BEARERBOX and SMSBOX), reason="Kannel is not installed (apt install kannel)"
    ),
]


def test_a_text_goes_through_kannel_and_back_within_a_second_with_its_report(
    live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account = open_account(
        username="texter",
        password="correct horse battery",
        person_number=1000000008,
        name_ar="مراسل",
        language="en",
    )
    commands.register_mobile(account, MOBILE, now=timezone.now())
    asyncio.run(_whole_way(live_server.url, settings, tmp_path))


async def _whole_way(web: str, settings: Any, folder: Path) -> None:
    smsc = Smsc()
    port = await smsc.listen("127.0.0.1", 0)
    box = kannel(folder / "kannel", port, web, key_of("kannel"))
    send = await asyncio.to_thread(box.__enter__)
    settings.SMS_PROVIDERS = f"kannel://guichet:secret@127.0.0.1:{send}/cgi-bin/sendsms?from=2000"
    carrier = Carrier()
    [provider] = configured()
    carrier.add(KannelGateway(provider, f"{web}/sms/"), provider.weight)
    running = [asyncio.create_task(carrier.run()), asyncio.create_task(answers())]
    try:
        await until(lambda: smsc.links)
        took = [
            await _answered(smsc, "HELP", "Text the word"),
            await _answered(smsc, "مساعدة", "Text the word"),
        ]
        long = "كلمة طويلة جدا لا معنى لها " * 8
        took.append(await _answered(smsc, long, "لم نفهم"))
        assert min(took) < 1.0, took
        for _ in range(200):
            states = await asked(lambda: set(Outgoing.objects.values_list("state", flat=True)))
            if states == {"delivered"}:
                break
            await asyncio.sleep(0.05)
        assert states == {"delivered"}
        logs = b"".join(path.read_bytes() for path in (folder / "kannel").glob("*.log"))
        assert logs and b"Text the word" not in logs and b"Text+the+word" not in logs
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.to_thread(box.__exit__, None, None, None)
        await smsc.close()


async def _answered(smsc: Smsc, words: str, wanted: str) -> float:
    before, began = len(received(smsc, MOBILE)), time.monotonic()
    await smsc.text(MOBILE, "2000", words)
    await until(lambda: len(received(smsc, MOBILE)) > before)
    assert wanted in received(smsc, MOBILE)[-1].words
    return time.monotonic() - began
