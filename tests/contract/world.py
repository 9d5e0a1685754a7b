"""The small institution in which every channel plays the same examples, and the public bodies it
asks.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.test import override_settings
from django.utils import timezone

from demo.deeds import REVOKED, a_deed
from demo.population import (
    a_business,
    a_dead,
    a_living,
    an_unknown,
    businesses,
    person_numbers,
    persons,
)
from demo.public_bodies.bank import iban_of
from guichet.domain.contributions.commands import run_bills
from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.contributions.waivers import charged_of, waive
from guichet.domain.identity import commands as identity
from guichet.domain.identity.mandates import RIGHTS
from guichet.domain.identity.queries import actor_of
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.tests.world import owe
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.tests import seeds
from guichet.engine import attachments, store, takeover
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.registry import service_of
from guichet.engine.service import Example
from guichet.lib import samples
from guichet.lib.locale import here
from guichet.lib.tests.papers import a_pdf
from tests.contract import pensioners, survivors

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # the day the examples are written for
MINOR = here().currency.minor
USERNAME, PASSWORD = "owner", "correct horse battery"
_ANOTHER = int(samples.person(2))  # an owner for whose establishments ours acts
WORKER = "worker"  # the user name of the one who is engaged
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # only for speed


@dataclass(frozen=True)
class World:
    """Facts that examples name in braces; the accounts of the owner and of the worker, who ask."""

    facts: Mapping[str, str]
    account: Any
    worker: Any

    def filled(self, given: Mapping[str, str]) -> dict[str, str]:
        """An example's raw text with this world's facts in place of braces.

        Raises:
            KeyError: the example names a fact that is not here: add it to :func:`found`.
        """
        return {name: text.format_map(self.facts) for name, text in given.items()}

    def untouched(self) -> World:
        """The same for another test: accounts are read anew, and facts are its own."""
        fresh = [type(who).objects.get(pk=who.pk) for who in (self.account, self.worker)]
        return World(dict(self.facts), *fresh)

    def asker(self, service: str) -> Any:
        """Whose account asks for a service: people for themselves, the owner for the
        establishments.
        """
        personal = service_of(service).party_kind is PartyKind.PERSON
        return self.worker if personal else self.account

    def context(self, service: str, channel: str) -> Context:
        """An asking for a service."""
        # As surely known as the service asks; channels prove it their own way, or are refused.
        asked = max(Assurance.PASSWORD, service_of(service).assurance)
        actor = actor_of(self.asker(service), asked)
        return Context(actor=actor, channel=channel, now=NOW, language="en")


@dataclass(frozen=True)
class Played:
    """How an example ended in a channel: what a client could see of it."""

    outcome: str
    codes: frozenset[str] = frozenset()  # of refusals
    repeated: bool = False


def expected(example: Example) -> Played:
    """How an example says it ends; ``then`` is an outcome, or the code of a refusal."""
    outcomes = {"accepted", "refused", "held", "referred"}
    if example.then in outcomes:
        return Played(example.then)
    return Played("refused", frozenset({example.then}))


@contextmanager
def founding() -> Iterator[None]:
    """The clock and the settings of the world, for who founds it outside of a test."""
    with pytest.MonkeyPatch.context() as patch, override_settings(PASSWORD_HASHERS=HASHERS):
        patch.setattr(timezone, "now", lambda: NOW)
        yield


def found() -> World:
    """Found the institution: an owner with a main establishment, a branch and two workers; a
    stranger with one.
    """
    new_business = a_business()
    owner = int(businesses(pl.Series([new_business]))["owner_number"][0])
    main = seeds.establishment(1_010_999_901, owner)
    branch = seeds.establishment(1_010_999_902, owner, main_id=seeds.id_of(main))
    foreign = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    worker, recent = a_living(1), a_living(2)
    pensioners.worked_before(branch, worker)
    seeds.engage(main, worker)
    seeds.engage(main, recent, since=date(2026, 11, 1))
    pensioners.draws_a_pension(worker)
    account = identity.open_account(
        username=USERNAME,
        password=PASSWORD,
        person_number=owner,
        name_ar="مالك المنشأة",
        name_latin="Establishment Owner",
        language="en",
    )
    engaged = identity.open_account(
        username=WORKER, password=PASSWORD, person_number=worker, name_ar="عامل", language="en"
    )
    owned = {"establishment": [main, branch], "owner_number": [owner] * 2, "transaction": [0, 0]}
    identity.appoint_owner(pl.DataFrame(owned))
    facts: dict[str, int | str] = {
        "establishment": main,
        "branch": branch,
        "foreign_establishment": foreign,
        "new_business": new_business,
        "owner": owner,
        "worker": worker,
        "recent_worker": recent,
        "paper": _kept(account, a_pdf()),
        "foreign_paper": _kept(engaged, a_pdf(title="another's")),
        "child_report": _kept(engaged, a_pdf(title="child"), "benefits.claim_maternity_benefit"),
        "hospital_report": _kept(
            engaged, a_pdf(title="hospital"), "benefits.claim_disability_pension"
        ),
    }
    facts |= _known_outside(owner, worker)
    takeover.take_over(NOW)
    return World({name: str(number) for name, number in facts.items()}, account, engaged)


def _known_outside(owner: int, worker: int) -> dict[str, int | str]:
    """Of whom and what the public bodies and the bank know, and what nobody does."""
    return {
        "new_citizen": a_living(3),
        "new_resident": a_living(3, saudi=False),
        "child": _child(),
        "unknown_person": an_unknown(),
        "dead_person": a_dead(),
        "foreign_business": a_business(5),
        "unknown_business": a_business(status="unknown"),
        "cancelled_business": a_business(status="cancelled"),
        "deed": a_deed(owner),
        "revoked_deed": a_deed(owner, first=REVOKED),
        "foreign_deed": a_deed(a_living(3)),
        "worker_iban": iban_of(worker),
        "worker_closed_iban": iban_of(worker, closed=True),
        "owner_iban": iban_of(owner),
        "business_iban": iban_of(1_010_999_901),
        "foreign_iban": iban_of(seeds.OTHER_OWNER),
    }


def _child() -> int:
    """The first citizen of the trial world below working age."""
    known = persons(person_numbers(0, 5_000, 1.0))
    return int(
        known.filter(pl.col("alive") & (pl.col("birth_date") > date(2013, 1, 1)))["number"][0]
    )


def indebt(world: World) -> World:
    """Others for whom ours may act: an owner's group, two of it late and one with something to its
    credit; somebody who has retired, one with too few months, and one who was
    paid too much.
    """
    account = world.account
    credited = _acted_for(account, 1_010_999_906)
    owe(credited, date(2026, 9, 1), -600 * MINOR)  # a difference in its favour
    settle(pl.Series([credited]), NOW, source="bill")
    _known_to_its_bank(credited, iban_of(seeds.OTHER_OWNER))
    billed, worker = _billed(account, 1_010_999_907)
    branch, agent = int(world.facts["branch"]), int(world.facts["worker"])
    found = {
        "billed": billed,
        "billed_worker": worker,
        "let_off": _let_off(account, 1_010_999_908),
        "debtor": _debtor(account, 1_010_999_904, 2_500 * MINOR),
        "great_debtor": _debtor(account, 1_010_999_905, 900_000 * MINOR),
        "credited": credited,
        "credited_iban": iban_of(1_010_999_906),
        "retired": pensioners.whose_agent(branch, agent),
        "short": pensioners.short_of_months(branch, agent),
        "jobless": pensioners.out_of_work(branch, agent),
        **pensioners.has_borne(int(world.facts["foreign_establishment"]), agent),
        **pensioners.is_injured(int(world.facts["foreign_establishment"]), agent),
        **survivors.left_behind(branch, agent),
        "overpaid": pensioners.overpaid(agent),
    }
    takeover.take_over(NOW)
    return replace(
        world, facts={**world.facts, **{name: str(number) for name, number in found.items()}}
    )


def _acted_for(account: Any, business: int) -> int:
    """Another owner's establishment for which the owner of ours may do everything."""
    number = seeds.establishment(business, _ANOTHER)
    identity.grant(establishment=number, rights=list(RIGHTS), account=account)
    return number


def _known_to_its_bank(establishment: int, iban: str) -> None:
    """A bank account long on record."""
    row = {"party": [establishment], "iban": [iban], "transaction": [0], "account_before": [None]}
    changes = pl.DataFrame(row, schema_overrides={"account_before": pl.Int64})
    bank_accounts.change(PartyKind.ESTABLISHMENT, changes=changes, today=date(2026, 1, 1))


def _debtor(account: Any, business: int, debt: int) -> int:
    """Late with August, penalties charged."""
    number = _acted_for(account, business)
    owe(number, date(2026, 8, 1), debt, at=datetime(2026, 9, 2, 9, 0, tzinfo=UTC))
    charge_penalties(NOW, pl.Series([number]))
    return number


def _let_off(account: Any, business: int) -> int:
    """A debtor of whose penalty half was waived."""
    number = _debtor(account, business, 2_500 * MINOR)
    charged = int(charged_of(pl.Series([number]))["charged"].sum())
    half = {
        "establishment": [number],
        "month": [date(2026, 8, 1)],
        "amount": [charged // 2],
        "transaction": [0],
    }
    with store.atomic():
        waive(pl.DataFrame(half), NOW)
    return number


def _billed(account: Any, business: int) -> tuple[int, int]:
    """One with a worker, billed for a month long ago and for the last one."""
    number, worker = _acted_for(account, business), a_living(4)
    seeds.engage(number, worker)
    for month, day in (
        (7, datetime(2026, 8, 2, 9, 0, tzinfo=UTC)),
        (10, datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
    ):
        run_bills(date(2026, month, 1), day, [number])
    return number, worker


def _kept(account: Any, content: bytes, key: str = "registry.correct_engagement") -> str:
    """A file the account has sent, as the value of the one field for papers of a service."""
    context = Context(actor=actor_of(account), channel="engine", now=NOW, language="en")
    service = service_of(key)
    (field,) = attachments.fields_of(service)
    return attachments.keep(content, service=service, field=field, context=context)


@contextmanager
def public_bodies() -> Iterator[str]:
    """The sandbox public bodies as a process on a free port; its address."""
    command = [sys.executable, "-m", "demo.public_bodies", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield "http" + said.partition("http")[2].strip().rstrip("/")
        process.terminate()
