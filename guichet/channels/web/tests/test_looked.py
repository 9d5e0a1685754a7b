"""Who looked: every page that shows somebody is on record before it is shown, and the person can
read the record.
"""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guichet.channels.web.tests.conftest import PASSWORD, WAGE, Branch
from guichet.domain.access import queries as access
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account
from guichet.engine import audit, takeover
from guichet.engine.actor import Segment

pytestmark = pytest.mark.django_db


def insured(branch: Branch) -> Account:
    return identity.open_account(
        username="insured", password=PASSWORD, name_latin="Insured", person_number=branch.worker
    )


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/workers/", "workers"),
        ("/workers/{worker}/", "worker"),
        ("/look-up/person/?field=worker&worker={worker}", "look-up-person"),
    ],
)
def test_a_page_that_shows_a_person_is_on_record(branch: Branch, address: str, place: str) -> None:
    assert branch.client().get(address.format(worker=branch.worker)).status_code == 200
    (reading,) = access.of_person(branch.worker)
    assert (reading.actor, reading.channel, reading.place) == (branch.owner.pk, "web", place)


def test_a_preview_that_shows_a_wage_is_on_record_and_so_is_a_refused_one(branch: Branch) -> None:
    form = {
        "step": "check",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "month": "2026-11",
        "basic": "9000",
        "housing": "0",
    }
    branch.client().post(WAGE, form)
    branch.client().post(WAGE, form | {"month": "1999-01"})
    assert [r.place for r in access.of_person(branch.worker)] == ["registry.change_wage"] * 2


def test_a_strangers_attempt_shows_nothing_and_is_no_reading(branch: Branch) -> None:
    form = {
        "step": "check",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "month": "2026-11",
        "basic": "9000",
        "housing": "0",
    }
    rival = branch.client(branch.rival)
    assert rival.post(WAGE, form).status_code == 422
    assert rival.get(f"/workers/{branch.worker}/").status_code == 404
    assert access.of_person(branch.worker) == []


def test_the_insured_read_who_looked_on_whose_behalf_and_why(branch: Branch) -> None:
    branch.client().get("/workers/")
    page = branch.client(insured(branch)).get("/looked/").content.decode()
    assert (
        "Noura Al-Qahtani" in page
        and str(branch.establishment) in page
        and "List of workers" in page
    )


def test_ones_own_looking_is_left_out_unless_asked_for(branch: Branch) -> None:
    me = branch.client(insured(branch))
    sent = me.post("/services/account.statement_of_periods/", {"person": str(branch.worker)})
    assert me.get(sent.headers["Location"]).status_code == 200
    assert "Nobody has looked yet" in me.get("/looked/").content.decode()
    assert "<span>You" in me.get("/looked/?all").content.decode()


def test_a_staff_member_who_looks_is_named_as_staff(branch: Branch) -> None:
    clerk = identity.open_account(
        username="clerk", password=PASSWORD, name_latin="Clerk", segments=[Segment.STAFF]
    )
    identity.grant(establishment=branch.establishment, rights=["view"], account=clerk)
    branch.client(clerk).get(f"/workers/{branch.worker}/")
    page = branch.client(insured(branch)).get("/looked/").content.decode()
    assert "Staff of the institution" in page and "Clerk" in page


def test_an_establishment_reads_who_looked_at_it_and_a_clerk_without_view_does_not(
    branch: Branch,
) -> None:
    viewer = identity.open_account(username="viewer", password=PASSWORD, name_latin="Viewer")
    typist = identity.open_account(username="typist", password=PASSWORD)
    identity.grant(establishment=branch.establishment, rights=["view"], account=viewer)
    identity.grant(establishment=branch.establishment, rights=["wages"], account=typist)
    branch.client(viewer).get("/account/")
    assert "Viewer" in branch.client().get("/looked/").content.decode()
    assert branch.client(typist).get("/looked/").status_code == 403


def test_a_reading_costs_a_page_one_statement(branch: Branch) -> None:
    client = branch.client()
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/")
    # The reading goes by psycopg's own cursor and is not among these; it must not have pulled
    # others along.
    assert not any("access_reading" in q["sql"] and "SELECT id" in q["sql"] for q in asked)
    assert len(access.of_establishment(branch.establishment)) == 1


def test_a_page_that_could_not_be_put_on_record_is_not_shown(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    client = branch.client(raise_request_exception=False)
    monkeypatch.setattr("guichet.domain.access.commands.record", broken)
    answer = client.get("/workers/")
    assert answer.status_code == 500 and str(branch.worker) not in answer.content.decode()


def test_the_audit_log_tells_a_reading_that_was_changed_or_taken_away(branch: Branch) -> None:
    client = branch.client()
    for page in ("/workers/", "/account/", "/transactions/"):
        client.get(page)
    # The branch's worker came from no transaction; what was never taken over says what to do about
    # it.
    assert all("guichet audit take-over" in fault for fault in audit.verify())
    takeover.take_over(timezone.now())
    assert audit.verify() == []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE access_reading SET actor_name = 'nobody' WHERE place = 'workers'")
        cursor.execute("DELETE FROM access_reading WHERE place = 'account'")
        cursor.execute(
            "INSERT INTO access_reading (at, actor_name, staff, channel, place, party_kind, subjects, leaf)"
            " VALUES (now(), 'made up', false, 'web', 'worker', '', '{}', 0)"
        )
        cursor.execute("RESET session_replication_role")
    said = "\n".join(audit.verify())
    assert "it was changed" in said and "it is missing" in said and "it has no leaf" in said


def test_machines_reading_are_on_record_too(branch: Branch) -> None:
    token = identity.issue_token(branch.owner, name="test")
    client = branch.client()
    answer = client.post(
        "/api/v1/services/account.balance",
        json.dumps({"input": {"establishment": str(branch.establishment)}}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200
    (reading,) = access.of_establishment(branch.establishment)
    assert (reading.channel, reading.place) == ("api", "account.balance")
