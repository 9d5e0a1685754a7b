"""Papers: signed so that outsiders can tell, readable by everybody, composed once, and the same
ever after.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.transaction import atomic

from guichet.catalogue.account.tests.conftest import NOW, WORKER, Office
from guichet.catalogue.certificates.tests.test_certificates import COMPLIANCE, STATEMENT, WAGES, ask
from guichet.domain.certificates import commands as certificates
from guichet.domain.certificates import queries as signers
from guichet.domain.certificates.tests.token import needs_token, token
from guichet.domain.documents import tasks
from guichet.domain.documents.composition import NoPaper, compose_all, paper
from guichet.domain.documents.models import Copy
from guichet.domain.documents.tests.outside import needs_pdfsig, pdfsig, reader
from guichet.engine import store
from guichet.engine.perform import perform

LANGUAGES = ("ar", "en", "fr")


@needs_pdfsig
def test_pdfsig_finds_the_signature_good_and_a_changed_byte_bad(
    paid: Office, signer: None, tmp_path: Path
) -> None:
    body = paper(ask(paid).transaction, "ar", NOW)
    said = pdfsig(body, tmp_path)
    assert "Signature is Valid" in said and "Certificate is Trusted" in said
    assert "Total document signed" in said and "ETSI.CAdES.detached" in said
    place = body.index(b"stream") + 40
    changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
    assert "Signature is Valid" not in pdfsig(changed, tmp_path)


@needs_pdfsig
def test_a_rotation_leaves_old_papers_good_and_new_ones_name_the_new_key(
    paid: Office, signer: None, tmp_path: Path
) -> None:
    first = ask(paid)
    old = paper(first.transaction, "en", NOW)
    before = signers.signer(NOW).key_name
    certificates.create_root("Example Social Insurance", NOW + timedelta(days=33))
    certificates.issue_signer("Document signer", NOW)
    new = paper(first.transaction, "fr", NOW)
    assert paper(first.transaction, "en", NOW) == old
    named = dict(Copy.objects.values_list("language", "signer"))
    assert named["en"] == before != named["fr"] == signers.signer(NOW).key_name
    for body in (old, new):
        assert "Certificate is Trusted" in pdfsig(body, tmp_path)


@needs_pdfsig
@needs_token
def test_a_paper_signed_inside_a_token_is_as_good(
    paid: Office, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token(tmp_path, settings, monkeypatch)
    certificates.create_root("Example Social Insurance", NOW)
    certificates.issue_signer("Document signer", NOW, days=3650)
    said = pdfsig(paper(ask(paid).transaction, "ar", NOW), tmp_path)
    assert "Signature is Valid" in said and "Certificate is Trusted" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_is_tagged_pdf_a(paid: Office, signer: None, language: str) -> None:
    """No validator is installed where we build; these are the parts of PDF/A-2a and PDF/UA-1 that
    can be read off.
    """
    firm = str(paid.numbers["establishment"])
    answers = [
        ask(paid),
        perform(WAGES, {"person": str(WORKER)}, paid.worker),
        perform(STATEMENT, {"establishment": firm}, paid.owner),
        perform("account.balance", {"establishment": firm}, paid.owner),
        perform(COMPLIANCE, {"establishment": "599999999"}, paid.owner),
    ]
    for answer in answers:
        pdf = reader(paper(answer.transaction, language, NOW))
        root: Any = pdf.trailer["/Root"]
        meta = root["/Metadata"].get_object().get_data().decode()
        assert pdf.pdf_header == "%PDF-1.7" and "/Version" not in root
        assert (
            "<pdfaid:part>2" in meta
            and "<pdfaid:conformance>A" in meta
            and "<pdfuaid:part>1" in meta
        )
        assert (
            root["/MarkInfo"]["/Marked"]
            and root["/StructTreeRoot"]["/K"]
            and root["/Lang"].startswith(language)
        )
        assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()
        assert (
            root["/ViewerPreferences"]["/DisplayDocTitle"] and pdf.metadata and pdf.metadata.title
        )
        assert pdf.trailer["/ID"] and "/Encrypt" not in pdf.trailer
        for page in pdf.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                files = [
                    k for k in inner["/FontDescriptor"].get_object() if k.startswith("/FontFile")
                ]
                assert files and "/ToUnicode" in font.get_object()
            for note in page.get("/Annots", ()):
                assert note.get_object()["/F"] & 4  # printed, as PDF/A wants


def test_a_paper_says_in_its_language_what_the_receipt_says(paid: Office, signer: None) -> None:
    answer = perform(WAGES, {"person": str(WORKER)}, paid.worker)
    for language, heading, name in (
        ("en", "Certificate of wages and periods", "Saad"),
        ("fr", "Attestation de salaires et de périodes", "Saad"),
    ):
        text = " ".join(
            reader(paper(answer.transaction, language, NOW)).pages[0].extract_text().split()
        )
        assert (
            heading in text
            and name in text
            and answer.reference in text
            and str(answer.output["code"]) in text
        )
        decimal = "," if language == "fr" else "."
        assert f"000{decimal}00" in text and "7.90" in text
    arabic = _read_by_poppler(paper(answer.transaction, "ar", NOW))
    assert "شهادة مدد الاشتراك والأجور" in arabic and "سعد" in arabic


def _read_by_poppler(body: bytes) -> str:
    said = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return "".join(c for c in said.stdout.decode() if c not in "\u202a\u202b\u202c\u200e\u200f")


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_the_printed_code_leads_to_the_public_check(
    paid: Office, signer: None, settings: Any, tmp_path: Path
) -> None:
    import zxingcpp
    from PIL import Image

    settings.PUBLIC_ADDRESS = "https://counter.example"
    answer = ask(paid)
    (tmp_path / "paper.pdf").write_bytes(paper(answer.transaction, "ar", NOW))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "paper.pdf", "page"], cwd=tmp_path, check=True)
    read = zxingcpp.read_barcode(Image.open(tmp_path / "page-1.png"))
    code = answer.output["code"]
    assert read is not None
    assert read.text == f"https://counter.example/papers/?number={answer.reference}&code={code}"


def test_the_same_paper_is_composed_once_and_kept_for_ever(paid: Office, signer: None) -> None:
    answer = ask(paid)
    first = paper(answer.transaction, "ar", NOW)
    assert compose_all([answer.transaction], NOW) == 1  # in the language it was asked in, English
    assert compose_all([answer.transaction], NOW) == 0
    assert paper(answer.transaction, "ar", NOW + timedelta(days=9)) == first
    again = ask(paid)
    assert paper(again.transaction, "ar", NOW) == first
    with pytest.raises(DatabaseError), atomic():
        Copy.objects.update(body=b"")


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_at_the_same_moment_gets_the_same_bytes(paid: Office, signer: None) -> None:
    answer = ask(paid)

    def one(_: int) -> bytes:
        try:
            return paper(answer.transaction, "fr", NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1
    assert Copy.objects.count() == 1


def test_the_workers_compose_what_was_queued(paid: Office, signer: None, monkeypatch: Any) -> None:
    answer = ask(paid)
    given = store.value(
        "SELECT args FROM procrastinate_jobs WHERE task_name = 'documents.compose' ORDER BY id DESC LIMIT 1"
    )
    assert json.loads(given) == {"transactions": [answer.transaction]}
    monkeypatch.setattr("guichet.domain.documents.tasks.timezone.now", lambda: NOW)
    tasks.compose(**json.loads(given))
    assert Copy.objects.get().language == "en"


def test_without_a_signer_nothing_is_composed_and_without_a_transaction_neither(
    paid: Office,
) -> None:
    answer = ask(paid)
    with pytest.raises(signers.NoSigner):
        paper(answer.transaction, "ar", NOW)
    with pytest.raises(NoPaper):
        paper(7, "ar", NOW)
    assert not Copy.objects.exists()


def test_text_of_a_client_is_never_markup(paid: Office, signer: None) -> None:
    evil = '#read("/etc/passwd") *bold* $x$ \\ @ref <b> "]}'
    answer = perform("account.balance", {"establishment": evil[:60]}, paid.owner)
    text = reader(paper(answer.transaction, "en", NOW)).pages[0].extract_text()
    assert "#read(" in text and "root:" not in text


def test_a_change_of_address_does_not_touch_papers_already_made(
    paid: Office, signer: None, settings: Any
) -> None:
    answer = ask(paid)
    first = paper(answer.transaction, "en", NOW)
    settings.PUBLIC_ADDRESS = "https://elsewhere.example"
    assert paper(answer.transaction, "en", NOW) == first
    assert b"elsewhere" not in first and json.dumps(answer.output)
