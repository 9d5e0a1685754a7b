"""An officer of the institution, who decides what was referred to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.sign_ins import SignIn
from guichet.lib.text import Words

SIGN_INS = (
    SignIn(
        "officer",
        "Guichet-demo-2026",
        Words(
            ar="موظف يبت في الطلبات المحالة",
            en="An officer who decides what was referred: /office/cases/",
            fr="Un agent qui tranche les demandes transmises",
        ),
    ),
)


def found(echo: Callable[[str], Any]) -> None:
    """Open the officer's account."""
    from demo.staff import employ
    from guichet.engine.referrals import DECIDE, referring, right_to_rule

    # What the law leaves to the Board is not an officer's.
    kinds = [right for right in map(right_to_rule, referring()) if right.startswith(DECIDE)]
    for sign_in in SIGN_INS:
        employ(sign_in, *kinds)
    echo(f"officer: decides {len(kinds)} kinds of cases")
