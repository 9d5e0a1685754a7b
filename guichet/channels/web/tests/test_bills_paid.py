"""The page of a bill says whether it is paid, how to pay it, by which rule penalties came about,
and takes an objection a line.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from guichet.channels.web.tests.conftest import PASSWORD, Branch
from guichet.channels.web.tests.test_sheets import last_month
from guichet.domain.contributions.commands import bill_run
from guichet.domain.identity import commands as identity
from guichet.domain.payments import queries as payments
from guichet.domain.payments.tests.world import notice, owe, post_penalty, receive

pytestmark = pytest.mark.django_db


def test_an_account_that_owes_nothing_says_so_and_asks_for_no_payment(branch: Branch) -> None:
    page = branch.client().get("/account/").content.decode()
    assert "Nothing to pay" in page and "Pay in advance" in page
    assert ">Pay online<" not in page.replace("</svg> ", ">")


def test_a_certificate_without_a_question_is_one_tap_and_one_download(branch: Branch) -> None:
    client, address = branch.client(), "/services/certificates.compliance/"
    form = client.get(address).content.decode()
    assert 'name="step" value="send"' in form and "Get it now" in form
    once = form.partition('name="once" value="')[2].partition('"')[0]
    sent = client.post(
        address, {"establishment": str(branch.establishment), "once": once, "step": "send"}
    )
    assert sent.status_code == 303, sent.content.decode()
    page = client.get(sent["Location"]).content.decode()
    main = page.partition('class="btn big"')[2].partition("</a>")[0]
    assert "/paper-en.pdf" in main and "Download the document" in main
    assert 'class="btn ghost" href="/services/certificates.compliance/"' in page, (
        "one more is not what one came for"
    )


def test_a_refused_certificate_leads_to_payment_and_shows_no_form_fault(branch: Branch) -> None:
    owe(branch.establishment, date(2026, 10, 1), 21_500, at=datetime.now(UTC))
    client, address = branch.client(), "/services/certificates.compliance/"
    given = {"establishment": str(branch.establishment), "step": "send", "once": "x"}
    page = client.post(address, given).content.decode()
    assert "This is not possible now" in page and "There is a problem" not in page
    assert f'href="/services/payments.pay/?establishment={branch.establishment}"' in page
    receive(notice(branch.establishment, 21_500, paid_at=datetime.now(UTC)), now=datetime.now(UTC))
    assert client.post(address, given | {"once": "y"}).status_code == 303


def test_a_way_out_is_shown_to_whoever_may_go_it(branch: Branch) -> None:
    owe(branch.establishment, date(2026, 10, 1), 21_500, at=datetime.now(UTC))
    clerk = identity.open_account(username="certificates-only", password=PASSWORD)
    identity.grant(establishment=branch.establishment, rights=["certificates"], account=clerk)
    given = {"establishment": str(branch.establishment), "step": "send", "once": "x"}
    page = branch.client(clerk).post("/services/certificates.compliance/", given).content.decode()
    assert "This is not possible now" in page and "215.00" in page
    assert "/services/payments.pay/" not in page


def test_a_bill_can_be_paid_from_its_page_and_says_when_it_is(branch: Branch) -> None:
    bill_run(last_month(), lambda _: None)
    client, address = branch.client(), f"/account/bills/{last_month()}/"
    before = client.get(address).content.decode()
    assert "Unpaid" in before and "Pay this bill" in before and "Payment reference" in before
    number = pl.Series([branch.establishment])
    left = int(payments.to_pay(number)["to_pay"][0])
    assert (
        f"establishment={branch.establishment}&amp;amount={left // 100}.{left % 100:02}" in before
    )
    objecting = f"payments.object_to_bill/?establishment={branch.establishment}&amp;month={last_month()}&amp;worker={branch.worker}"
    assert objecting in before, "a line can be objected to"
    receive(notice(branch.establishment, left, paid_at=datetime.now(UTC)), now=datetime.now(UTC))
    after = client.get(address).content.decode()
    assert "Pay this bill" not in after and "Unpaid<" not in after and " Paid</span>" in after


def test_a_penalty_is_explained_by_its_rule_and_not_by_a_hash(branch: Branch) -> None:
    bill_run(last_month(), lambda _: None)
    post_penalty(branch.establishment, date.fromisoformat(f"{last_month()}-01"), 4_300)
    page = branch.client().get(f"/account/bills/{last_month()}/").content.decode()
    assert "2% of what was unpaid for each month of delay begun" in page and "article 19(5)" in page
