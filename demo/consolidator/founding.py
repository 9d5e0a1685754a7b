"""An accountant of the institution, who sees the daily reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.seed import SignIn
from guichet.domain.identity import commands
from guichet.engine.actor import Segment
from guichet.lib.text import Words

SIGN_INS = (
    SignIn("accountant", "Guichet-demo-2026", Words(ar="محاسب المؤسسة", en="An accountant of the institution", fr="Un comptable de l’institution")),
)  # fmt: skip


def found(echo: Callable[[str], Any]) -> None:
    """Open the accountant's account."""
    for sign_in in SIGN_INS:
        commands.open_account(
            username=sign_in.username, password=sign_in.password, name_ar=sign_in.who.ar,
            name_latin=sign_in.who.en, person_number=None, language="ar", segments=[Segment.STAFF],
        )  # fmt: skip
