"""The page of who may act, and the one switcher: establishments, bureaus' clients, other
persons.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from demo.population import a_living
from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account, Mandate
from guichet.domain.registry.tests import seeds

pytestmark = pytest.mark.django_db

APPOINT = "/services/mandates.appoint_delegate/"


def appoint(branch: Branch, **given: str | list[str]) -> None:
    """As a person does it in the browser: boxes are several values of one name."""
    form = {
        "establishment": str(branch.establishment),
        "delegate": "",
        "bureau": "",
        "since": "",
        "until": "",
        "branches": "this",
        "once": "",
        "rights": ["wages", "view"],
    } | given
    sent = branch.sure().post(APPOINT, form | {"step": "send"})
    assert sent.status_code == 303, sent.content.decode()


def clerk(number: int) -> Account:
    return identity.open_account(
        username="clerk", password=PASSWORD, name_latin="Clerk", person_number=number
    )


def test_whoever_is_appointed_stands_on_the_page_with_rights_and_receipt(branch: Branch) -> None:
    appoint(branch, delegate=str(branch.newcomer))
    page = branch.client().get("/delegates/").content.decode()
    assert "Change wages" in page and str(branch.newcomer) in page and "Receipt" in page
    assert f"/services/mandates.end_delegate/?delegate={branch.newcomer}" in page


def test_the_boxes_of_rights_keep_what_was_ticked_when_something_else_was_wrong(
    branch: Branch,
) -> None:
    form = {
        "establishment": str(branch.establishment),
        "delegate": "12",
        "rights": ["wages", "view"],
    }
    page = branch.sure().post(APPOINT, form | {"step": "check"}).content.decode()
    assert re.findall(r'name="rights" value="(\w+)"[^>]* checked', page) == ["wages", "view"]


def test_the_ended_stay_readable_below(branch: Branch) -> None:
    appoint(branch, delegate=str(branch.newcomer))
    end = {
        "establishment": str(branch.establishment),
        "delegate": str(branch.newcomer),
        "bureau": "",
        "step": "send",
    }
    assert branch.client().post("/services/mandates.end_delegate/", end).status_code == 303
    page = branch.client().get("/delegates/").content.decode()
    assert "Ended on" in page and "mandates.end_delegate" not in page


def test_a_delegate_does_not_see_who_else_may_act(branch: Branch) -> None:
    appoint(branch, delegate=str(branch.newcomer))
    assert branch.client(clerk(branch.newcomer)).get("/delegates/").status_code == 403


def test_the_page_shuts_when_ownership_ends_though_the_session_stays(branch: Branch) -> None:
    client = branch.client()
    assert client.get("/delegates/").status_code == 200
    Mandate.objects.filter(party=branch.establishment).update(revoked_at=timezone.now())
    assert client.get("/delegates/").status_code == 403


def test_an_agent_switches_to_the_person_and_asks_in_their_name(branch: Branch) -> None:
    person, agent = branch.worker, clerk(branch.newcomer)
    Mandate.objects.create(
        person_number=agent.person_number,
        basis="agent",
        party_kind="person",
        party=person,
        rights=["self"],
        valid_until=timezone.now().date() + timedelta(30),
    )
    client = branch.client(agent)
    assert str(person) in client.get("/party/").content.decode()
    assert client.post("/party/", {"party": str(person)}).status_code == 302
    assert "On behalf of" in client.get("/").content.decode()
    form = client.get("/services/account.statement_of_periods/").content.decode()
    assert f'name="person" value="{person}"' in form
    shown = client.post("/services/account.statement_of_periods/", {"person": str(person)})
    assert shown.status_code == 303
    assert client.get(shown.headers["Location"]).status_code == 200


def test_nobody_switches_to_a_person_without_a_mandate(branch: Branch) -> None:
    client = branch.client(clerk(branch.newcomer))
    assert client.post("/party/", {"party": str(branch.worker)}).status_code == 422
    assert client.post("/party/", {"number": str(a_living(7))}).status_code == 422


def test_an_agent_of_many_still_begins_with_the_own_establishment(branch: Branch) -> None:
    Mandate.objects.create(
        person_number=seeds.OWNER,
        basis="agent",
        party_kind="person",
        party=branch.worker,
        rights=["self"],
    )
    assert branch.client().session["party"]["kind"] == "establishment"


def test_person_or_bureau_is_one_question_and_only_its_answer_counts(branch: Branch) -> None:
    page = branch.client().get(APPOINT).content.decode()
    assert "Whom do you appoint?" in page and page.count('name="either"') == 2
    form = {
        "establishment": str(branch.establishment),
        "delegate": str(branch.newcomer),
        "bureau": str(branch.foreign),
        "rights": ["view"],
        "step": "send",
        "once": "",
    }
    assert branch.sure().post(APPOINT, form).status_code == 422  # both, and no word which
    assert branch.sure().post(APPOINT, form | {"either": "bureau"}).status_code == 303
    given = Mandate.objects.exclude(basis="owner").get()
    assert (given.bureau, given.person_number) == (branch.foreign, None)


def test_a_link_to_a_bureaus_mandate_opens_on_the_bureau(branch: Branch) -> None:
    page = (
        branch.client()
        .get(f"/services/mandates.end_delegate/?bureau={branch.foreign}")
        .content.decode()
    )
    assert 'value="bureau" checked' in page and 'value="delegate" checked' not in page


def test_whoever_the_institution_let_act_is_ended_from_the_page(branch: Branch) -> None:
    bureau = clerk(branch.newcomer)
    identity.grant(establishment=branch.establishment, rights=["view"], account=bureau)
    page = branch.client().get("/delegates/").content.decode()
    assert f"/services/mandates.end_delegate/?delegate={branch.newcomer}" in page


def test_a_system_is_ended_on_the_page_of_systems_and_the_page_says_so(branch: Branch) -> None:
    machine = identity.open_account(username="system:abc", password=None, name_latin="Payroll")
    identity.grant(establishment=branch.establishment, rights=["wages"], account=machine)
    page = branch.client().get("/delegates/").content.decode()
    assert "Payroll" in page and 'href="/systems/"' in page.split("Payroll", 1)[1]


def test_to_act_for_clients_is_offered_only_to_a_bureau_that_has_some(branch: Branch) -> None:
    offered = ['value="clients"' in branch.client().get(APPOINT).content.decode()]
    Mandate.objects.create(
        bureau=branch.establishment,
        party_kind="establishment",
        party=branch.foreign,
        rights=["view"],
    )
    client = branch.client()
    client.post("/party/", {"party": str(branch.establishment)})
    offered.append('value="clients"' in client.get(APPOINT).content.decode())
    assert offered == [False, True]
