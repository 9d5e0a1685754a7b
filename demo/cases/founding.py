"""An officer of the institution, who decides what was referred to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.seed import SignIn
from guichet.lib.text import Words

SIGN_INS = (
    SignIn("officer", "Guichet-demo-2026", Words(ar="موظف يبت في الطلبات المحالة", en="An officer who decides what was referred: /office/cases/", fr="Un agent qui tranche les demandes transmises")),
)  # fmt: skip


def found(echo: Callable[[str], Any]) -> None:
    """Open the officer's account."""
    from guichet.domain.identity import commands
    from guichet.engine.actor import Segment

    for sign_in in SIGN_INS:
        commands.open_account(
            username=sign_in.username, password=sign_in.password, name_ar="موظف مختص", name_latin="Officer",
            person_number=None, language="ar", segments=[Segment.STAFF],
        )  # fmt: skip
