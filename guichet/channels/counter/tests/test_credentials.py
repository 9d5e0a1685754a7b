"""Mobile, PIN and card at the counter: what it takes, what nobody gets alone, and what a clerk
never learns.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.counter.tests.conftest import MOBILE, Hall
from guichet.channels.kiosk.tests.screen import Screen
from guichet.domain.contact import cards, codes, commands, pin_sign_in
from guichet.domain.contact.backends import handset
from guichet.domain.contact.queries import has_pin, mobile_of, money_from, must_choose_pin
from guichet.domain.contact.refusals import FIRST_PIN_SPENT, MOBILE_NEW, PIN_TEXTED
from guichet.domain.reception import audit_check
from guichet.engine import store
from guichet.engine.refusal import Refused
from guichet.lib.text import Words

pytestmark = pytest.mark.django_db
MEANS, NEW, PASSWORD = "/counter/means/", "+966512345678", "clerk-Pa55-word"


@pytest.fixture(autouse=True)
def passwords(hall: Hall) -> None:
    """Both clerks have one, for it is asked."""
    for clerk in (hall.clerk, hall.other):
        clerk.set_password(PASSWORD)
        clerk.save()


def do(client: Client, step: str, **given: str) -> Any:
    return client.post(MEANS, {"step": step, "password": PASSWORD, **given})


def identified(hall: Hall, client: Client, **given: str) -> Client:
    shown = {"kind": "national", "number": hall.facts["owner"], "expires": "2999-01-31"} | given
    answer = do(client, "document", **shown)
    assert answer.status_code == 303, answer.content.decode()
    return client


def on_paper(hall: Hall, paper: str = "CF-2026-00001") -> Client:
    client = hall.named()
    client.post("/counter/consent/", {"step": "paper", "reference": paper})
    return client


def code_at(mobile: str) -> str:
    return (handset.newest(mobile) or "").partition(" ")[0]


def wrong(answer: Any) -> str:
    assert answer.status_code == 422
    found = re.search(r'class="errsum".*?<ul>(.*?)</ul>', answer.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]) if found else ""


def seconded(hall: Hall, number: str | None = None, who: Any = None) -> Any:
    check = store.value("SELECT max(id) FROM reception_identitycheck")
    given = {"number": number or hall.facts["owner"], "password": PASSWORD}
    return hall.at_desk(who or hall.other).post(f"/counter/second/{check}/", given)


def test_a_client_known_by_code_changes_their_mobile_and_the_old_one_is_told(hall: Hall) -> None:
    client = identified(hall, hall.consented())
    answer = do(client, "mobile", mobile="٠٥١٢٣٤٥٦٧٨")
    assert answer.status_code == 303, wrong(answer)
    text = handset.newest(NEW) or ""
    assert "clerk before you" in text or "للموظف الذي أمامك" in text
    assert do(client, "code", code=code_at(NEW)).status_code == 303
    owner = hall.world.account
    assert mobile_of(owner) == NEW
    assert "was replaced" in (handset.newest(MOBILE) or "")
    assert (money_from(owner, timezone.now()) is not None) and NEW[-3:] in client.get(
        MEANS
    ).content.decode()


def test_a_new_mobile_confirms_no_change_of_money_for_some_days(hall: Hall) -> None:
    owner, now = hall.world.account, timezone.now()
    commands.register_mobile(owner, NEW, now=now)
    about = Words(ar="حساب", en="account", fr="compte")
    with pytest.raises(Refused) as refused:
        codes.issue(owner, "x", about, channel="sms", language="en", now=now, money=True)
    assert refused.value.refusal is MOBILE_NEW
    codes.issue(owner, "x", about, channel="sms", language="en", now=now)  # anything else it does
    client = hall.named()
    client.post("/counter/consent/", {"step": "send"})
    client.post("/counter/consent/", {"step": "code", "code": code_at(NEW)})
    page = client.post("/counter/services/account.change_bank_account/", {"step": "check"})
    assert "no change of money and gives nobody rights before" in wrong(page)


def test_without_a_document_or_the_clerks_password_nothing_is_given(hall: Hall) -> None:
    client = hall.consented()
    for step in ("mobile", "code", "pin", "card"):
        assert "identity document" in wrong(do(client, step, mobile=NEW, code="1"))
    identified(hall, client)
    for step in ("mobile", "pin", "card"):
        assert "password" in wrong(do(client, step, mobile=NEW, password="guess"))
    assert handset.newest(NEW) is None and cards.issued_at(hall.world.account) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "1000000016"}, "Read it from the document again"),
        ({"number": "", "kind": "passport"}, "Read it from the document again"),
        ({"kind": "library card"}, "Read it from the document again"),
        ({"expires": "2020-01-01"}, "expired"),
        ({"expires": "soon"}, "expired"),
        ({"expires": "9999-12-31"}, "expired"),
    ],
)
def test_a_document_that_is_not_the_clients_or_has_expired_is_none(
    hall: Hall, given: dict[str, str], said: str
) -> None:
    client = hall.consented()
    shown = {"kind": "national", "number": hall.facts["owner"], "expires": "2999-01-31"} | given
    assert said in wrong(do(client, "document", **shown))
    assert store.value("SELECT count(*) FROM reception_identitycheck") == 0


def test_a_clerk_alone_with_a_paper_registers_no_mobile(hall: Hall) -> None:
    client = identified(hall, on_paper(hall))
    assert "colleague" in wrong(do(client, "mobile", mobile=NEW))
    assert seconded(hall, who=hall.clerk).headers["Location"] == "/counter/"  # not by themselves
    assert "colleague" in wrong(do(client, "mobile", mobile=NEW))
    assert "Read it from the document again" in wrong(seconded(hall, "1000000016"))
    assert "colleague asks you" in hall.at_desk(hall.other).get("/counter/").content.decode()
    assert seconded(hall).status_code == 303
    assert do(client, "mobile", mobile=NEW).status_code == 303
    assert do(client, "code", code=code_at(NEW)).status_code == 303
    assert mobile_of(hall.world.account) == NEW
    assert audit_check.identifying_is_whole() == []


def test_a_mobile_got_in_this_sitting_proves_nobody(hall: Hall) -> None:
    """Else a rogue clerk would register their own, consent with it, and go on alone."""
    client = identified(hall, hall.consented())
    do(client, "mobile", mobile=NEW)
    do(client, "code", code=code_at(NEW))
    assert "colleague" in wrong(do(client, "mobile", mobile="0512345679"))


def test_a_second_look_is_for_its_sitting_only(hall: Hall) -> None:
    identified(hall, on_paper(hall))
    check = store.value("SELECT max(id) FROM reception_identitycheck")
    hall.at_desk().post("/counter/end/", {"end": "1"})
    assert seconded(hall).status_code == 303
    assert store.value("SELECT count(*) FROM reception_secondlook") == 0
    client = identified(hall, on_paper(hall, "CF-2026-00002"))
    assert "colleague" in wrong(do(client, "mobile", mobile=NEW))
    assert hall.at_desk(hall.other).get(f"/counter/second/{check}/").status_code == 303


def test_the_code_of_one_number_registers_no_other(hall: Hall) -> None:
    client = identified(hall, hall.consented())
    do(client, "mobile", mobile=NEW)
    first = code_at(NEW)
    do(client, "mobile", mobile="0512345679")
    assert "code is wrong" in wrong(do(client, "code", code=first))
    assert mobile_of(hall.world.account) == MOBILE


def test_the_first_pin_goes_to_the_mobile_and_only_lets_its_owner_choose(hall: Hall) -> None:
    client = identified(hall, hall.consented())
    answer = do(client, "pin")
    assert answer.status_code == 303
    pin = code_at(MOBILE)
    assert re.fullmatch("[0-9]{6}", pin) and pin not in client.get(MEANS).content.decode()
    owner, now = hall.world.account, timezone.now()
    assert pin_sign_in.enter(owner.person_number, pin, place="x", now=now).account == owner
    assert must_choose_pin(owner, now)
    kiosk = Screen()  # which reads the page that answers a form
    kiosk.post("/kiosk/begin/", {"language": "en"})
    entered = kiosk.post("/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": pin})
    assert entered.headers["Location"] == "/kiosk/pin/"
    assert kiosk.get("/kiosk/services/").headers["Location"] == "/kiosk/"  # and the visit is over
    kiosk.post("/kiosk/begin/", {"language": "en"})
    kiosk.post("/kiosk/sign-in/", {"number": hall.facts["owner"], "pin": pin})
    for chosen, again, said in (
        ("274951", "274952", "not the same"),
        (pin, pin, "we texted"),
        ("123456", "123456", "easy"),
        ("", "", "6 digits"),
    ):
        page = kiosk.post("/kiosk/pin/", {"pin": chosen, "again": again})
        assert page.status_code == 422 and said in page.content.decode()
    done = kiosk.post("/kiosk/pin/", {"pin": "274951", "again": "274951"})
    assert done.headers["Location"] == "/kiosk/services/"
    assert kiosk.get("/kiosk/services/").status_code == 200
    assert pin_sign_in.enter(owner.person_number, pin, place="x", now=now).account is None
    assert pin_sign_in.enter(owner.person_number, "274951", place="x", now=now).account == owner


def test_a_first_pin_is_spent_once_and_dies_after_a_day(hall: Hall) -> None:
    owner, now = hall.world.account, timezone.now()
    commands.send_first_pin(owner, now=now)
    pin = code_at(MOBILE)
    late = now + commands.FIRST_PIN_GOOD_FOR
    assert pin_sign_in.enter(owner.person_number, pin, place="x", now=late).account is None
    with pytest.raises(Refused) as refused:
        commands.set_pin(owner, pin, now=now)
    assert refused.value.refusal is PIN_TEXTED
    commands.choose_pin(owner, "274951", now=now)
    with pytest.raises(Refused) as refused:
        commands.choose_pin(owner, "384951", now=now)
    assert refused.value.refusal is FIRST_PIN_SPENT
    for _ in range(commands.FIRST_PINS - 1):
        commands.send_first_pin(owner, now=now)
    with pytest.raises(Refused, match="too-many-codes"):
        commands.send_first_pin(owner, now=now)


def test_a_card_is_printed_once_and_ended_at_once(hall: Hall) -> None:
    client = identified(hall, hall.consented())
    page = do(client, "card").content.decode()
    secret = re.search(r"GUI[A-Z2-7]{32}", page)
    assert secret and "data:image/svg+xml" in page
    assert secret[0] not in client.get(MEANS).content.decode()
    assert cards.owner_of(secret[0]) == hall.world.account
    assert do(client, "end-card").status_code == 303
    assert cards.owner_of(secret[0]) is None


def test_a_sitting_for_an_establishment_gives_its_client_nothing(hall: Hall) -> None:
    client = hall.consented(person=hall.facts["owner"], establishment=hall.facts["establishment"])
    assert client.get(MEANS).status_code == 404 and do(client, "card").status_code == 404


def test_checks_and_looks_are_kept_as_they_were(hall: Hall) -> None:
    identified(hall, on_paper(hall))
    seconded(hall)
    assert audit_check.identifying_is_whole() == []
    for table in ("identitycheck", "secondlook"):
        with pytest.raises(Exception, match="append-only"), store.atomic():
            store.execute(f"UPDATE reception_{table} SET leaf = 0")  # noqa: S608


def test_who_entered_with_a_first_pin_chooses_nothing_once_another_is_chosen(hall: Hall) -> None:
    owner, now = hall.world.account, timezone.now()
    commands.send_first_pin(owner, now=now)
    kiosk = Screen()  # which reads the page that answers a form
    kiosk.post("/kiosk/begin/", {"language": "en"})
    first = {"number": hall.facts["owner"], "pin": code_at(MOBILE)}
    assert kiosk.post("/kiosk/sign-in/", first).headers["Location"] == "/kiosk/pin/"
    assert kiosk.get("/kiosk/pin/").status_code == 200
    commands.choose_pin(owner, "274951", now=now, channel="voice")
    assert kiosk.get("/kiosk/pin/").headers["Location"] == "/kiosk/sign-in/"
    late = kiosk.post("/kiosk/pin/", {"pin": "384951", "again": "384951"})
    assert late.headers["Location"] == "/kiosk/sign-in/"
    assert pin_sign_in.enter(owner.person_number, "274951", place="x", now=now).account == owner


def test_a_first_pin_that_is_too_old_is_none(hall: Hall) -> None:
    owner, now = hall.world.account, timezone.now()
    commands.send_first_pin(owner, now=now)
    assert has_pin(owner, now)
    assert not has_pin(owner, now + commands.FIRST_PIN_GOOD_FOR)


def test_a_clerk_is_named_in_the_readers_script(hall: Hall) -> None:
    hall.clerk.name_ar, hall.clerk.name_latin = "موظف الاستقبال", "Front Desk"
    hall.clerk.save()
    client = hall.consented()
    client.post("/counter/services/registry.change_wage/", hall.wage() | {"step": "send"})
    where = re.search(
        r'/counter/receipts/[^/"]+/', client.get("/counter/sitting/").content.decode()
    )
    assert where
    page = client.get(where[0]).content.decode()
    assert "Front Desk" in page and "موظف الاستقبال" not in page
