"""Staff see what waits, what would change, and settle it once; the client reads the end under his
own transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from guichet.channels.counter.tests import driver as counter
from guichet.domain.access.queries import of_establishment
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Mandate
from guichet.domain.identity.staff import BOARD
from guichet.domain.identity.tests.staffing import appoint, member, withdraw
from guichet.domain.payments import queries as payments
from guichet.engine import referrals, store
from guichet.engine.actor import Segment
from guichet.engine.outcome import Answer
from guichet.engine.pending import resolution_of
from guichet.engine.perform import perform
from guichet.engine.registry import services
from guichet.lib import reference
from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, World

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
pytestmark = pytest.mark.django_db
KEY = "payments.waive_penalties"
CHARGED, HALF = 15_000, 7_500  # three months begun late of 2,500.00, and what may be waived


@pytest.fixture
def asked(indebted: World) -> Answer:
    """A waiver that waits for a person."""
    given = {
        "establishment": indebted.facts["debtor"],
        "reason": "illness",
        "details": "Qaswarah was ill",
    }
    return perform(KEY, given, indebted.context(KEY, "web"))


def account(username: str = "clerk", segment: Segment = Segment.STAFF) -> Any:
    made = identity.open_account(
        username=username,
        password=PASSWORD,
        name_ar="موظف",
        language="en",
        segments=[segment],
        person_number=None,
    )
    return appoint(made, "decide:" + KEY) if segment is Segment.STAFF else made


def browser(user: Any, language: str = "en", *, sure: bool = True) -> Client:
    client = Client(headers={"accept-language": language})
    client.cookies["django_language"] = language
    client.force_login(user)
    if sure:
        session = client.session
        session["proved"] = timezone.now().timestamp()
        session.save()
    return client


def due(indebted: World) -> int:
    return int(payments.to_pay(pl.Series([int(indebted.facts["debtor"])]))["penalties"][0])


def page(client: Client, place: str = "/office/cases/") -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


def send(
    client: Client, answer: Answer, decision: str = "approve", reason: str = "Hospital papers seen"
) -> Any:
    place = f"/office/cases/{answer.reference}/"
    return client.post(place, {"decision": decision, "reason": reason}, follow=True)


def test_staff_see_the_case_approve_it_and_the_client_reads_the_end(
    indebted: World, asked: Answer
) -> None:
    staff = browser(account())
    assert asked.reference in page(staff) and "Ask to waive a late penalty" in page(staff)
    shown = page(staff, f"/office/cases/{asked.reference}/")
    for text in ("Illness or death", "Qaswarah was ill", "75.00", "150.00", "Establishment"):
        assert text in shown, text
    assert due(indebted) == CHARGED, "looking changes nothing"
    done = send(staff, asked).content.decode()
    assert (
        "is carried out" in done and "Nothing waits here" in done and "Hospital papers seen" in done
    )
    assert due(indebted) == CHARGED - HALF
    client = browser(indebted.account)
    assert "It has continued since" in page(client, f"/transactions/{asked.reference}/")
    settled = store.value("SELECT resolution FROM engine_ruling")
    assert settled == resolution_of(asked.transaction)
    receipt = page(client, f"/transactions/{reference.encode(settled)}/")
    assert "The institution approved it: Hospital papers seen" in receipt


def test_the_client_reads_why_it_was_declined(indebted: World, asked: Answer) -> None:
    send(browser(account()), asked, "decline", "No <b>papers</b> came.")
    assert due(indebted) == CHARGED
    settled = reference.encode(store.value("SELECT resolution FROM engine_ruling"))
    for language, words in (
        ("en", "declined it"),
        ("ar", "لم توافق المؤسسة"),
        ("fr", "l’a refusé"),
    ):
        shown = page(browser(indebted.account, language), f"/transactions/{settled}/")
        assert words in shown.replace("L’", "l’") and "No &lt;b&gt;papers&lt;/b&gt; came." in shown


def test_a_second_decision_is_told_that_it_is_settled(indebted: World, asked: Answer) -> None:
    first, second = browser(account()), browser(account("other"))
    send(first, asked)
    late = send(second, asked, "decline")
    assert late.status_code == 422 and "settled already" in late.content.decode()
    assert due(indebted) == CHARGED - HALF
    assert first.get(f"/office/cases/{asked.reference}/").status_code == 404


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [
        ("approve", "", "Write the reason"),
        ("approve", "no", "Write the reason"),
        ("approve", "x" * 301, "Write the reason"),
        ("approve", "bell \x07 in it", "Write the reason"),
        ("", "a good reason", "Choose to approve"),
        ("both", "a good reason", "Choose to approve"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(
    indebted: World, asked: Answer, decision: str, reason: str, said: str
) -> None:
    answer = send(browser(account()), asked, decision, reason)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert due(indebted) == CHARGED and resolution_of(asked.transaction) is None


def test_nobody_decides_on_what_he_asked_or_may_ask_for_himself(
    indebted: World, asked: Answer
) -> None:
    own, acting = indebted.account, account("acting")
    own.segments = [Segment.STAFF.value]
    own.save()
    appoint(own, "decide:" + KEY)
    identity.grant(establishment=int(indebted.facts["debtor"]), rights=["pay"], account=acting)
    for clerk in (own, acting):
        answer = send(browser(clerk), asked)
        assert answer.status_code == 422 and "Nobody rules" in answer.content.decode()
    assert due(indebted) == CHARGED


def test_nobody_but_staff_sees_or_decides_anything(indebted: World, asked: Answer) -> None:
    place = f"/office/cases/{asked.reference}/"
    for client in (browser(indebted.account), browser(account("stranger", Segment.EMPLOYER))):
        assert client.get("/office/cases/").status_code == 403
        assert client.get(place).status_code == 403
        assert send(client, asked).status_code == 403
    assert Client().get(place).status_code == 302
    assert due(indebted) == CHARGED


@pytest.mark.parametrize("ref", ["nothing", "AAAA-AAAA-AAAA", "9" * 60, "١٢٣"])
def test_a_reference_of_nothing_is_not_found(indebted: World, ref: str) -> None:
    staff = browser(account())
    assert staff.get(f"/office/cases/{ref}/").status_code == 404
    assert staff.post(
        f"/office/cases/{ref}/", {"decision": "approve", "reason": "a good one"}
    ).status_code in (404, 422)


def test_what_is_overdue_comes_first_and_says_so(
    indebted: World, asked: Answer, monkeypatch: Any
) -> None:
    staff = browser(account())
    assert "Overdue" not in page(staff)
    later = NOW + timedelta(days=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Overdue" in page(browser(account("late")))
    assert "فات الموعد" in page(
        browser(account("arabic"), "ar"), f"/office/cases/{asked.reference}/"
    )


def test_the_list_can_be_narrowed_to_a_service_and_paged(indebted: World, asked: Answer) -> None:
    staff = browser(account())
    assert asked.reference in page(staff, f"/office/cases/?service={KEY}")
    for odd in ("?service=registry.change_wage", "?service=nonsense", "?from=x", "?from=-1"):
        assert asked.reference in page(staff, f"/office/cases/{odd}")
    assert asked.reference not in page(staff, "/office/cases/?from=50")


def test_who_looked_is_on_record(indebted: World, asked: Answer) -> None:
    page(browser(account()), f"/office/cases/{asked.reference}/")
    found = of_establishment(int(indebted.facts["debtor"]))
    assert [(r.channel, r.place, r.staff) for r in found] == [("office", "case", True)]


def test_an_approval_of_what_the_asker_may_no_longer_do_is_refused_and_says_why(
    indebted: World, asked: Answer
) -> None:
    for mandate in Mandate.objects.filter(
        party=int(indebted.facts["debtor"]), account=indebted.account
    ):
        identity.revoke(mandate, now=NOW)
    staff = browser(account())
    assert "would still be refused" in page(staff, f"/office/cases/{asked.reference}/")
    done = send(staff, asked).content.decode()
    assert "is refused: You have no mandate" in done and due(indebted) == CHARGED


def test_the_clerk_who_typed_it_at_the_counter_does_not_decide_on_it(indebted: World) -> None:
    given = {"establishment": indebted.facts["debtor"], "reason": "bank"}
    assert counter.play(indebted, KEY, given).outcome == "referred"
    (waits,) = referrals.waiting(services().values())
    typed = browser(appoint(counter.clerk(), "decide:" + KEY))
    answer = typed.post(
        f"/office/cases/{waits.reference}/", {"decision": "approve", "reason": "I typed it myself"}
    )
    assert answer.status_code == 422 and "Nobody rules" in answer.content.decode()
    assert due(indebted) == CHARGED


def test_an_approval_that_moves_money_asks_for_a_second_factor_and_keeps_the_reason(
    indebted: World, asked: Answer
) -> None:
    staff = browser(account(), sure=False)
    place = f"/office/cases/{asked.reference}/"
    led = staff.post(place, {"decision": "approve", "reason": "Hospital papers seen"})
    assert led.status_code == 302 and led.headers["Location"].startswith(
        "/prove/?next=%2Foffice%2F"
    )
    assert due(indebted) == CHARGED
    session = staff.session
    session["proved"] = timezone.now().timestamp()
    session.save()
    back = page(staff, place)
    assert "You have shown who you are" in back and "Hospital papers seen</textarea>" in back
    send(staff, asked)
    assert due(indebted) == HALF


def test_declining_moves_nothing_and_needs_no_more_than_the_sign_in(
    indebted: World, asked: Answer
) -> None:
    staff = browser(account(), sure=False)
    assert "/prove/" not in str(send(staff, asked, "decline", "No papers came").redirect_chain)
    assert due(indebted) == CHARGED and referrals.waiting(services().values()) == []


def test_only_who_was_appointed_rules_for_the_board(indebted: World) -> None:
    key, number = "payments.waive_beyond", int(indebted.facts["let_off"])
    given = {"establishment": str(number), "month": "2026-08", "reason": "disaster"}
    place = f"/office/cases/{perform(key, given, indebted.context(key, 'web')).reference}/"
    form = {"decision": "approve", "reason": "The Board has met."}
    clerk = account()
    reference = place.split("/")[-2]
    for _ in range(2):
        assert browser(clerk).get(place).status_code == 403
        assert browser(clerk).post(place, form).status_code == 403
        assert reference not in page(browser(clerk)), "nor is it on the work list"
        appoint(clerk, BOARD)
        assert reference in page(browser(clerk))
        withdraw(clerk, BOARD)
    appoint(clerk, BOARD)
    assert browser(clerk).post(place, form).status_code == 302
    assert int(payments.to_pay(pl.Series([number]))["penalties"][0]) == 0


def test_papers_of_a_case_are_read_by_who_may_decide_it_and_by_nobody_else(indebted: World) -> None:
    given = indebted.filled({"establishment": "{debtor}", "reason": "bank", "paper": "{paper}"})
    waits = perform(KEY, given, indebted.context(KEY, "web"))
    assert waits.outcome.value == "referred", waits.findings
    place = f"/office/cases/{waits.reference}/"
    officer = browser(account())
    assert f'href="{place}papers/paper/"' in page(officer, place)
    read = officer.get(f"{place}papers/paper/")
    assert read.status_code == 200 and read.headers["Content-Disposition"].startswith(
        "attachment; "
    )
    assert store.value("SELECT count(*) FROM engine_auditleaf WHERE kind = 'attachment-read'") == 1
    assert officer.get(f"{place}papers/details/").status_code == 404
    stranger = browser(member("other", "decide:payments.object_to_bill"))
    assert stranger.get(f"{place}papers/paper/").status_code == 403
