"""For whom a sitting may be, and by whom: nobody serves themselves, a stranger is not served, and a
name alone opens nothing.
"""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from guichet.channels.counter import client_identification
from guichet.channels.counter.commandline import group
from guichet.channels.counter.tests.conftest import MOBILE, Hall
from guichet.channels.counter.tests.test_sittings import BALANCE, CONSENT, SITTING, WAGE, sent
from guichet.channels.sms import notices
from guichet.domain.contact.backends import handset
from guichet.domain.identity import commands as identity
from guichet.domain.identity import staff
from guichet.domain.identity.tests.staffing import administrators, appoint, member, withdraw
from guichet.engine import audit, store
from guichet.engine.actor import Segment
from guichet.engine.perform import perform
from tests.contract.world import NOW, PASSWORD

pytestmark = pytest.mark.django_db


def test_others_data_stay_shut_within_a_sitting(hall: Hall) -> None:
    client = hall.consented()
    for number in (hall.facts["foreign_establishment"], "999999999"):
        answer = client.post(BALANCE, {"establishment": number})
        assert answer.status_code == 422 and "You have no mandate" in answer.content.decode()
    theirs = hall.world.context("account.balance", "web")
    done = perform("account.balance", {"establishment": hall.facts["establishment"]}, theirs)
    # What the client did elsewhere is not the clerk's to open.
    assert client.get(f"/counter/receipts/{done.reference}/").status_code == 404


def test_a_sitting_for_an_establishment_is_for_this_one_only(hall: Hall) -> None:
    client = hall.consented(establishment=hall.facts["establishment"])  # by its one owner
    assert client.post(BALANCE, {"establishment": hall.facts["establishment"]}).status_code == 303
    branch = client.post(BALANCE, {"establishment": hall.facts["branch"]})
    assert branch.status_code == 422  # the same owner's, but not what was consented to
    assert client.get("/counter/services/registry.register_establishment/").status_code == 404
    assert client.get("/counter/services/account.statement_of_periods/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"person": "x"},
        {"person": "1" * 40},
        {"person": "1000000000"},
        {"establishment": "999999999"},
        {"person": "-1"},
        {"person": "1.0"},
        {"establishment": "🂡"},
    ],
)
def test_rubbish_names_nobody(hall: Hall, given: dict[str, str]) -> None:
    assert hall.at_desk().post("/counter/client/", given).status_code == 422
    assert store.value("SELECT count(*) FROM reception_sitting") == 0


def test_a_stranger_to_the_establishment_is_not_served_for_it(hall: Hall) -> None:
    given = {"person": hall.facts["worker"], "establishment": hall.facts["foreign_establishment"]}
    assert hall.at_desk().post("/counter/client/", given).status_code == 422


def test_an_insured_person_without_an_account_gets_one_by_consenting_that_opens_no_door(
    hall: Hall,
) -> None:
    number = hall.facts["recent_worker"]
    known = "SELECT count(*) FROM identity_account WHERE person_number = %(number)s"
    client = hall.named(person=number)
    assert store.value(known, number=int(number)) == 0  # naming changes nothing
    said = client.post(CONSENT, {"step": "send"})
    assert said.status_code == 422 and "no registered mobile" in said.content.decode()
    assert client.post(CONSENT, {"step": "code", "code": "000000"}).status_code == 422
    assert client.post(CONSENT, {"step": "paper", "reference": "CF-2026-003"}).status_code == 303
    assert number in client.get(SITTING).content.decode()
    periods = "/counter/services/account.statement_of_periods/"
    shown = client.get(periods).content.decode()
    assert f'value="{number}"' in shown
    assert not hall.at_desk().login(username=f"person-{number}", password="")
    assert audit.verify() == []


def test_a_client_is_told_of_a_paper_at_once_and_of_what_is_done_as_ever(hall: Hall) -> None:
    notices.begin()
    client = hall.named()
    client.post(CONSENT, {"step": "paper", "reference": "CF-2026-004"})
    assert "If you are not there" in (handset.newest(MOBILE) or "")
    sent(client, hall.wage())
    assert notices.gather(NOW) >= 1
    told = store.rows("SELECT mobile FROM sms_outgoing WHERE kind = 'request-done'")
    assert told == [(MOBILE,)]


def test_a_clerk_serves_neither_themselves_nor_those_they_stand_for(hall: Hall) -> None:
    number = int(hall.facts["recent_worker"])
    own = member("own", staff.COUNTER, place=101, person_number=number)
    client = hall.at_desk(own)
    himself = client.post("/counter/client/", {"person": hall.facts["recent_worker"]})
    assert himself.status_code == 422 and "serves themselves" in himself.content.decode()
    # Nor his own wage by way of his employer.
    client = hall.consented(own)
    wage = hall.wage() | {"worker": hall.facts["recent_worker"], "step": "send"}
    refused = client.post(WAGE, wage)
    assert refused.status_code == 422 and "serves themselves" in refused.content.decode()
    # Nor an establishment that has given him a mandate.
    client.post("/counter/end/")
    identity.grant(establishment=int(hall.facts["establishment"]), rights=["view"], account=own)
    theirs = client.post("/counter/client/", {"establishment": hall.facts["establishment"]})
    assert theirs.status_code == 422
    client = hall.consented(own)
    assert client.post(BALANCE, {"establishment": hall.facts["establishment"]}).status_code == 422


def test_staff_without_the_right_and_clients_find_the_counter_shut(hall: Hall) -> None:
    accountant = identity.open_account(username="a", password=PASSWORD, segments=[Segment.STAFF])
    for account in (accountant, hall.world.account):
        client = hall.at_desk(account)
        for path in ("/counter/", "/counter/client/", SITTING, "/counter/figures/"):
            assert client.get(path).status_code == 403, path
    withdraw(hall.clerk, staff.COUNTER)
    assert hall.at_desk().get("/counter/").status_code == 403


def test_a_right_taken_away_ends_the_sitting_with_it(hall: Hall) -> None:
    client = hall.consented()
    withdraw(hall.clerk, staff.COUNTER)
    assert client.get(SITTING).status_code == 403
    appoint(hall.clerk, staff.COUNTER, place=101)
    assert audit.verify() == []


def test_a_client_of_the_staff_is_served_as_a_client(hall: Hall) -> None:
    store.execute(
        "UPDATE identity_account SET segments = '{staff}' WHERE id = %(id)s",
        id=hall.world.account.pk,
    )
    client = hall.consented()
    late = hall.wage() | {"month": "2026-01", "step": "send"}
    with_right = client.post(WAGE, late)
    assert with_right.status_code in (303, 422)
    (sitting,) = store.rows("SELECT client_id, clerk_id FROM reception_sitting")
    assert sitting == (hall.world.account.pk, hall.clerk.pk)


def test_a_clerk_who_names_everybody_is_stopped(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_identification, "MOST_CLIENTS", 2)
    client = hall.at_desk()
    answers = [
        client.post("/counter/client/", {"person": hall.facts["owner"]}).status_code
        for _ in range(3)
    ]
    assert answers == [303, 303, 422]


def test_every_paper_is_listed_for_whoever_compares_it_with_the_archive(hall: Hall) -> None:
    hall.named().post(CONSENT, {"step": "paper", "reference": "CF-2026-005"})
    said = (
        CliRunner()
        .invoke(group, ["papers", "--days", "2", "--as", administrators()[0].account.username])
        .output
    )
    assert said.split("\t")[1:] == ["101", hall.clerk.name_ar, hall.facts["owner"], "CF-2026-005\n"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")])
def test_the_counter_speaks_three_languages(hall: Hall, language: str, direction: str) -> None:
    client = hall.at_desk(language=language)
    for path in ("/counter/", "/counter/client/", "/counter/figures/"):
        page = client.get(path).content.decode()
        assert f'lang="{language}" dir="{direction}"' in page, path
        assert "Words(" not in page
