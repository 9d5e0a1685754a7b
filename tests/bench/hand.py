"""What one client's hand and ear take: the balance by telephone, and the balance on paper at a
kiosk. A reckoning, not a race.

The call is the real dialogue, a turn after another; its phrases are reckoned by their letters at
the speech engine's rates (held against the engine by a test) and its keys by thought and stroke.
The kiosk is the scripted journey under a real browser's finger, each touch priced by the
keystroke-level model. Neither depends on how busy the machine is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

from guichet.lib.text import LANGUAGES
from tests.bench.figures import Figure
from tests.bench.institution import STATE
from tests.bench.running import running

CALL_S, TOUCHES_S = 45.0, 30.0
PIN, MOBILE = "274951", "+966550000001"
_TURNS = 12
_REFERENCE = "the promise"


def measure(rows: int | None) -> Iterator[Figure]:
    """Every language; by the own mobile and by any telephone; at a kiosk upright and lying."""
    del rows
    account, number = _owner()
    for language in LANGUAGES:
        for caller, whose in ((MOBILE, "own mobile"), ("", "any telephone")):
            spent = _call(account, number, language, caller)
            name = f"telephone: the balance, {language}, {whose}"
            yield _figure(name, spent, CALL_S, "from the first word to the last of the amount")
    os.environ["GUICHET_KIOSK_PRINTER"] = f"file://{STATE}/slips"
    with running() as guichet:
        for language in LANGUAGES:
            spent, touches = _touched(guichet.port, account, number, language)
            name = f"kiosk: balance on paper, {language}"
            yield _figure(name, spent, TOUCHES_S, f"{touches} touches")


def _figure(name: str, spent: float, most: float, note: str) -> Figure:
    return Figure(
        "hand",
        name,
        1,
        spent,
        reference=_REFERENCE,
        reference_seconds=most,
        ratio=spent / most,
        reach=f"< {most:.0f} s",
        reached=spent < most,
        note=note,
    )


def _owner() -> tuple[Any, str]:
    """The demonstration's employer with mobile and PIN, and one of their establishments."""
    from django.utils import timezone

    from guichet.domain.contact import commands
    from guichet.domain.identity import queries
    from guichet.engine.actor import PartyKind

    account, now = queries.account_of("employer"), timezone.now()
    if account is None:
        raise RuntimeError("the demonstration's employer is not there")
    commands.register_mobile(account, MOBILE, now=now)
    commands.set_pin(account, PIN, now=now)
    parties = queries.parties_of(account, now.date(), 9)
    return account, next(str(p.number) for p in parties if p.kind is PartyKind.ESTABLISHMENT)


def _call(account: Any, establishment: str, language: str, caller: str) -> float:
    """Seconds of the call: a number is keyed in when the question has ended, a menu's key when it
    has been said.
    """
    from django.utils import timezone

    from guichet.channels.voice import call_length, calls
    from guichet.channels.voice.dialogue import Event
    from guichet.channels.voice.models import Call

    account.language = language
    account.save(update_fields=["language"])
    said, spent = calls.begin(caller, timezone.now()), 0.0
    for _ in range(_TURNS):
        at = Call.objects.get(pk=said.call).state["at"]
        keys = {
            "language": str(LANGUAGES.index(language) + 1),
            "number": str(account.person_number),
            "pin": PIN,
            "field": establishment,
            "answer": "",
        }.get(at, "1")
        heard = said.turn.say
        short = heard if len(keys) > 1 else heard[: call_length.of_use(heard, language)]
        spent += call_length.seconds(short)
        if at == "answer":
            calls.end(said.call)
            return spent
        spent += call_length.THINK_S + call_length.KEY_S * len(keys)
        moved = calls.move(said.call, said.step, Event.KEYS, keys, timezone.now())
        if moved is None:
            raise RuntimeError(f"the call ended at {at}")
        said = moved
    raise RuntimeError(f"no balance after {_TURNS} turns")


def _touched(port: int, account: Any, establishment: str, language: str) -> tuple[float, int]:
    """Seconds and touches from the first page until the receipt is printed and the visit ended."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.test_kiosk import PORTRAIT, Finger

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    width, height = PORTRAIT
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
        hand = Finger(context.new_page(), f"http://127.0.0.1:{port}")
        hand.page.goto(f"{hand.base}/kiosk/")
        hand.touch(f'button[value="{language}"]')
        hand.key_in(str(account.person_number))
        hand.key_in(PIN)
        hand.touch("main form:not(#leave) .btn.xl:not(.ghost)")
        hand.touch('a[href$="account.balance/"]')
        hand.touch(f'button[value="{establishment}"]')
        hand.touch('form[action$="print/"] button')
        hand.touch(".khead button")
        if not hand.page.url.endswith("?ended"):
            raise RuntimeError(f"the visit did not end: {hand.page.url}")
        browser.close()
    return hand.seconds, hand.touches
