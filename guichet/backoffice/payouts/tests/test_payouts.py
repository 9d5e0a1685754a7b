"""Staff let money go, two of them, and decide what becomes of what came back; nobody else sees any
of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from guichet.backoffice.tests.browsers import PASSWORD, signed_in, surely
from guichet.domain.benefits import commands as pensions
from guichet.domain.benefits.queries import PENSION
from guichet.domain.benefits.tests.test_benefits import pension
from guichet.domain.identity.staff import RELEASE
from guichet.domain.identity.tests.staffing import member
from guichet.domain.ledger.kinds import CREDIT, PAYOUTS
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import dispatch
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.test_batches import states
from guichet.domain.payouts.tests.world import NOW, balance, firm, order, pensioner, wanted
from guichet.engine import store
from guichet.engine.actor import Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = (
        "SA0380000000608010167519",
        str(tmp_path / "out"),
    )
    return tmp_path / "out"


@pytest.fixture
def two(db: None) -> None:
    order(wanted(firm(500), 300), wanted(None, 900, "b-1", person=pensioner(900)))


def colleague() -> Client:
    member("other", RELEASE, password=PASSWORD, name_ar="زميل")
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.post("/sign-in/", {"username": "other", "password": PASSWORD})
    return surely(browser)


def batch() -> int:
    return int(store.value("SELECT max(id) FROM payouts_batch"))


def sent(staff: Client, outbox: Path) -> str:
    """Everything that waits has left; the message id of its file."""
    staff.post("/office/payouts/")
    assert colleague().post(f"/office/payouts/{batch()}/", {"release": "1"}).status_code == 302
    dispatch.send(NOW)
    (file,) = outbox.iterdir()
    return file.name.removesuffix(".pain.001.xml")


def test_one_gathers_and_another_releases(two: None, outbox: Path) -> None:
    staff = surely(signed_in(Segment.STAFF))
    page = staff.get("/office/payouts/").content.decode()
    assert "Pension" in page and "Refund of credit" in page and "Gather a batch" in page
    assert staff.post("/office/payouts/").headers["Location"] == f"/office/payouts/{batch()}/"
    place = f"/office/payouts/{batch()}/"
    own = staff.get(place).content.decode()
    assert "another person releases it" in own and 'name="release"' not in own
    refused = staff.post(place, {"release": "1"})
    assert (
        refused.status_code == 422
        and "You gathered this batch yourself" in refused.content.decode()
    )
    other = colleague()
    assert 'name="release"' in other.get(place).content.decode()
    assert other.post(place, {"release": "1"}).status_code == 302
    assert other.post(place, {"release": "1"}).status_code == 422
    assert other.post(place, {"discard": "1"}).status_code == 422
    assert "Released, not sent yet" in staff.get("/office/payouts/").content.decode()


def test_a_batch_may_be_discarded_and_nothing_to_gather_is_said(two: None, outbox: Path) -> None:
    staff = signed_in(Segment.STAFF)
    staff.post("/office/payouts/")
    assert staff.post(f"/office/payouts/{batch()}/", {"discard": "1"}).status_code == 302
    assert states() == ["waiting", "waiting"]
    staff.post("/office/payouts/")
    nothing = staff.post("/office/payouts/")
    assert nothing.status_code == 422 and "No payment waits" in nothing.content.decode()


def test_what_came_back_is_decided_with_a_reason(two: None, outbox: Path) -> None:
    staff = surely(signed_in(Segment.STAFF))
    message = sent(staff, outbox)
    firms, persons = (row[0] for row in store.rows("SELECT id FROM payouts_transfer ORDER BY id"))
    take_answer(answer(message, {f"GUICHET-T{firms}": "AC04", f"GUICHET-T{persons}": "AC04"}), NOW)
    page = staff.get("/office/payouts/back/").content.decode()
    assert "Account closed" in page and f"/office/payouts/back/{firms}/" in page
    place = f"/office/payouts/back/{firms}/"
    assert staff.get(place).status_code == 200
    for given, anchor in (
        ({"note": "because"}, "what-again"),
        ({"what": "credit", "note": "x"}, "note"),
    ):
        wrong = staff.post(place, given)
        assert wrong.status_code == 422 and f'href="#{anchor}"' in wrong.content.decode()
    told = {"what": "credit", "note": "Letter of 3 November"}
    assert staff.post(place, told).status_code == 302
    assert balance(CREDIT) == -500 and balance(PAYOUTS) == -900
    assert staff.post(place, told).status_code == 422 and staff.get(place).status_code == 404
    again = staff.post(f"/office/payouts/back/{persons}/", {"what": "again", "note": "asked for"})
    assert again.status_code == 422 and "another account" in again.content.decode()


def test_who_could_not_be_paid_is_listed(outbox: Path) -> None:
    pensions.enter(pl.DataFrame([pension(pensioner())], schema=PENSION), NOW)
    pensions.run_month(date(2026, 11, 1), NOW)
    page = signed_in(Segment.STAFF).get("/office/payouts/").content.decode()
    assert (
        "Pensions of November 2026 that could not be paid" in page
        and "No account on record" in page
    )


def test_the_reconciliation_shows_payouts(two: None, outbox: Path) -> None:
    staff = signed_in(Segment.STAFF)
    message = sent(staff, outbox)
    book(written([Line("D1", -1_200, batch=message)]), NOW)
    page = staff.get("/office/reconciliation/").content.decode()
    assert "Payouts in the ledger" in page


def test_nobody_else_sees_or_moves_money(two: None, outbox: Path) -> None:
    signed_in(Segment.STAFF).post("/office/payouts/")
    employer = signed_in(Segment.EMPLOYER)
    for place in ("", f"{batch()}/", "back/", "back/1/"):
        assert employer.get(f"/office/payouts/{place}").status_code == 403
        assert Client().get(f"/office/payouts/{place}").status_code == 302
    assert employer.post(f"/office/payouts/{batch()}/", {"release": "1"}).status_code == 403
    assert store.value("SELECT count(*) FROM payouts_batch WHERE released_at IS NOT NULL") == 0


@pytest.mark.parametrize("number", [0, 987_654, 10**30])
def test_what_is_not_there_is_not_found(db: None, number: int) -> None:
    staff = signed_in(Segment.STAFF, "ar")
    assert staff.get(f"/office/payouts/{number}/").status_code == 404
    assert staff.post(f"/office/payouts/{number}/", {"release": "1"}).status_code == 404
    assert staff.get(f"/office/payouts/back/{number}/").status_code == 404
    assert staff.post(
        f"/office/payouts/back/{number}/", {"what": "again", "note": "what is it"}
    ).status_code in (404, 422)
    assert "المصروفات" in staff.get("/office/payouts/").content.decode()


def test_letting_money_go_asks_for_a_second_factor_and_comes_back_to_the_batch(
    two: None, outbox: Path
) -> None:
    signed_in(Segment.STAFF).post("/office/payouts/")
    other, place = colleague(), f"/office/payouts/{batch()}/"
    session = other.session
    session["proved"] = timezone.now().timestamp() - 3600  # long ago
    session.save()
    led = other.post(place, {"release": "1"})
    assert led.status_code == 302
    assert led.headers["Location"].startswith("/prove/?next=%2Foffice%2F")
    assert store.value("SELECT released_at FROM payouts_batch") is None
    assert "You have shown who you are" not in other.get(place).content.decode()
    surely(other)
    assert "You have shown who you are" in other.get(place).content.decode()
    assert "You have shown who you are" not in other.get(place).content.decode()  # said once
    assert other.post(place, {"release": "1"}).status_code == 302
    assert store.value("SELECT released_at FROM payouts_batch") is not None


def test_undoing_a_batch_needs_no_more_than_the_sign_in(two: None, outbox: Path) -> None:
    staff = signed_in(Segment.STAFF)
    staff.post("/office/payouts/")
    assert staff.post(f"/office/payouts/{batch()}/", {"discard": "1"}).status_code == 302
    assert states() == ["waiting", "waiting"]


def test_a_decision_is_found_again_after_the_proof(two: None, outbox: Path) -> None:
    staff = signed_in(Segment.STAFF)
    message = sent(staff, outbox)
    transfer = int(store.value("SELECT min(id) FROM payouts_transfer"))
    take_answer(answer(message, {f"GUICHET-T{transfer}": "AC04"}), NOW)
    place, told = (
        f"/office/payouts/back/{transfer}/",
        {"what": "credit", "note": "Letter <of> ours"},
    )
    assert staff.post(place, told).headers["Location"].startswith("/prove/")
    assert states().count("back") == 1
    back = surely(staff).get(place).content.decode()
    assert 'value="credit" checked' in back and "Letter &lt;of&gt; ours" in back
    assert staff.post(place, told).status_code == 302 and states().count("back") == 0
