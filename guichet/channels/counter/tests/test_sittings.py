"""Nothing opens without the client's consent, everything shuts when it ends, and both are on record
with what was done.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.counter.tests.conftest import MOBILE, Hall
from guichet.domain.access import queries as access
from guichet.domain.contact import commands as contact
from guichet.domain.contact.backends import handset
from guichet.engine import audit, store
from tests.contract.world import NOW

pytestmark = pytest.mark.django_db
BALANCE, WAGE = "/counter/services/account.balance/", "/counter/services/registry.change_wage/"
SITTING, CONSENT = "/counter/sitting/", "/counter/consent/"


def leaves(kind: str) -> list[dict[str, Any]]:
    rows = store.rows(
        "SELECT body FROM engine_auditleaf WHERE kind = %(kind)s ORDER BY id", kind=kind
    )
    return [json.loads(body) for (body,) in rows]


def sent(client: Any, form: dict[str, str]) -> str:
    """A wage that is sent; the address of its receipt."""
    answer = client.post(WAGE, form | {"step": "send"})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


def test_before_consent_nothing_of_the_client_is_shown_and_nothing_opens(hall: Hall) -> None:
    client = hall.named()
    page = client.get(CONSENT).content.decode()
    assert (
        "Establishment Owner" not in page and hall.facts["owner"] not in page and "0001" not in page
    )
    for path in (
        SITTING,
        BALANCE,
        WAGE,
        "/counter/receipts/X/",
        "/counter/receipts/X/paper-en.pdf",
    ):
        assert client.get(path).headers["Location"] == CONSENT, path
    assert client.post(WAGE, hall.wage() | {"step": "send"}).headers["Location"] == CONSENT
    assert store.value("SELECT count(*) FROM engine_transaction") == 0
    assert access.of_person(int(hall.facts["owner"])) == []


def test_the_text_says_what_the_code_is_for_and_names_the_branch(hall: Hall) -> None:
    client = hall.named()
    hall.code(client)
    text = handset.newest(MOBILE) or ""
    assert (
        "consent" in text and "Riyadh branch" in text and "Tell nobody, not even staff" not in text
    )


def test_a_code_opens_the_sitting_and_the_client_asks_through_the_clerk(hall: Hall) -> None:
    client = hall.consented()
    page = client.get(SITTING).content.decode()
    assert "Establishment Owner" in page and "Consented by code" in page
    check = client.post(WAGE, hall.wage() | {"step": "check"})
    assert check.status_code == 200 and "Read it to the client" in check.content.decode()
    address = sent(client, hall.wage())
    receipt = client.get(address).content.decode()
    assert '<section class="done accepted"' in receipt and "Clerk" in receipt
    assert sent(client, hall.wage()) == f"{address}?again"  # a second press is the first receipt
    assert "Change a worker" in client.get(SITTING).content.decode()


def test_a_form_changed_after_it_was_sent_says_so_and_may_be_sent_as_a_new_one(hall: Hall) -> None:
    client, form = hall.consented(), hall.wage()
    sent(client, form)
    changed = client.post(WAGE, form | {"basic": "9100", "step": "send"}).content.decode()
    assert "This form was sent before" in changed and form["once"] not in changed
    anew = str(re.findall(r'name="once" value="([^"]+)"', changed)[0])
    assert sent(client, form | {"basic": "9100", "once": anew}) != sent(client, form)


@pytest.mark.parametrize(
    ("path", "name", "refused", "corrected"),
    [
        (BALANCE, "establishment", "foreign_establishment", "establishment"),
        (WAGE, "worker", "new_citizen", "worker"),
    ],
)
def test_what_was_refused_and_is_corrected_is_another_asking(
    hall: Hall, path: str, name: str, refused: str, corrected: str
) -> None:
    client, form = hall.consented(), hall.wage() | {"step": "send"}
    answer = client.post(path, form | {name: hall.world.facts[refused]})
    assert answer.status_code == 422
    anew = str(re.findall(r'name="once" value="([^"]+)"', answer.content.decode())[0])
    right = form | {name: hall.world.facts[corrected], "once": anew}
    answer = client.post(path, right)
    assert answer.status_code == 303, answer.content.decode()
    assert (
        '<section class="done accepted"' in client.get(answer.headers["Location"]).content.decode()
    )


def test_the_record_names_the_client_as_asker_and_the_clerk_as_doer(hall: Hall) -> None:
    client = hall.consented()
    address = sent(client, hall.wage())
    reference = address.strip("/").rpartition("/")[2]
    assert store.rows("SELECT actor, channel FROM engine_submission") == [
        (hall.world.account.pk, "counter")
    ]
    (leaf,) = leaves("transactions")
    assert (leaf["actor"], leaf["clerk"]) == (hall.world.account.pk, hall.clerk.pk)
    assert leaf["clerk_name"] and leaf["via"]["branch"] == "101"
    # The client finds it among their own, with the clerk's name.
    web = hall.at_desk(hall.world.account)
    page = web.get(f"/transactions/{reference}/").content.decode()
    assert "Branch" in page and hall.clerk.name_latin in page
    assert audit.verify() == []


def test_who_looked_names_the_clerk_of_the_institution(hall: Hall) -> None:
    client = hall.consented()
    client.get(SITTING)
    client.post(BALANCE, {"establishment": hall.facts["establishment"]}, follow=True)
    (of_person,) = access.of_person(int(hall.facts["owner"]))
    readings = access.of_establishment(int(hall.facts["establishment"]))
    assert readings and {r.actor for r in [of_person, *readings]} == {hall.clerk.pk}
    assert all(r.staff and r.channel == "counter" for r in readings)


def test_consent_is_kept_append_only_and_witnessed(hall: Hall) -> None:
    hall.consented()
    (leaf,) = leaves("consent")
    assert (leaf["how"], leaf["client"], leaf["clerk"]) == (
        "code",
        hall.world.account.pk,
        hall.clerk.pk,
    )
    for statement in (
        "UPDATE reception_consent SET kind = 'code'",
        "DELETE FROM reception_consent",
        "UPDATE reception_sitting SET client_id = clerk_id",
        "DELETE FROM reception_sitting",
    ):
        with pytest.raises(Exception, match=r"forward|append|change"), store.atomic():
            store.execute(statement)
    with store.atomic(keep=False):
        store.execute("SET LOCAL session_replication_role = replica")
        store.execute("UPDATE reception_consent SET kind = 'paper', reference = 'X'")
        assert any("consent of leaf" in fault for fault in audit.verify())


def test_the_end_shuts_everything_at_once(hall: Hall) -> None:
    client = hall.consented()
    address = sent(client, hall.wage())
    client.post("/counter/end/")
    for path in (SITTING, BALANCE, address, f"{address}paper-en.pdf", CONSENT):
        assert client.get(path).headers["Location"] == "/counter/", path
    before = store.value("SELECT count(*) FROM engine_transaction")
    assert (
        client.post(WAGE, hall.wage("9500") | {"step": "send"}).headers["Location"] == "/counter/"
    )
    assert store.value("SELECT count(*) FROM engine_transaction") == before
    client.post("/counter/client/", {"person": hall.facts["owner"]})
    assert (
        client.get(SITTING).headers["Location"] == CONSENT
    )  # the next sitting needs its own consent


def test_silence_ends_a_sitting(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    client = hall.consented()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=14))
    assert client.get(SITTING).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=29, seconds=1))
    assert client.get(SITTING).headers["Location"] == "/counter/"
    assert store.value("SELECT count(*) FROM reception_sitting WHERE ended_at IS NOT NULL") == 1


def test_no_sitting_lasts_longer_than_two_hours(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = hall.consented()
    for minutes in range(10, 120, 10):
        monkeypatch.setattr(
            timezone, "now", lambda minutes=minutes: NOW + timedelta(minutes=minutes)
        )
        assert client.get(SITTING).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=120))
    assert client.get(SITTING).status_code == 303


def test_another_clerk_has_no_part_in_it(hall: Hall) -> None:
    client = hall.consented()
    address = sent(client, hall.wage())
    colleague = hall.at_desk(hall.other)
    for path in (SITTING, address, BALANCE):
        assert colleague.get(path).headers["Location"] == "/counter/", path
    colleague.post("/counter/end/")
    assert client.get(SITTING).status_code == 200  # nor can they end it


def test_a_code_of_one_sitting_opens_no_other(hall: Hall) -> None:
    client = hall.named()
    code = hall.code(client)
    client.post("/counter/client/", {"person": hall.facts["owner"]})  # begun anew
    assert client.post(CONSENT, {"step": "code", "code": code}).status_code == 422
    colleague = hall.named(hall.other)
    assert colleague.post(CONSENT, {"step": "code", "code": code}).status_code == 422
    assert store.value("SELECT count(*) FROM reception_consent") == 0


def test_a_code_is_guessed_three_times_only(hall: Hall) -> None:
    client = hall.named()
    code = hall.code(client)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        assert client.post(CONSENT, {"step": "code", "code": wrong}).status_code == 422
    assert client.post(CONSENT, {"step": "code", "code": code}).status_code == 422


@pytest.mark.parametrize("reference", ["", "  ", "abc", "x" * 61, "a b c d", "🂡🂡🂡🂡🂡", "'; --aa"])
def test_a_paper_without_a_sound_reference_is_no_consent(hall: Hall, reference: str) -> None:
    client = hall.named()
    answer = client.post(CONSENT, {"step": "paper", "reference": reference})
    assert answer.status_code == 422 and "reference" in answer.content.decode()
    assert client.get(SITTING).headers["Location"] == CONSENT


def test_a_signed_paper_opens_what_a_password_opens_and_no_more(hall: Hall) -> None:
    client = hall.named()
    assert client.post(CONSENT, {"step": "paper", "reference": "cf-2026-٠٠١"}).status_code == 303
    assert store.value("SELECT reference FROM reception_consent") == "CF-2026-001"
    sent(client, hall.wage())
    stepped = "/counter/services/account.change_establishment_bank_account/"
    assert "a code on their mobile" in client.get(stepped).content.decode()
    refused = client.post(stepped, {"establishment": hall.facts["establishment"], "step": "send"})
    assert refused.status_code == 422 and "a code on their mobile" in refused.content.decode()
    client.post(CONSENT, {"step": "code", "code": hall.code(client)})  # the remedy
    assert "a code on their mobile" not in client.get(stepped).content.decode()


def test_a_signature_is_for_one_sitting(hall: Hall) -> None:
    hall.named().post(CONSENT, {"step": "paper", "reference": "CF-2026-001"})
    colleague = hall.named(hall.other)
    again = colleague.post(CONSENT, {"step": "paper", "reference": "CF-2026-001"})
    assert again.status_code == 422 and "another sitting" in again.content.decode()
    assert colleague.get(SITTING).headers["Location"] == CONSENT


def test_without_a_mobile_there_is_no_code_and_the_paper_remains(hall: Hall) -> None:
    contact.end_mobile(hall.world.account, now=NOW)
    client = hall.named()
    said = client.post(CONSENT, {"step": "send"})
    assert said.status_code == 422 and "no registered mobile" in said.content.decode()
    assert client.post(CONSENT, {"step": "paper", "reference": "CF-2026-002"}).status_code == 303
