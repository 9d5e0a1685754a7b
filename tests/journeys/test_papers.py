"""A certificate from asking to the stranger who checks it, in Chromium; and the file page with a
signature.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.certificates import commands as certificates
from guichet.domain.documents.models import Document
from guichet.lib import reference
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("visit", [("ar", DESKTOP), ("en", PHONE), ("fr", NARROW)], indirect=True)
def test_a_certificate_is_asked_for_taken_home_and_checked(
    visit: Visit, branch: Branch, tmp_path: Path, settings: Any
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    certificates.create_root("Example Social Insurance", timezone.now())
    certificates.issue_signer("Document signer", timezone.now())
    page = visit.page
    visit.sign_in()
    visit.go("/services/certificates.compliance/")
    visit.look_over()
    visit.press("form .actions .btn")  # nothing is asked, so nothing is checked: the paper at once
    assert "/transactions/" in page.url and page.locator(".sign").count() == 0
    visit.look_over()
    with page.expect_download() as taken:
        page.locator(".papers a[lang=ar]").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")
    document = Document.objects.get()
    page.context.clear_cookies(name="sessionid")  # a stranger now
    visit.go("/papers/")
    visit.look_over()
    page.fill("#id_number", reference.encode(document.pk))
    page.fill("#id_code", document.code.lower())
    visit.press("form.filter .btn")
    assert page.locator(".verified").count() == 1 and str(branch.establishment) in page.content()
    visit.look_over()
    page.fill("#id_code", "AAAA-AAAA-AAAA-AAAA")
    visit.press("form.filter .btn")
    assert page.locator(".unverified").count() == 1 and page.locator(".summary").count() == 0
    visit.look_over()


@pytest.mark.parametrize("visit", [("ar", PHONE)], indirect=True)
def test_the_file_page_takes_a_signature_and_says_why_it_is_not_one(
    visit: Visit, branch: Branch, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text("movement,establishment\n")
    (tmp_path / "f.p7s").write_text("nothing")
    page = visit.page
    visit.sign_in()
    visit.go("/files/")
    page.set_input_files("#file", tmp_path / "f.csv")
    page.locator("details.field summary").click()
    page.set_input_files("#signature", tmp_path / "f.p7s")
    visit.look_over()
    visit.press("form .actions .btn")
    assert page.evaluate("document.activeElement.className") == "errsum"
    page.locator(".errsum a").click()
    assert page.evaluate("document.activeElement.id") == "signature"
    visit.look_over()
