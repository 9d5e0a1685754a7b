"""A caller of the tests, their mobile, and codes sent to it and used."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guichet.domain.contact import codes
from guichet.domain.contact.backends import handset
from guichet.domain.identity.queries import Account
from guichet.lib.text import Words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OWNER, NOBODY = 1_000_000_008, 1_000_000_016
MOBILE, PIN, WRONG = "+966500000001", "274951", "274952"
ABOUT = Words(ar="تعديل أجر", en="a change of wage", fr="un changement de salaire")
KEY = "voice registry.change_wage abc"


def on_screen(number: str = MOBILE) -> str:
    return (handset.newest(number) or "").partition(" ")[0]


def send(owner: Account, purpose: str = KEY, now: datetime = NOW, **more: Any) -> str:
    codes.issue(owner, purpose, ABOUT, channel="voice", language="en", now=now, **more)
    return on_screen()


def redeem(owner: Account, code: str, purpose: str = KEY, now: datetime = NOW) -> bool:
    return codes.redeem(owner, purpose, code, channel="voice", now=now)
