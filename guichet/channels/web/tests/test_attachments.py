"""A paper that comes with an asking: attached, carried from page to page, kept, read by whom it
concerns.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guichet.channels.shared import quota
from guichet.channels.web.tests.conftest import Branch
from guichet.engine.models import Attachment, AttachmentUse, AuditLeaf
from guichet.lib.tests.papers import a_pdf, a_picture

pytestmark = pytest.mark.django_db

CORRECT = "/services/registry.correct_engagement/"
PAPER = a_pdf()
NAME = f"{sha256(PAPER).hexdigest()}.pdf"


def asked(branch: Branch, **other: object) -> dict[str, object]:
    """The form of correcting this month's wage."""
    given: dict[str, object] = {
        "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "what": "wage",
        "month": f"{date.today():%Y-%m}",
        "basic": "9100",
    }
    return given | other


def paper(content: bytes = PAPER, name: str = "contract.pdf") -> SimpleUploadedFile:
    """What a browser sends for a chosen file."""
    return SimpleUploadedFile(name, content)


def sent_with_paper(branch: Branch, client: Client) -> str:
    """The address of the receipt of a correction that came with a paper."""
    checked = client.post(CORRECT, asked(branch, step="check", paper=paper())).content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', checked))
    return str(client.post(CORRECT, carried | {"step": "send"}).headers["Location"])


def test_a_form_with_a_file_says_what_it_takes_and_others_are_sent_as_before(
    branch: Branch,
) -> None:
    client = branch.client()
    form = client.get(CORRECT).content.decode()
    assert 'enctype="multipart/form-data"' in form and 'type="file" id="id_paper"' in form
    assert "multipart" not in client.get("/services/registry.change_wage/").content.decode()


def test_a_file_is_sent_once_and_read_again_from_the_receipt(branch: Branch) -> None:
    client = branch.client()
    checked = client.post(CORRECT, asked(branch, step="check", paper=paper())).content.decode()
    assert f'<input type="hidden" name="paper" value="{NAME}">' in checked
    assert f"PDF · {NAME[:8]}" in checked
    receipt = sent_with_paper(branch, client)
    address = re.search(r'href="([^"]+/attachments/paper/)"', client.get(receipt).content.decode())
    assert address
    read = client.get(address[1])
    assert read.content == PAPER and read.headers["Content-Type"] == "application/pdf"
    assert read.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in read.headers["Cache-Control"]
    assert AuditLeaf.objects.filter(kind="attachment-read", body__contains=NAME).count() == 1


def test_the_signed_receipt_names_the_paper_by_its_hash(branch: Branch) -> None:
    client = branch.client()
    document = client.get(f"{sent_with_paper(branch, client)}receipt.json").json()
    assert NAME in document["content"]


def test_going_back_keeps_the_file_and_it_can_be_taken_away_or_replaced(branch: Branch) -> None:
    client = branch.client()
    client.post(CORRECT, asked(branch, step="check", paper=paper()))
    back = client.post(CORRECT, asked(branch, step="change", paper=NAME)).content.decode()
    assert f'name="paper" value="{NAME}"' in back and "Remove" in back
    without = {"paper": NAME, "paper-remove": "yes"}
    assert NAME not in client.post(CORRECT, asked(branch, step="check", **without)).content.decode()
    other = a_picture("JPEG")
    replaced = client.post(
        CORRECT, asked(branch, step="check", paper=paper(other, "scan.jpg"))
    ).content.decode()
    assert f"{sha256(other).hexdigest()}.jpg" in replaced


def test_a_file_box_left_empty_keeps_what_is_attached_as_browsers_send_it(branch: Branch) -> None:
    client, mark = branch.client(), "----guichet"
    client.post(CORRECT, asked(branch, step="check", paper=paper()))
    fields = [
        f'name="{name}"\r\n\r\n{value}'
        for name, value in asked(branch, step="check", paper=NAME).items()
    ]
    fields.append('name="paper"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    body = "".join(f"--{mark}\r\nContent-Disposition: form-data; {field}\r\n" for field in fields)
    sent = client.post(
        CORRECT,
        f"{body}--{mark}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={mark}",
    )
    assert f'name="paper" value="{NAME}"' in sent.content.decode()


def test_another_fault_on_the_form_does_not_cost_the_file(branch: Branch) -> None:
    answer = branch.client().post(CORRECT, asked(branch, step="check", basic="nine", paper=paper()))
    assert answer.status_code == 422
    assert f'name="paper" value="{NAME}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ not a paper", "is not a PDF, JPEG or PNG"),
        (PAPER[:-200], "cannot be read to its end"),
        (a_pdf(b"<< /S /JavaScript /JS (1) >>"), "holds a program"),
        (PAPER + b" " * 5_000_000, "is larger than 5 MB"),
        (b"", "is empty"),
    ],
)
def test_what_is_not_taken_is_told_beside_the_field_and_not_kept(
    branch: Branch, content: bytes, sentence: str
) -> None:
    answer = branch.client().post(CORRECT, asked(branch, step="check", paper=paper(content)))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page and 'id="id_paper_error"' in page
    assert not Attachment.objects.exists()


def test_a_form_larger_than_any_of_ours_is_not_even_read(branch: Branch) -> None:
    answer = branch.client().post(CORRECT, asked(branch, paper=paper(b" " * 16_100_000)))
    assert answer.status_code == 413
    assert "The file is too large" in answer.content.decode()


def test_an_account_cannot_fill_the_disk(branch: Branch, settings: Any) -> None:
    settings.FILES_MB_A_DAY = 1
    quota.take(branch.owner.pk, 997_000, timezone.now())  # by files of rows, say
    client = branch.client()
    answers = [
        client.post(CORRECT, asked(branch, step="check", paper=paper(a_pdf(title=n))))
        for n in "abcd"
    ]
    assert [a.status_code for a in answers] == [200, 200, 200, 422]
    page = answers[-1].content.decode()
    assert (
        "1 MB of files within 24 hours" in page
        and "Send a smaller file, or send this one after" in page
    )
    assert Attachment.objects.count() == 3


# Shut doors.


def test_a_stranger_reads_no_paper_even_with_its_name_and_its_transaction(branch: Branch) -> None:
    receipt = sent_with_paper(branch, branch.client())
    stranger = branch.client(branch.rival)
    assert stranger.get(f"{receipt}attachments/paper/").status_code == 404
    assert Client().get(f"{receipt}attachments/paper/").status_code == 302


def test_the_name_of_a_paper_opens_nothing_to_whoever_has_not_sent_it(branch: Branch) -> None:
    sent_with_paper(branch, branch.client())
    stranger = branch.client(branch.rival)
    named = asked(branch, establishment=str(branch.foreign), paper=NAME, step="send")
    answer = stranger.post(CORRECT, named)
    assert answer.status_code == 422
    assert "is not one that you added recently" in answer.content.decode()
    listed = stranger.get("/transactions/?mine").content.decode()
    for address in set(re.findall(r'href="(/transactions/[^"?]+/)"', listed)):
        assert "attachments/" not in stranger.get(address).content.decode()
        assert stranger.get(f"{address}attachments/paper/").status_code == 404
    assert AttachmentUse.objects.count() == 1


@pytest.mark.parametrize("field", ["basic", "worker", "nothing", "%2e%2e", "paper%00"])
def test_only_files_are_read_as_files(branch: Branch, field: str) -> None:
    client = branch.client()
    receipt = sent_with_paper(branch, client)
    assert client.get(f"{receipt}attachments/{field}/").status_code in (400, 404)
