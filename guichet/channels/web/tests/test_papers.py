"""Papers on the pages: had by those whom they concern, checked by anybody who holds one, guessed by
nobody.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.certificates import commands as certificates
from guichet.domain.documents import commands as documents
from guichet.domain.documents.models import Document
from guichet.domain.identity import commands as identity
from guichet.lib import reference

pytestmark = pytest.mark.django_db
SERVICE = "/services/certificates.compliance/"


@pytest.fixture(autouse=True)
def signer(db: None, tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    certificates.create_root("Example Social Insurance", timezone.now())
    certificates.issue_signer("Document signer", timezone.now())


def issue(client: Client, branch: Branch) -> str:
    """Ask for a certificate on the pages; the address of its receipt."""
    given = {
        "establishment": str(branch.establishment),
        "step": "send",
        "once": "7d444840-9dc0-11d1-b245-5ffdce74fad3",
    }
    answer = client.post(SERVICE, given)
    assert answer.status_code in (302, 303), answer.content.decode()
    return answer.headers["Location"].partition("?")[0]


def test_a_certificate_is_asked_for_downloaded_and_checked_by_a_stranger(branch: Branch) -> None:
    owner = branch.client()
    receipt = issue(owner, branch)
    page = owner.get(receipt).content.decode()
    links = re.findall(r'href="(/transactions/[^"]+/paper-(ar|en|fr)\.pdf)"', page)
    # The reader's own language is the large download; below it stand all.
    assert [language for _, language in links] == ["en", "ar", "en", "fr"]
    for address, language in links:
        answer = owner.get(address)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
        assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"].startswith(language)  # type: ignore[index]
    assert owner.get(links[0][0]).content == owner.get(links[0][0]).content
    document = Document.objects.get()
    anybody = Client(headers={"accept-language": "en"})
    said = anybody.get("/papers/", {"number": reference.encode(document.pk), "code": document.code})
    shown = said.content.decode()
    assert (
        said.status_code == 200
        and "genuine and valid" in shown
        and str(branch.establishment) in shown
    )
    assert (
        said.headers["Referrer-Policy"] == "no-referrer"
        and said.headers["Cache-Control"] == "no-store"
    )
    documents.revoke(reference.encode(document.pk), "error", "tests", timezone.now())
    again = anybody.get(
        "/papers/", {"number": reference.encode(document.pk), "code": document.code}
    ).content.decode()
    assert "has revoked this document" in again and "genuine and valid" not in again


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "الوثيقة صحيحة وسارية"),
        ("en", "The document is genuine and valid"),
        ("fr", "Le document est authentique et valable"),
    ],
)
def test_the_check_speaks_every_language(branch: Branch, language: str, said: str) -> None:
    issue(branch.client(), branch)
    document = Document.objects.get()
    client = Client(headers={"accept-language": language})
    assert (
        said
        in client.get(
            "/papers/", {"number": reference.encode(document.pk), "code": document.code}
        ).content.decode()
    )


def test_the_number_alone_and_a_wrong_code_say_the_same_nothing(branch: Branch) -> None:
    issue(branch.client(), branch)
    document = Document.objects.get()
    number = reference.encode(document.pk)
    anybody = Client(headers={"accept-language": "en"})
    pages = []
    for given in (
        {"number": number, "code": ""},
        {"number": number, "code": "A" * 16},
        {"number": number, "code": "é"},
        {"number": "K7QM-4X2P-9RTWX", "code": document.code},
        {"number": "x" * 500, "code": document.code},
    ):
        page = anybody.get("/papers/", given).content.decode()
        assert "We have issued no document" in page and str(branch.establishment) not in page
        pages.append(page.partition('<form class="filter"')[0].partition("<main")[2])
    assert len(set(pages)) == 1


def test_guessing_is_slowed_down_by_network(branch: Branch) -> None:
    anybody = Client()
    found = [
        anybody.get("/papers/", {"number": "K7QM-4X2P-9RTWX", "code": str(n)}).status_code
        for n in range(32)
    ]
    assert found[:30] == [200] * 30 and found[30:] == [429] * 2
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.get("/papers/", {"number": "K7QM-4X2P-9RTWX", "code": "A"}).status_code == 200


def test_a_stranger_and_a_clerk_without_the_right_have_no_paper(branch: Branch) -> None:
    receipt = issue(branch.client(), branch)
    address = f"{receipt}paper-ar.pdf"
    assert branch.client(branch.rival).get(address).status_code == 404
    identity.grant(establishment=branch.establishment, rights=["wages"], account=branch.rival)
    clerk = branch.client(branch.rival)
    assert clerk.get(address).status_code == 404
    refused = clerk.post(
        SERVICE,
        {
            "establishment": str(branch.establishment),
            "step": "send",
            "once": "7d444840-9dc0-11d1-b245-5ffdce74fad4",
        },
    )
    assert Document.objects.count() == 1 and refused.status_code != 500
    identity.grant(
        establishment=branch.establishment, rights=["certificates"], account=branch.rival
    )
    assert branch.client(branch.rival).get(address).status_code == 200
    assert branch.client().get(address.replace("-ar.", "-xx.")).status_code == 404


def test_without_a_signer_the_page_says_so(branch: Branch, settings: Any, tmp_path: Path) -> None:
    client = branch.client()
    receipt = issue(client, branch)
    settings.CERTIFICATE_KEYS = str(tmp_path / "nothing")
    answer = client.get(f"{receipt}paper-en.pdf")
    assert answer.status_code == 503 and "cannot be signed at the moment" in answer.content.decode()


def test_the_list_and_the_roots_are_published(branch: Branch) -> None:
    from cryptography import x509

    anybody = Client()
    made = x509.load_der_x509_crl(anybody.get("/certificates/revoked.crl").content)
    (root,) = x509.load_pem_x509_certificates(anybody.get("/certificates/roots.pem").content)
    assert made.is_signature_valid(root.public_key())  # type: ignore[arg-type]


def test_while_something_is_due_the_page_says_so_once(branch: Branch) -> None:
    from guichet.domain.contributions.tests.test_accounts import receive

    receive(branch.establishment, -123_450, timezone.now())  # a bounced payment: something is owed
    given = {"establishment": str(branch.establishment), "step": "check"}
    answer = branch.client().post(SERVICE, given)
    assert answer.status_code == 422 and answer.content.decode().count("owes 1,234.50 SAR") == 1


def test_what_was_typed_stays_in_the_boxes(branch: Branch) -> None:
    page = (
        Client(headers={"accept-language": "en"})
        .get("/papers/", {"number": "K7QM", "code": "AAAA-BBBB"})
        .content.decode()
    )
    assert 'value="K7QM"' in page and 'value="AAAA-BBBB"' in page
