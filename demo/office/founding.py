"""Two administrators of rights: what one proposes, the other confirms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.sign_ins import SignIn
from guichet.lib.text import Words

SIGN_INS = (
    SignIn(
        "administrator",
        "Guichet-demo-2026",
        Words(
            ar="مديرة الصلاحيات",
            en="An administrator, who proposes what staff may do: /office/rights/",
            fr="Une administratrice des droits du personnel",
        ),
    ),
    SignIn(
        "deputy",
        "Guichet-demo-2026",
        Words(
            ar="نائب مديرة الصلاحيات",
            en="The administrator’s deputy, who confirms it",
            fr="Son adjoint, qui les confirme",
        ),
    ),
)


def found(echo: Callable[[str], Any]) -> None:
    """They are there as soon as somebody is employed: see `demo.staff`."""
    from demo.staff import administrators

    names = " and ".join(one.account.username for one in administrators())
    echo(f"{names}: administer the rights of staff, by two")
