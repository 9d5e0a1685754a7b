"""The contract suite's institution with something to steal in it, and those who come to steal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from demo.population import a_living
from guichet.domain.benefits import boards
from guichet.domain.contributions.commands import bill_run
from guichet.domain.identity import commands as identity
from guichet.domain.identity.mandates import RIGHTS
from guichet.domain.identity.models import Account, Mandate
from guichet.domain.identity.staff import MEDICAL, Staff
from guichet.domain.registry.tests import seeds
from guichet.engine import scope, store
from guichet.engine.actor import Actor, PartyKind, Segment
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Outcome
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]

# Words that stand nowhere but in the victim's data.
MARKS = (
    "Zubaydah",
    "زبيدة",
    "Qaswarah",
    "قسورة",
    "Tumadir",
    "7654.32",
    "7,654.32",
    "payroll of Qaswarah",
)


@dataclass
class Victim:
    """Whose data nobody else may see, and the facts that lead to them."""

    world: World
    account: Account
    facts: dict[str, str]
    intruders: dict[str, Account | None] = field(default_factory=dict)

    def client(self, account: Account | None, *, acting: str = "") -> Client:
        """A browser and a machine in one: signed in and with a token of the same account.

        Args:
            acting: the establishment that the session still says is acted for.
        """
        client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        if account is None:
            return client
        scope.enter(account.pk)  # as signing in does, before it writes
        client.force_login(account)
        token = identity.issue_token(account, name="walk")
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        if acting:
            session = client.session
            session["party"] = {
                "kind": "establishment",
                "number": int(acting),
                "ar": "–",
                "latin": "–",
            }
            session.save()
        return client


def _ask(world: World, service: str, **given: str) -> Answer:
    answer = perform(service, given, world.context(service, "engine"))
    assert answer.accepted, answer.errors
    return answer


@pytest.fixture
def victim(indebted: World) -> Iterator[Victim]:
    """An establishment with a worker, a wage, a bill, a receipt, a delegate and a file, all with
    names of their own.
    """
    world = indebted
    facts = dict(world.facts)
    name = "UPDATE registry_{} SET name_ar = %(ar)s, name_latin = %(latin)s WHERE {} = %(number)s"
    store.execute(
        name.format("establishment", "number"),
        ar="قسورة",
        latin="Qaswarah",
        number=int(facts["establishment"]),
    )
    store.execute(
        name.format("person", "identifier"),
        ar="زبيدة",
        latin="Zubaydah",
        number=int(facts["worker"]),
    )
    wage = _ask(
        world,
        "registry.change_wage",
        establishment=facts["establishment"],
        worker=facts["worker"],
        month="2026-11",
        basic="7654.32",
        housing="0",
    )
    facts |= {"reference": wage.reference, "transaction": str(wage.transaction)}
    facts |= _claims(world, facts)
    identity.open_account(
        username="delegate",
        password=None,
        name_ar="Tumadir",
        name_latin="Tumadir",
        person_number=a_living(55),
    )
    identity.grant(
        establishment=int(facts["establishment"]),
        rights=["view"],
        person_number=a_living(55),
    )
    bill_run("2026-10", lambda _: None)
    found = Victim(world, world.account, facts)
    facts["file"] = _file(found)
    found.intruders = _intruders(facts)
    # Somebody has looked, so that there is something to read about it.
    found.client(found.intruders["viewer"], acting=facts["establishment"]).get("/workers/")
    del found.intruders["viewer"]
    yield found


def _claims(world: World, facts: dict[str, str]) -> dict[str, str]:
    """The case of the worker before a medical board, and what one member has found."""
    key = "benefits.claim_disability_pension"
    account = {"person": facts["worker"], "iban": facts["worker_iban"]}
    _ask(world, "account.change_bank_account", **account)
    asked = {"since": "2026-11-01", "work_related": "no", "consent": "yes"}
    asked |= {"person": facts["worker"], "report": facts["hospital_report"]}
    answer = perform(key, asked, world.context(key, "engine"))
    assert answer.outcome is Outcome.REFERRED, answer.errors
    case, day = boards.of_claim(answer.transaction), NOW.date()
    found = boards.Finding(day, True, False, True, 80, False, day, None, "Qaswarah")
    staff = Staff(9_001, rights=frozenset({MEDICAL}))
    number = boards.record(case, found, boards.Member(staff, Actor(9_001, "doctor")), NOW)
    return {"board_case": case, "board_finding": str(number)}


def _file(victim: Victim) -> str:
    text = f"establishment,worker,month,basic,housing\r\n{victim.facts['establishment']},{victim.facts['worker']},2026-11,7654.33,0\r\n"
    upload = SimpleUploadedFile("payroll of Qaswarah.csv", text.encode())
    sent = victim.client(victim.account).post(
        "/files/", {"kind": "registry.change_wage", "file": upload}
    )
    assert sent.status_code == 302, sent.content
    return str(sent.headers["Location"]).strip("/").rsplit("/", 1)[-1]


def _intruders(facts: dict[str, str]) -> dict[str, Account | None]:
    shop, today = int(facts["establishment"]), NOW.date()

    def account(username: str, number: int | None = None, **rest: Any) -> Account:
        return identity.open_account(
            username=username, password=PASSWORD, language="en", person_number=number, **rest
        )

    employer = [Segment.EMPLOYER, Segment.CONTRIBUTOR]
    stranger = account("stranger", seeds.OWNER, segments=employer)
    lapsed, revoked, early = (
        account(name, segments=employer) for name in ("lapsed", "revoked", "early")
    )
    every = {"establishment": shop, "rights": [*RIGHTS, "owner"]}
    identity.grant(**every, account=lapsed, valid_until=today - timedelta(1))
    identity.revoke(identity.grant(**every, account=revoked), now=NOW)
    identity.grant(**every, account=early, valid_from=today + timedelta(1))
    neighbour = account("neighbour", seeds.OTHER_OWNER, segments=employer)
    identity.appoint_owner(
        pl.DataFrame(
            {
                "establishment": [int(facts["foreign_establishment"])],
                "owner_number": [seeds.OTHER_OWNER],
                "transaction": [0],
            }
        )
    )
    ended_agent = account("ended_agent", segments=employer)
    Mandate.objects.create(
        account=ended_agent,
        basis="agent",
        party_kind=PartyKind.PERSON.value,
        party=int(facts["worker"]),
        rights=["self"],
        valid_until=today - timedelta(1),
    )
    viewer = account("viewer", name_latin="Tumadir")
    identity.grant(establishment=shop, rights=["view"], account=viewer)
    return {
        "anonymous": None,
        "stranger": stranger,
        "lapsed": lapsed,
        "revoked": revoked,
        "early": early,
        "neighbour": neighbour,
        "ended_agent": ended_agent,
        "viewer": viewer,
    }


@pytest.fixture
def under_the_webs_role(settings: Any) -> Iterator[None]:
    """From here on as a web process in production is."""
    settings.DATABASE_ROLE = scope.WEB
    store.execute("SET ROLE guichet_web")
    yield
    if not connection.needs_rollback:
        store.execute("RESET ROLE")
