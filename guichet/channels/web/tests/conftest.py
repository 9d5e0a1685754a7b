"""A small institution behind the pages: an owner with two establishments, a rival with one, one
worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from demo.population import a_living, persons
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account
from guichet.domain.registry.tests import seeds
from guichet.domain.verification import queries as verification
from guichet.domain.verification.checks import RegistryCheck
from guichet.domain.verification.queries import Glance
from guichet.engine.check import SourceDown
from tests.browser import Browser

PASSWORD = "half-a-Minute-26"
REGISTER, WAGE = "/services/registry.register_worker/", "/services/registry.change_wage/"


@dataclass
class Branch:
    """The people and numbers of the tests, and ways to ask."""

    owner: Account
    rival: Account
    establishment: int
    second: int
    foreign: int
    worker: int
    newcomer: int
    down: list[str] = field(default_factory=list)  # registers that do not answer

    def untouched(self) -> Branch:
        """The same for another test: accounts are read anew, and no register is down."""
        owner, rival = (Account.objects.get(pk=who.pk) for who in (self.owner, self.rival))
        return replace(self, owner=owner, rival=rival, down=[])

    def client(
        self, account: Account | None = None, language: str = "en", **options: Any
    ) -> Client:
        """A browser signed in as somebody (the owner if not said), in a language."""
        client = Browser(**options)
        client.cookies["django_language"] = language
        sign_in(client, (account or self.owner).username)
        return client

    def sure(self, account: Account | None = None) -> Client:
        """A browser whose visitor has just shown a second factor."""
        client = self.client(account)
        session = client.session
        session["proved"] = timezone.now().timestamp()
        session.save()
        return client

    def joining(self, **other: str) -> dict[str, str]:
        """The form of registering the newcomer."""
        given = {
            "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
            "establishment": str(self.establishment),
            "worker": str(self.newcomer),
            "started_on": date.today().isoformat(),
            "basic": "8000",
            "housing": "2000",
            "contract": "open_ended",
            "occupation": "",
        }
        return given | other


def sign_in(client: Client, username: str, password: str = PASSWORD) -> HttpResponse:
    """Sign in through the page, as a person does."""
    return client.post("/sign-in/", {"username": username, "password": password})  # type: ignore[return-value]


def _answers(down: list[str]) -> Callable[..., pl.DataFrame]:
    def ask(check: RegistryCheck, keys: pl.Series, context: object) -> pl.DataFrame:
        if check.name in down:
            raise SourceDown
        facts = persons(keys).with_columns(status=pl.lit("alive"))
        wanted = facts.select(
            "number", "status", "name_ar", "name_latin", "sex", "nationality", "birth_date"
        )
        named = wanted.rename({n: f"{check.name}_{n}" for n in wanted.columns if n != "number"})
        return named.rename({"number": "key"}).with_columns(evidence=pl.lit(1, pl.Int64))

    return ask


def _glance(source: str, number: int, *, now: object) -> Glance:
    facts = persons(pl.Series([number])).row(0, named=True)
    return Glance(
        source, number, "alive", facts["name_ar"], facts["name_latin"], facts["birth_date"], 1
    )


def opened(_: None = None) -> Branch:
    owner = identity.open_account(
        username="owner",
        password=PASSWORD,
        name_ar="نورة القحطاني",
        name_latin="Noura Al-Qahtani",
        person_number=seeds.OWNER,
    )
    rival = identity.open_account(
        username="rival", password=PASSWORD, name_latin="Rival", person_number=seeds.OTHER_OWNER
    )
    first = seeds.establishment(1_010_999_901)
    second = seeds.establishment(1_010_999_902)
    foreign = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    owners = {first: seeds.OWNER, second: seeds.OWNER, foreign: seeds.OTHER_OWNER}
    identity.appoint_owner(
        pl.DataFrame(
            {
                "establishment": owners.keys(),
                "owner_number": owners.values(),
                "transaction": [0, 0, 0],
            }
        )
    )
    made = Branch(owner, rival, first, second, foreign, a_living(1), a_living(3))
    seeds.engage(first, made.worker)
    return made


@pytest.fixture
def branch(branch_below: Branch | None, db: None, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """See `Branch`; the owner signs in as ``owner``, the rival as ``rival``."""
    made = opened() if branch_below is None else branch_below.untouched()
    monkeypatch.setattr(RegistryCheck, "ask", _answers(made.down))
    monkeypatch.setattr(verification, "glance", _glance)
    return made
