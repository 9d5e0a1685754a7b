"""A clerk who serves clients at a branch, a colleague for second looks, and three tickets of people
who wait there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.sign_ins import SignIn
from guichet.lib.text import Words

SIGN_INS = (
    SignIn(
        "clerk",
        "Guichet-demo-2026",
        Words(
            ar="موظف فرع",
            en="A clerk who serves clients at a branch: /counter/",
            fr="Un agent au guichet d’une agence",
        ),
    ),
    SignIn(
        "colleague",
        "Guichet-demo-2026",
        Words(
            ar="زميله في الفرع",
            en="The clerk’s colleague, who takes second looks: /counter/",
            fr="Son collègue, pour les seconds regards",
        ),
    ),
)
BRANCHES = ((101, "الفرع الرئيسي", "Main branch"), (900, "مركز الاتصال", "Call centre"))


def found(echo: Callable[[str], Any]) -> None:
    """Name the branches and appoint the clerk."""
    from django.utils import timezone

    from demo.staff import employ
    from guichet.domain.identity import staff
    from guichet.domain.reception import queue

    now = timezone.now()
    for number, name_ar, name_latin in BRANCHES:
        queue.add_branch(number, name_ar, name_latin)
    for sign_in in SIGN_INS:
        employ(
            sign_in, staff.COUNTER, place=BRANCHES[0][0], name_latin=f"Branch {sign_in.username}"
        )
    for service in ("account.balance", "registry.change_wage", ""):
        queue.issue(queue.branch_of(BRANCHES[0][0]), service=service, now=now)
    echo("clerk: serves clients at branch 101 of the demonstration")
