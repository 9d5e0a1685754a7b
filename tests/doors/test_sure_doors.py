"""Every door through which staff move money or give a right asks for a second factor shown a short
while ago, and says so in its declaration.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.domain.identity import staff_changes
from guichet.domain.identity.staff import BOOKS, TASKS
from guichet.domain.identity.tests.staffing import (
    GATHERER,
    RELEASER,
    administrators,
    every_case,
    member,
)
from guichet.domain.payments.tests import world as payments
from guichet.domain.payouts import batches, dispatch
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.world import give, order, wanted
from guichet.engine import store
from guichet.engine.perform import perform
from tests.doors.conftest import Victim
from tests.doors.test_shut_doors import _declared, _facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(victim: Victim, settings: Any, tmp_path: Any) -> dict[str, str]:
    """Something that waits behind each of the doors: its address by its route."""
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = "SA0380000000608010167519", str(tmp_path)
    firm, now = int(victim.facts["establishment"]), timezone.now()
    give(firm, 900_00)
    order(wanted(firm, 300_00))
    first = batches.gather(GATHERER, now)
    batches.release(first, RELEASER, now)
    dispatch.send(now)
    (file,) = tmp_path.glob("*.xml")
    transfer = store.value("SELECT max(id) FROM payouts_transfer")
    take_answer(
        answer(file.name.removesuffix(".pain.001.xml"), {f"GUICHET-T{transfer}": "AC04"}), now
    )
    order(wanted(firm, 200_00, "second"))
    batch = batches.gather(GATHERER, now)
    payments.receive(payments.notice(None, 4_200))
    stray = store.value("SELECT max(id) FROM payments_payment WHERE establishment IS NULL")
    given = {"establishment": victim.facts["debtor"], "reason": "bank"}
    key = "payments.waive_penalties"
    asked = perform(key, given, victim.world.context(key, "web"))
    proposer, account = administrators()[0], member("new")
    proposed = staff_changes.propose(proposer, account, BOOKS, now=now)
    return {
        "office/rights/<int:number>/": f"/office/rights/{proposed.pk}/",
        "office/payouts/<int:number>/": f"/office/payouts/{batch}/",
        "office/payouts/back/<int:transfer>/": f"/office/payouts/back/{transfer}/",
        "office/suspense/<int:payment>/": f"/office/suspense/{stray}/",
        "office/cases/<str:ref>/": f"/office/cases/{asked.reference}/",
        "office/boards/<str:name>/": f"/office/boards/{victim.facts['board_case']}/",
    }


def _clerk(proved_before: timedelta | None) -> Client:
    account = member(f"clerk{proved_before}", *{*TASKS, *every_case()})
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    if proved_before is not None:
        session = client.session
        session["proved"] = (timezone.now() - proved_before).timestamp()
        session.save()
    return client


def test_the_doors_that_move_money_are_those_declared(waiting: dict[str, str]) -> None:
    assert set(waiting) == {route for route, (_, door) in _declared().items() if door.sure}


@pytest.mark.parametrize("proved_before", [None, timedelta(hours=1)], ids=["never", "long-ago"])
def test_who_has_shown_no_second_factor_lately_moves_nothing_and_is_led_to_it(
    victim: Victim, waiting: dict[str, str], proved_before: timedelta | None
) -> None:
    clerk, declared = _clerk(proved_before), _declared()
    for route, address in waiting.items():
        form = {n: t.format_map(victim.facts) for n, t in declared[route][1].form.items()}
        before = _facts(victim.facts["establishment"]), _released()
        led = clerk.post(address, form)
        assert led.status_code == 302 and led.headers["Location"].startswith("/prove/"), route
        assert before == (_facts(victim.facts["establishment"]), _released()), route


def test_who_has_just_shown_it_goes_through(victim: Victim, waiting: dict[str, str]) -> None:
    clerk, declared = _clerk(timedelta(seconds=5)), _declared()
    for route, address in waiting.items():
        form = {n: t.format_map(victim.facts) for n, t in declared[route][1].form.items()}
        before = _facts(victim.facts["establishment"]), _released()
        done = clerk.post(address, form)
        assert done.status_code == 302 and "/prove/" not in done.headers["Location"], route
        assert before != (_facts(victim.facts["establishment"]), _released()), route


def _released() -> int:
    return int(
        store.value(
            "SELECT (SELECT count(*) FROM payouts_batch WHERE released_at IS NOT NULL)"
            " + (SELECT count(*) FROM identity_rightproposal WHERE confirmed)"
            " + (SELECT count(*) FROM benefits_boardvote)"
        )
    )
