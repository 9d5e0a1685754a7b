"""An accountant of the institution, who sees the daily reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.sign_ins import SignIn
from demo.staff import employ
from guichet.domain.identity import staff
from guichet.lib.text import Words

SIGN_INS = (
    SignIn(
        "accountant",
        "Guichet-demo-2026",
        Words(
            ar="محاسب المؤسسة",
            en="An accountant, who keeps the books and gathers payouts: /office/",
            fr="Un comptable, qui tient les comptes et rassemble les versements",
        ),
    ),
)


def found(echo: Callable[[str], Any]) -> None:
    """Open the accountant's account."""
    for sign_in in SIGN_INS:
        employ(sign_in, staff.BOOKS, staff.RECONCILE, staff.GATHER)
    echo("accountant: keeps the books and gathers payouts")
