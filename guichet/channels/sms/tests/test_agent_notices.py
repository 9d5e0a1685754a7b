"""The person hears of each act an agent does, and ends the mandate from the message."""

from __future__ import annotations

import re

import pytest

from guichet.channels.sms import answer_lines, notices, parts, templates
from guichet.channels.sms.encryption import unseal
from guichet.channels.sms.keywords import keyword
from guichet.channels.sms.models import Outgoing
from guichet.channels.sms.tests.conftest import WORKER
from guichet.channels.sms.tests.handset import Handset
from guichet.domain.identity import commands, queries
from guichet.domain.identity.models import Account, Mandate
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.perform import perform
from guichet.engine.registry import service_of
from guichet.lib.text import LANGUAGES
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db
CERTIFICATE = "certificates.wages_and_periods"


@pytest.fixture(autouse=True)
def listening(db: None) -> None:
    notices.begin()


@pytest.fixture
def agent(world: World) -> Account:
    account = commands.open_account(
        username="agent",
        password=None,
        person_number=int(world.facts["new_citizen"]),
        name_latin="Saad",
    )
    given = {
        "person": world.facts["worker"],
        "delegate": world.facts["new_citizen"],
        "rights": "certificates,bank",
        "until": "2027-11-21",
    }
    assert perform(
        "mandates.appoint_agent", given, world.context("mandates.appoint_agent", "web")
    ).accepted
    return account


def act(world: World, agent: Account, channel: str) -> None:
    context = Context(queries.actor_of(agent, Assurance.SECOND_FACTOR), channel, NOW, "en")
    given = {"person": world.facts["worker"], "iban": world.facts["worker_iban"]}
    assert perform("account.change_bank_account", given, context).accepted


def told() -> list[str]:
    found = Outgoing.objects.filter(mobile=WORKER, kind="acted-for-you").order_by("pk")
    return [unseal(one.words or b"") for one in found]


@pytest.mark.parametrize("channel", ["web", "api", "voice", "kiosk", "counter", "bulk", "sms"])
def test_each_act_is_told_whatever_the_channel(
    worker_handset: Handset, world: World, agent: Account, channel: str
) -> None:
    act(world, agent, channel)
    notices.gather(NOW)
    (text,) = told()
    assert "Saad" in text and "bank account" in text


def test_ones_own_acts_are_not_told_as_anothers(worker_handset: Handset, world: World) -> None:
    given = {"person": world.facts["worker"], "iban": world.facts["worker_iban"]}
    assert perform(
        "account.change_bank_account", given, world.context("account.change_bank_account", "web")
    ).accepted
    notices.gather(NOW)
    assert told() == []


def test_the_message_ends_the_mandate(
    worker_handset: Handset, world: World, agent: Account
) -> None:
    act(world, agent, "web")
    notices.gather(NOW)
    said = re.search(r"answer: (\w+ \d+ \d+)", told()[0])
    assert said is not None
    worker_handset.writes(said[1])
    worker_handset.writes("YES")
    worker_handset.writes(worker_handset.code())
    assert not Mandate.objects.filter(party=int(world.facts["worker"]), revoked_at=None).exists()
    assert not queries.may(agent, "bank", PartyKind.PERSON, int(world.facts["worker"]), NOW.date())


def test_a_guardian_is_not_ended_from_a_message(worker_handset: Handset, world: World) -> None:
    guardian = commands.open_account(
        username="guardian",
        password=None,
        person_number=int(world.facts["new_citizen"]),
        name_latin="Saad",
    )
    Mandate.objects.create(
        person_number=guardian.person_number,
        basis="guardian",
        party_kind="person",
        party=int(world.facts["worker"]),
        rights=["self", "bank"],
    )
    act(world, guardian, "web")
    notices.gather(NOW)
    assert "court" in told()[0] and "REVOKE" not in told()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_two_parts(language: str) -> None:
    longest = max(
        (
            s.title.at(language)
            for s in (service_of("account.change_bank_account"), service_of(CERTIFICATE))
        ),
        key=len,
    )
    for template in (templates.ACTED, templates.ACTED_BY_COURT):
        words = template.at(
            language,
            name="عبدالرحمن القحطاني" if language == "ar" else "Abdulrahman Al-Qahtani",
            title=longest,
            end=templates.ENDS[3].at(language),
            reference="2222-2222-22222",
            person=1_000_000_008,
            agent=1_000_000_016,
            word=keyword(service_of("mandates.end_agent"), language),
        )
        assert parts.count(answer_lines.written(words)) <= 3
