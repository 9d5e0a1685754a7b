"""The page of a bill says whether it is paid, how to pay it, by which rule penalties came about, and takes an objection a line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.payments.tests.world import notice, receive

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
    sent = client.post(address, {"establishment": str(branch.establishment), "once": once, "step": "send"})
    assert sent.status_code == 303, sent.content.decode()
    page = client.get(sent["Location"]).content.decode()
    main = page.partition('class="btn big"')[2].partition("</a>")[0]
    assert "/paper-en.pdf" in main and "Download the document" in main
    assert 'class="btn ghost" href="/services/certificates.compliance/"' in page, "one more is not what one came for"


def test_a_refused_certificate_leads_to_payment_and_shows_no_form_fault(branch: Branch) -> None:
    from datetime import date

    from guichet.domain.payments.tests.world import owe

    owe(branch.establishment, date(2026, 10, 1), 21_500, at=datetime.now(UTC))
    client, address = branch.client(), "/services/certificates.compliance/"
    given = {"establishment": str(branch.establishment), "step": "send", "once": "x"}
    page = client.post(address, given).content.decode()
    assert "This is not possible now" in page and "There is a problem" not in page
    assert f'href="/services/payments.pay/?establishment={branch.establishment}"' in page
    receive(notice(branch.establishment, 21_500, paid_at=datetime.now(UTC)), now=datetime.now(UTC))
    assert client.post(address, given | {"once": "y"}).status_code == 303
