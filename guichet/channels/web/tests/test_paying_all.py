"""One order for all that an owner's establishments owe: a part each, taken in together, and of
nobody else's account.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client

from guichet.channels.web.tests.conftest import Branch
from guichet.channels.web.tests.test_paying import NOTICES, PAY, SECRET, name_of, notice, receipt
from guichet.domain.identity import commands as identity
from guichet.domain.payments import order_states
from guichet.domain.payments import queries as payments
from guichet.domain.payments.tests import world
from guichet.engine import store
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.lib import reference

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


@pytest.fixture
def group(branch: Branch, settings: Any) -> Branch:
    """An owner of two establishments that owe 215 and 85 riyals."""
    settings.PAYMENT_PROVIDER_SECRET = SECRET
    month = date.today().replace(day=1) - timedelta(days=40)
    for number, amount in ((branch.establishment, 21_500), (branch.second, 8_500)):
        world.owe(number, month, amount, at=NOW)
    return branch


def asker(branch: Branch, account: Any = None) -> Context:
    """Somebody asking."""
    from guichet.domain.identity.mandates import AccountMandates

    who = account or branch.owner
    mandates = AccountMandates(who.pk, who.person_number)
    actor = Actor(who.pk, "", assurance=Assurance.SECOND_FACTOR, mandates=mandates)
    return Context(actor=actor, channel="test", now=NOW, language="en")


def all_of(branch: Branch, establishment: int | None = None, account: Any = None) -> Answer:
    """Ask to pay for all."""
    given = {"establishment": str(establishment or branch.establishment), "what": "all"}
    return perform("payments.pay", given, asker(branch, account))


def owed(branch: Branch) -> list[int]:
    numbers = pl.Series([branch.establishment, branch.second])
    due = dict(payments.to_pay(numbers).select("establishment", "to_pay").iter_rows())
    return [due[branch.establishment], due[branch.second]]


def paid() -> list[tuple[int, int]]:
    return store.rows(
        "SELECT establishment, amount FROM payments_payment WHERE scheme = 'online' ORDER BY amount"
    )


def test_one_order_pays_each_account_its_own_part_once_however_often_it_is_told(
    group: Branch,
) -> None:
    answer = all_of(group)
    assert answer.accepted and answer.output["to_pay"] == "300.00"
    told = notice(answer.reference, 30_000)
    said = [Client().post(NOTICES, **told).json()["said"] for _ in range(3)]
    assert said == ["accepted", "repeated", "repeated"]
    assert paid() == [(group.second, 8_500), (group.establishment, 21_500)] and owed(group) == [
        0,
        0,
    ]
    page = receipt(group.client(), f"/pay/{answer.reference}/")
    assert (
        "<h1>Paid</h1>" in page
        and "85.00" in page
        and "215.00" in page
        and str(group.second) in page
    )


def test_another_sum_is_a_conflict_that_is_told_and_pays_nothing(group: Branch) -> None:
    answer = all_of(group)
    for amount in (21_500, 8_500, 30_001):
        said = Client().post(NOTICES, **notice(answer.reference, amount))
        assert said.status_code == 409 and said.json() == {"said": "payment-not-of-the-order"}
    assert paid() == [] and owed(group) == [21_500, 8_500]


def test_two_tabs_of_two_establishments_are_one_order_and_a_part_of_it_is_not(
    group: Branch,
) -> None:
    first, second = all_of(group), all_of(group, group.second)
    assert second.repeated and second.transaction == first.transaction
    alone = perform("payments.pay", {"establishment": str(group.establishment)}, asker(group))
    assert not alone.repeated, "what one owes is not what all owe"


def test_an_establishment_for_which_one_may_not_pay_is_left_out_and_not_told(group: Branch) -> None:
    whole = all_of(group)
    identity.grant(establishment=group.establishment, rights=["pay", "view"], account=group.rival)
    answer = all_of(group, account=group.rival)
    assert answer.output["to_pay"] == "215.00" and not answer.repeated
    assert str(group.second) not in str(answer.output)
    assert all_of(group, group.second, group.rival).outcome.value == "refused"
    rival = group.client(group.rival)
    for address in (
        f"/pay/{whole.reference}/",
        f"/pay/{whole.reference}/go/",
        f"/transactions/{whole.reference}/",
    ):
        assert rival.get(address).status_code == 404, "the order tells what the other one owes"
    identity.grant(establishment=group.second, rights=["view"], account=group.rival)
    assert all_of(group, account=group.rival).output["to_pay"] == "215.00", "to see is not to pay"
    assert rival.get(f"/pay/{whole.reference}/").status_code == 404


def test_paid_meanwhile_at_a_machine_it_is_said_and_the_rest_is_asked_for(group: Branch) -> None:
    before = all_of(group)
    world.receive(world.notice(group.second, 8_500), now=NOW)
    page = group.client().get(f"/pay/{before.reference}/").content.decode()
    assert "what is paid beyond it stays as credit" in page
    later = all_of(group)
    assert later.output["to_pay"] == "215.00" and later.transaction != before.transaction
    Client().post(NOTICES, **notice(before.reference, 30_000))
    assert owed(group) == [0, 0], (
        "the money was taken: what is beyond is credit of its establishment"
    )
    credit = payments.to_pay(pl.Series([group.second]))["credit"][0]
    assert credit == 8_500


def test_a_part_taken_back_leaves_the_others_paid(group: Branch) -> None:
    answer = all_of(group)
    Client().post(NOTICES, **notice(answer.reference, 30_000))
    key = store.value(
        "SELECT scheme_key FROM payments_payment WHERE establishment = %(n)s", n=group.second
    )
    world.reverse(key, scheme="online", now=NOW)
    assert owed(group) == [0, 8_500]
    client = group.client()
    assert "<h1>A part was taken back</h1>" in receipt(client, f"/pay/{answer.reference}/")
    other = store.value(
        "SELECT scheme_key FROM payments_payment WHERE establishment = %(n)s", n=group.establishment
    )
    world.reverse(other, scheme="online", now=NOW)
    assert "<h1>Taken back</h1>" in receipt(client, f"/pay/{answer.reference}/") and owed(
        group
    ) == [21_500, 8_500]


def test_a_reversal_told_before_the_money_stops_its_part_alone(group: Branch) -> None:
    answer = all_of(group)
    (part,) = [
        p
        for p in order_states.find_many([answer.transaction])[0].parts
        if p.establishment == group.second
    ]
    world.reverse(part.scheme_key, scheme="online", now=NOW)
    assert Client().post(NOTICES, **notice(answer.reference, 30_000)).json() == {"said": "accepted"}
    assert owed(group) == [0, 8_500]


def test_money_that_comes_late_counts_for_each_all_the_same(group: Branch, settings: Any) -> None:
    answer = all_of(group)
    settings.PAYMENT_ORDER_HOURS = 0
    assert "<h1>Expired unpaid</h1>" in receipt(group.client(), f"/pay/{answer.reference}/")
    assert Client().post(NOTICES, **notice(answer.reference, 30_000)).json() == {"said": "accepted"}
    assert owed(group) == [0, 0]


def test_rows_of_one_file_never_pay_one_account_twice(group: Branch) -> None:
    first, second = str(group.establishment), str(group.second)
    whole = {"establishment": first, "what": "all"}
    for other in ({"establishment": second}, {"establishment": second, "what": "all"}):
        answers = perform_many("payments.pay", [whole, other], asker(group))
        codes = [[finding.code for finding in answer.errors] for answer in answers]
        assert codes == [[], ["paid-by-another-row"]], other
    assert store.value("SELECT count(*) FROM payments_order") == 1


def test_the_refused_certificate_leads_there_by_one_button_filled(group: Branch) -> None:
    client = group.client()
    form = {
        "establishment": str(group.establishment),
        "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "step": "check",
    }
    page = client.post("/services/certificates.compliance/", form).content.decode()
    asked = f"{PAY}?establishment={group.establishment}&amp;what=all"
    assert (
        f'<a class="btn" href="{asked}"' in page
        and page.count('<a class="btn" href="/services/') == 1
    )
    assert "All establishments of the owner that owe" in page
    shown = client.get(asked.replace("&amp;", "&")).content.decode()
    assert 'value="all" checked' in shown or 'value="all" selected' in shown


def test_the_parts_of_every_order_come_to_its_sum(group: Branch) -> None:
    number = reference.decode(all_of(group).reference) or 0
    perform("payments.pay", {"establishment": str(group.second), "amount": "10"}, asker(group))
    assert order_states.find(number).whole  # type: ignore[union-attr]
    assert (
        store.value(
            "SELECT count(*) FROM payments_order o WHERE amount <>"
            " (SELECT sum(amount) FROM payments_orderpart p WHERE p.order_id = o.transaction)"
        )
        == 0
    )
    assert name_of(f"/pay/{reference.encode(number)}/") == reference.encode(number)
