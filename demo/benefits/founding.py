"""Some pensions in payment, the month's run, and a treasurer who releases what an accountant
gathered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
from django.utils import timezone

from demo.benefits import claimants, retiree
from demo.public_bodies.bank import iban_of
from demo.sign_ins import SignIn
from demo.staff import employ
from guichet.domain.benefits import commands, queries
from guichet.domain.identity import staff
from guichet.domain.registry import bank_accounts
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.lib.money import show_minor
from guichet.lib.text import Words

SIGN_INS = (
    SignIn(
        "treasurer",
        "Guichet-demo-2026",
        Words(
            ar="أمين صندوق المؤسسة",
            en="A treasurer, who releases payouts: /office/",
            fr="Un trésorier de l’institution",
        ),
    ),
    retiree.SIGN_IN,
    *claimants.SIGN_INS,
    SignIn(
        "doctor",
        "Guichet-demo-2026",
        Words(
            ar="طبيب في اللجنة الطبية",
            en="A doctor of the medical board: /office/boards/",
            fr="Un médecin de la commission médicale",
        ),
    ),
    SignIn(
        "consultant",
        "Guichet-demo-2026",
        Words(
            ar="استشارية في اللجنة الطبية تقر النتيجة أو ترفضها",
            en="Another, who agrees with a finding or not",
            fr="Une autre, qui approuve l’avis ou non",
        ),
    ),
)
_BOARD = ("doctor", "consultant")
_PENSIONERS = 60
_KINDS = ("old-age", "old-age", "old-age", "disability", "survivor")
_NO_ACCOUNT, _CLOSED = 15, 20  # one in so many


def found(echo: Callable[[str], Any]) -> None:
    """Enter the pensions and run the month."""
    employ(SIGN_INS[0], staff.RELEASE)
    for sign_in in SIGN_INS:
        if sign_in.username in _BOARD:
            employ(sign_in, staff.MEDICAL)
    now = timezone.now()
    people = [
        row[0]
        for row in store.rows(
            f"SELECT identifier FROM registry_person ORDER BY birth_date, id LIMIT {_PENSIONERS}"
        )
    ]
    # The contributor of the sign-ins draws a survivor's pension, so that its certificate can be
    # asked for.
    own = store.value("SELECT person_number FROM identity_account WHERE username = 'worker'")
    people = list(dict.fromkeys([*people[:4], *([own] if own else []), *people[4:]]))
    commands.enter(
        pl.DataFrame(
            [
                _pension(i, person, now.astimezone(HOME).date().replace(day=1))
                for i, person in enumerate(people)
            ],
            schema=queries.PENSION,
        ),
        now,
    )
    _know_accounts(people)
    retiree.found(now.astimezone(HOME).date(), people)
    dead = claimants.found(now.astimezone(HOME).date(), people)
    echo(f"widow: claims for the family of {dead}, who died at work")
    done = commands.run_month(now.astimezone(HOME).date(), now)
    echo(
        f"{done.ordered} pensions of {done.month:%Y-%m} ordered, {show_minor(done.total)} in all;"
        f" {done.left_out} without an account"
    )


def _know_accounts(people: list[int]) -> None:
    """Bank accounts of pensioners: some have none, some closed theirs."""
    accounts = [
        {
            "party": person,
            "iban": iban_of(person, closed=i % _CLOSED == 1),
            "transaction": 0,
            "account_before": None,
        }
        for i, person in enumerate(people)
        if i % _NO_ACCOUNT
    ]
    bank_accounts.change(
        PartyKind.PERSON,
        changes=pl.DataFrame(
            accounts,
            schema={
                "party": pl.Int64,
                "iban": pl.String,
                "transaction": pl.Int64,
                "account_before": pl.Int64,
            },
        ),
        today=date(2026, 1, 1),
    )


def _pension(place: int, person: int, taken_over: date) -> dict[str, Any]:
    return {
        "owed_from": taken_over,  # another system paid the months before
        "person": person,
        "kind": _KINDS[place % len(_KINDS)],
        "monthly": 400_000 + 12_345 * (place % 17),
        "paid_from": date(2024 + place % 3, 1 + place % 9, 1),
        "paid_till": None,
        "award": f"demo-{place + 1:05d}",
    }
