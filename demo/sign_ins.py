"""Demonstration users: who they are, and their accounts and mandates."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from demo.parts import parts
from demo.population import persons
from guichet.engine import store
from guichet.law import country
from guichet.lib.text import Words


@dataclass(frozen=True, slots=True)
class SignIn:
    """A demonstration user. The passwords are printed by ``make run``: they guard nothing real."""

    username: str
    password: str
    who: Words


SIGN_INS = (
    SignIn(
        "employer",
        "Guichet-demo-2026",
        Words(ar="صاحب عمل", en="An employer, owner of several establishments", fr="Un employeur"),
    ),
    SignIn(
        "bureau",
        "Guichet-demo-2026",
        Words(
            ar="مكتب رواتب",
            en="A payroll bureau acting for many employers",
            fr="Un cabinet de paie",
        ),
    ),
    SignIn("worker", "Guichet-demo-2026", Words(ar="مشترك", en="A contributor", fr="Un assuré")),
    SignIn(
        "stranger",
        "Guichet-demo-2026",
        Words(
            ar="صاحب عمل آخر",
            en="Another employer, who may see nothing of the first",
            fr="Un autre employeur",
        ),
    ),
)


def sign_ins() -> tuple[SignIn, ...]:
    """All demonstration users, those of the parts included."""
    return SIGN_INS + tuple(s for part in parts("founding") for s in getattr(part, "SIGN_INS", ()))


def open_accounts(places: pl.DataFrame) -> None:
    """The demonstration users and what they may do."""
    from guichet.domain.identity import commands
    from guichet.engine.actor import Segment

    commands.appoint_owner(
        places.select("establishment", "owner_number", transaction=pl.lit(0, dtype=pl.Int64))
    )
    counts = places.group_by("owner_number", maintain_order=True).len()
    owner = counts.filter(pl.col("len") == counts["len"].max())["owner_number"][0]
    other = counts.filter(pl.col("owner_number") != owner)["owner_number"][-1]
    somebody = store.value(
        "SELECT min(identifier) FROM registry_person WHERE cohort = ANY(%(insured)s)",
        insured=list(country.cohorts.INSURED),
    )
    who = {"employer": owner, "bureau": None, "worker": somebody, "stranger": other}
    for sign_in in SIGN_INS:
        number = who[sign_in.username]
        facts = persons(pl.Series("number", [number])).row(0, named=True) if number else {}
        segment = Segment.CONTRIBUTOR if sign_in.username == "worker" else Segment.EMPLOYER
        account = commands.open_account(
            username=sign_in.username,
            password=sign_in.password,
            name_ar=facts.get("name_ar") or sign_in.who.ar,
            name_latin=facts.get("name_latin") or sign_in.who.en,
            person_number=number,
            language="ar",
            segments=[segment],
        )
        if sign_in.username == "bureau":
            _for_many(account.pk, places)


def _for_many(account: int, places: pl.DataFrame) -> None:
    """The bureau acts for the first thousand establishments."""
    from guichet.domain.identity import audit_check
    from guichet.engine import audit

    rights, leaf = "{certificates,register,view,wages}", audit.reserve()
    store.insert(
        "identity_mandate",
        places.head(1_000).select(
            account_id=pl.lit(account),
            party_kind=pl.lit("establishment"),
            party="establishment",
            rights=pl.lit(rights),
            valid_from=pl.lit("2026-01-01"),
            granted_at=pl.lit("2026-01-01T00:00:00Z"),
            leaf=pl.lit(leaf),
        ),
    )
    audit_check.given(leaf)
