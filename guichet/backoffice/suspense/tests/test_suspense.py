"""A payment of nobody known is given to the establishment that staff find, once, with the
reason.
"""

from __future__ import annotations

import polars as pl
import pytest
from django.test import Client

from guichet.backoffice.tests.browsers import signed_in, surely
from guichet.domain.payments import queries
from guichet.domain.payments.tests.world import SEPTEMBER, firm, notice, owe, receive
from guichet.engine import store
from guichet.engine.actor import Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def stray(db: None) -> int:
    assert receive(notice(None, 300)) == ["suspense"]
    return int(store.value("SELECT id FROM payments_payment"))


@pytest.fixture
def debtor(db: None) -> int:
    number = firm()
    owe(number, SEPTEMBER, 500)
    return number


def due(number: int) -> int:
    return int(queries.to_pay(pl.Series([number]))["to_pay"][0])


def test_staff_see_the_name_before_they_say_yes_and_then_it_pays(stray: int, debtor: int) -> None:
    staff, place = surely(signed_in(Segment.STAFF)), f"/office/suspense/{stray}/"
    assert place in staff.get("/office/suspense/").content.decode()
    given = {"establishment": f" {debtor} ", "reason": "Letter of 3 November"}
    asked = staff.post(place, given).content.decode()
    assert f"({debtor})?" in asked and due(debtor) == 500
    assert staff.post(place, given | {"correct": "1"}).status_code == 200
    done = staff.post(place, given | {"sure": "1"}, follow=True).content.decode()
    assert "No payment waits here" in done and due(debtor) == 200
    again = staff.post(place, given | {"sure": "1"})
    assert again.status_code == 422 and "already" in again.content.decode()
    assert due(debtor) == 200
    assert staff.get(place).status_code == 404
    kept = store.value("SELECT body FROM engine_auditleaf WHERE body LIKE '%%assigned%%'")
    assert str(stray) in kept


@pytest.mark.parametrize(
    ("establishment", "reason", "anchor"),
    [
        ("999999999", "a good reason", "establishment"),
        ("five", "a good reason", "establishment"),
        ("9" * 50, "a good reason", "establishment"),
        ("", "", "reason"),
        ("500000001", "no", "reason"),
        ("500000001", "x" * 501, "reason"),
        ("500000001", "bell \x07 in it", "reason"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box(
    stray: int, establishment: str, reason: str, anchor: str
) -> None:
    page = signed_in(Segment.STAFF).post(
        f"/office/suspense/{stray}/",
        {"establishment": establishment, "reason": reason, "sure": "1"},
    )
    assert page.status_code == 422
    assert f'href="#{anchor}"' in page.content.decode()
    assert queries.in_suspense().height == 1


def test_nobody_else_sees_or_gives_away_what_is_nobodys(stray: int, debtor: int) -> None:
    client, place = signed_in(Segment.EMPLOYER), f"/office/suspense/{stray}/"
    given = {"establishment": str(debtor), "reason": "It is mine, truly", "sure": "1"}
    assert client.get("/office/suspense/").status_code == 403
    assert client.post(place, given).status_code == 403
    assert Client().post(place, given).status_code == 302
    assert due(debtor) == 500


def test_a_number_that_is_no_payment_is_not_found(stray: int) -> None:
    staff = signed_in(Segment.STAFF, "ar")
    assert staff.get(f"/office/suspense/{10**30}/").status_code == 404
    assert staff.get("/office/suspense/987654/").status_code == 404
    assert "مدفوعات لا يُعرف صاحبها" in staff.get("/office/suspense/").content.decode()


def test_who_assigns_shows_a_second_factor_and_finds_all_of_it_again(
    stray: int, debtor: int
) -> None:
    staff, place = signed_in(Segment.STAFF), f"/office/suspense/{stray}/"
    given = {"establishment": str(debtor), "reason": "Letter of 3 November", "sure": "1"}
    led = staff.post(place, given)
    assert (
        led.status_code == 302
        and led.headers["Location"] == f"/prove/?next={place.replace('/', '%2F')}"
    )
    assert due(debtor) == 500 and "Letter of" not in staff.get(place).content.decode()
    back = surely(staff).get(place).content.decode()
    assert "You have shown who you are" in back and "Letter of 3 November" in back
    assert f"({debtor})?" in back and 'name="sure"' in back
    assert staff.post(place, given).status_code == 302 and due(debtor) == 200
