"""The pages, in a browser without scripts."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from guichet.channels.bulk import views
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.tests.conftest import Institution, confirmed
from guichet.channels.shared import quota
from guichet.domain.identity.models import Account


def post(client: Client, text: str | bytes, name: str = "march.csv", kind: str = MONTHLY) -> str:
    """Send a file; the address of its page."""
    content = text.encode() if isinstance(text, str) else text
    response = client.post("/files/", {"kind": kind, "file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content
    return str(response.headers["Location"])


def words_of(client: Client, address: str) -> str:
    """The words of a page, without its markup."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_small_file_is_checked_confirmed_and_returned_without_waiting(
    institution: Institution, language: str
) -> None:
    client = institution.client(language=language)
    address = post(client, institution.wages(20) + "dance,1,2,3,4\r\n")
    report = words_of(client, address)
    assert "«" in report or "“" in report
    assert confirmed(client, address).status_code == 302
    file = File.objects.get()
    assert file.state == State.DONE
    words_of(client, address)
    response = client.get(address + "result/")
    table = read_table(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert table.frame.height == 21 and "attachment" in response.headers["Content-Disposition"]


def test_a_large_file_waits_for_the_queue_and_shows_progress(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_SMALL_BYTES", 0)
    client = institution.client()
    address = post(client, institution.wages(20))
    page = client.get(address).content.decode()
    assert 'data-hx-trigger="every 600ms"' in page and 'http-equiv="refresh"' in page
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<section") and "<html" not in part
    assert confirmed(client, address).status_code == 302
    assert File.objects.get().state == State.UPLOADED, "nothing is carried out before it is checked"


def test_the_page_is_renewed_whole_when_the_work_is_done(institution: Institution) -> None:
    client = institution.client()
    address = post(client, institution.wages(2))
    confirmed(client, address)
    response = client.get(address, headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_a_second_click_on_confirm_changes_nothing(institution: Institution) -> None:
    client = institution.client()
    address = post(client, institution.wages(2))
    confirmed(client, address)
    first = File.objects.get()
    confirmed(client, address)
    assert File.objects.get().confirmed_at == first.confirmed_at


def test_the_same_file_again_leads_to_the_first_result(institution: Institution) -> None:
    client = institution.client()
    address = post(client, institution.wages(4))
    confirmed(client, address)
    again = post(client, institution.wages(4), name="other.csv")
    assert "You sent this very file" in words_of(client, again)
    results = [b"".join(client.get(a + "result/").streaming_content) for a in (address, again)]  # type: ignore[attr-defined]
    assert results[0] == results[1]


def test_strangers_and_visitors_are_shut_out(institution: Institution) -> None:
    address = post(institution.client(), institution.wages(2))
    stranger = institution.client(institution.stranger)
    for way in ("", "result/", "remarks/"):
        assert stranger.get(address + way).status_code == 404
        assert Client().get(address + way).status_code == 302
    assert stranger.post(address + "confirm/").status_code == 404
    assert "march.csv" not in stranger.get("/files/").content.decode()
    assert stranger.get(f"/files/{uuid4()}/").status_code == 404
    assert File.objects.get().state == State.CHECKED


def test_a_result_is_not_given_before_there_is_one(institution: Institution) -> None:
    client = institution.client()
    assert client.get(post(client, institution.wages(2)) + "result/").status_code == 404


def test_what_is_missing_in_the_form_is_said_on_the_form(institution: Institution) -> None:
    client = institution.client()
    response = client.post("/files/", {"kind": "no-such"})
    page = response.content.decode()
    assert response.status_code == 422
    assert (
        "Choose the file you want to send." in page
        and 'href="#file"' in page
        and 'href="#kind"' in page
    )


def test_an_unreadable_file_says_why(institution: Institution) -> None:
    client = institution.client()
    assert "ends in .xlsx" not in words_of(client, post(client, b"\0\1\2" * 99))
    assert "This file is not a table" in words_of(client, post(client, b"\0\1\2" * 99))


def test_an_oversized_body_is_turned_away_unread(institution: Institution) -> None:
    client = institution.client()
    response = client.post(
        "/files/",
        data=b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="999999999",
    )
    assert response.status_code == 413 and "larger than 100 MB" in response.content.decode()
    assert not File.objects.exists()


def test_a_client_cannot_fill_the_queue(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_SMALL_BYTES", 0)
    monkeypatch.setattr(views, "_MOST_WAITING", 1)
    client = institution.client()
    post(client, institution.wages(2))
    response = client.post("/files/", {"kind": MONTHLY, "file": SimpleUploadedFile("x.csv", b"a")})
    assert response.status_code == 422 and File.objects.count() == 1


def test_a_client_cannot_fill_the_disk_and_is_told_when_to_come_again(
    institution: Institution, settings: Any
) -> None:
    settings.FILES_MB_A_DAY = 1
    client = institution.client()
    post(client, institution.wages(2))
    left = quota.left(institution.bureau.pk, timezone.now())
    assert left == 999_000, "one kilobyte begun"
    for _ in range(3):
        flood = SimpleUploadedFile("x.csv", b"a" * (left + 1))
        response = client.post("/files/", {"kind": MONTHLY, "file": flood})
        page = response.content.decode()
        assert (
            response.status_code == 422
            and "has 0 MB left. Send a smaller file, or send this one after" in page
        )
    assert File.objects.count() == 1 and quota.left(institution.bureau.pk, timezone.now()) == left
    post(client, institution.wages(3))


def test_a_file_name_is_shown_and_nothing_more(institution: Institution) -> None:
    client = institution.client()
    address = post(client, institution.wages(2), name='../<script>alert(1)</script>".csv')
    page = client.get(address).content.decode()
    assert "<script>alert" not in page


def test_older_files_are_on_further_pages(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_LISTED", 2)
    client = institution.client()
    for n in range(3):
        post(client, institution.wages(1, start=n), name=f"file-{n}.csv")
    page = client.get("/files/").content.decode()
    assert "file-0.csv" not in page
    more = re.search(r'href="(\?before=[^"]+)"', page)
    assert more is not None
    assert "file-0.csv" in client.get("/files/" + more[1]).content.decode()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("kind", [MONTHLY, "registry.register_worker"])
def test_templates_are_in_the_clients_language_and_can_be_sent_filled(
    institution: Institution, language: str, kind: str
) -> None:
    client = institution.client(language=language)
    text = client.get(f"/files/templates/{kind}/csv/")
    heads = read_table(text.content + b"\r\nx").headers
    book = load_workbook(io.BytesIO(client.get(f"/files/templates/{kind}/xlsx/").content))
    rows, manual = book.worksheets
    assert tuple(cell.value for cell in rows[1]) == heads
    assert bool(rows.sheet_view.rightToLeft) == (language == "ar")
    assert rows.data_validations.dataValidation and manual.max_row == len(heads) + 1
    sample = {row[0].value: row[3].value for row in manual.iter_rows(min_row=2)}
    line = ",".join(str(sample[head] or "") for head in heads)
    separator = read_table(text.content + b"\r\nx").form.separator
    filled = text.content + line.replace(",", separator).encode() + b"\r\n"
    address = post(client, filled, kind=kind)
    assert File.objects.get().state == State.CHECKED, address


def test_an_account_without_services_is_told_so(institution: Institution) -> None:
    nobody = Account.objects.create(username="nobody")
    assert "no service that takes files" in words_of(institution.client(nobody), "/files/")
