"""Tickets: every number once, in order, to one clerk; and what branches and electronic channels
come to beside one another.
"""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.utils import timezone

from guichet.channels.counter.commandline import group
from guichet.channels.counter.tests.conftest import Hall
from guichet.domain.identity.tests.staffing import administrators
from guichet.domain.reception import queue
from guichet.engine import store
from tests.contract.world import NOW

BALANCE, WAGE = "/counter/services/account.balance/", "/counter/services/registry.change_wage/"


@pytest.mark.django_db
def test_tickets_are_called_in_order_and_end_with_the_sitting(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = hall.at_desk(), hall.at_desk(hall.other)
    for wanted in ("account.balance", "nothing.here", ""):
        assert "?issued=" in first.post("/counter/ticket/", {"service": wanted}).headers["Location"]
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=7))
    page = first.get("/counter/").content.decode()
    assert ">3<" in page and ">7<" in page
    first.post("/counter/next/")
    second.post("/counter/next/")
    rows = "SELECT number, called_by_id, started_at IS NOT NULL, ended_at IS NOT NULL FROM reception_ticket ORDER BY number"
    assert store.rows(rows)[:2] == [
        (1, hall.clerk.pk, False, False),
        (2, hall.other.pk, False, False),
    ]
    assert "You called number" in first.get("/counter/").content.decode()
    first.post("/counter/client/", {"person": hall.facts["owner"]})
    first.post("/counter/end/")
    second.post("/counter/absent/")
    assert [(s, e) for *_, s, e in store.rows(rows)] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    first.post("/counter/next/")
    assert first.post("/counter/next/").headers["Location"] == "/counter/?nobody"


@pytest.mark.django_db
def test_the_board_sends_a_number_to_the_desk_that_called_it(hall: Hall, settings: Any) -> None:
    settings.KIOSKS, settings.KIOSK_BRANCHES = (
        ["screen=10.0.0.7", "elsewhere=10.0.0.8"],
        ["screen=101"],
    )
    screen = Client(REMOTE_ADDR="10.0.0.7")
    assert "Nobody is called yet" in screen.get("/kiosk/board/").content.decode()
    clerk = hall.at_desk()
    clerk.post("/counter/ticket/")
    clerk.post("/counter/desk/", {"place": "B4<script>"})
    clerk.post("/counter/next/")
    page = screen.get("/kiosk/board/").content.decode()
    assert ">1<" in page and ">B4&lt;scr<" in page and hall.clerk.name_ar not in page
    clerk.post("/counter/absent/")
    assert "Nobody is called yet" in screen.get("/kiosk/board/").content.decode()
    for address in ("10.0.0.8", "10.0.0.9"):
        assert Client(REMOTE_ADDR=address).get("/kiosk/board/").status_code == 404


@pytest.mark.django_db
def test_numbers_begin_anew_each_day_and_each_branch(hall: Hall) -> None:
    queue.add_branch(102, "فرع جدة", "Jeddah branch")
    here, there = queue.branch_of(101), queue.branch_of(102)
    given = [
        queue.issue(here, now=NOW),
        queue.issue(here, now=NOW),
        queue.issue(there, now=NOW),
        queue.issue(here, now=NOW + timedelta(days=1)),
    ]
    assert [t.number for t in given] == [1, 2, 1, 1]
    assert (
        queue.call_next(here, hall.clerk, NOW + timedelta(days=1)) == given[3]
    )  # yesterday's are gone


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_get_two_numbers_and_two_clients(hall: Hall) -> None:
    branch, drawn, called = queue.branch_of(101), [], []

    def press(clerk: Any) -> None:
        try:
            drawn.extend(queue.issue(branch, now=NOW).number for _ in range(10))
            called.extend(t.number for _ in range(5) if (t := queue.call_next(branch, clerk, NOW)))
        finally:
            connection.close()

    threads = [Thread(target=press, args=(clerk,)) for clerk in (hall.clerk, hall.other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(drawn) == list(range(1, 21))
    assert len(called) == len(set(called)) == 10


@pytest.mark.django_db
def test_a_ticket_only_goes_forward(hall: Hall) -> None:
    given = queue.issue(queue.branch_of(101), now=NOW)
    queue.call_next(queue.branch_of(101), hall.clerk, NOW)
    for change in ("called_at = NULL", "number = 99", "issued_at = now()"):
        with pytest.raises(Exception, match="only goes forward"), store.atomic():
            store.execute(f"UPDATE reception_ticket SET {change} WHERE id = %(id)s", id=given.pk)


@pytest.mark.django_db
def test_branch_and_web_are_counted_and_timed_beside_one_another(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(seconds: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=seconds))

    desk, web = hall.consented(), hall.at_desk(hall.world.account)
    for browser, path, took in ((desk, WAGE, 90), (web, WAGE.replace("/counter", ""), 20)):
        at(0)
        form = hall.wage(f"{9000 + took}") | _hidden(browser.get(path))
        at(took)
        assert browser.post(path, form | {"step": "send"}).status_code == 303
    at(100)
    page = desk.get("/counter/figures/?since=2026-11-01&until=2026-11-30").content.decode()
    assert "1:30" in page and "0:20" in page and "50%" in page
    said = CliRunner().invoke(group, ["figures", "--days", "30", "--as", "clerk"])
    assert said.exit_code == 0, said.output
    (line,) = [x.split() for x in said.output.splitlines() if x.startswith("registry.change_wage")]
    assert line == ["registry.change_wage", "1", "1:30", "1", "0:20"]
    assert "electronic share: 50 %" in said.output


def _hidden(response: Any) -> dict[str, str]:
    import re

    page = response.content.decode()
    found = {n: re.search(f'name="{n}" value="([^"]+)"', page) for n in ("once", "begun")}
    return {name: match[1] for name, match in found.items() if match}


@pytest.mark.django_db
@pytest.mark.parametrize("begun", ["", "x", "🂡", "1" * 5000, "MTc2:1vN:forged"])
def test_a_forged_beginning_is_not_measured(hall: Hall, begun: str) -> None:
    client = hall.consented()
    given = {"establishment": hall.facts["establishment"], "begun": begun}
    assert client.post(BALANCE, given).status_code == 303
    assert store.value("SELECT count(*) FROM reception_handling") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "?since=x&until=y",
        "?since=9999-99-99",
        "?until=0001-01-01",
        "?since=2026-11-30&until=2026-11-01",
    ],
)
def test_figures_of_no_sensible_days_are_figures_all_the_same(hall: Hall, query: str) -> None:
    assert hall.at_desk().get(f"/counter/figures/{query}").status_code == 200


@pytest.mark.django_db
def test_a_branch_is_added_by_who_administers(hall: Hall) -> None:
    added = ["branch", "103", "--ar", "مركز الاتصال", "--latin", "Call centre", "--as"]
    run = CliRunner().invoke
    assert run(group, [*added, "clerk"]).exit_code == 1
    assert [b.pk for b in queue.branches()] == [101]
    assert run(group, [*added, administrators()[0].account.username]).exit_code == 0
    assert [b.pk for b in queue.branches()] == [101, 103]


@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_clerk_at_once_leave_one_sitting(hall: Hall) -> None:
    answers: list[int] = []

    def name() -> None:
        try:
            answers.append(
                hall.at_desk().post("/counter/client/", {"person": hall.facts["owner"]}).status_code
            )
        finally:
            connection.close()

    threads = [Thread(target=name) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [303] * 4
    assert store.value("SELECT count(*) FROM reception_sitting WHERE ended_at IS NULL") == 1
