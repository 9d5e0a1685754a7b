"""A confirmation is of the check that was shown: what was checked again since, or asks something,
is not carried out.
"""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, files
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.tests.conftest import Institution, confirmed
from guichet.lib.text import LANGUAGES

pytestmark = pytest.mark.django_db
SAID = {
    "ar": "لم يُنفذ الملف",
    "en": "The file was not carried out",
    "fr": "Le fichier n’a pas été exécuté",
}


def sent(institution: Institution, client: Client) -> str:
    upload = SimpleUploadedFile("pay.csv", institution.wages(2).encode())
    return str(client.post("/files/", {"kind": MONTHLY, "file": upload}).headers["Location"])


def shown_by(client: Client, address: str) -> dict[str, str]:
    found = re.search(r'name="shown" value="([^"]*)"', client.get(address).content.decode())
    assert found
    return {"shown": found[1]}


def checked_again(file: File) -> None:
    now = timezone.now()
    assert files.ask_again(file, Answers(), now)
    file_check.check_file(file, now)
    assert file.state == State.CHECKED


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_tab_does_not_carry_out_what_was_checked_again_since(
    institution: Institution, language: str
) -> None:
    client = institution.client(language=language)
    address = sent(institution, client)
    old = shown_by(client, address)
    checked_again(File.objects.get())
    answer = client.post(f"{address}confirm/", old)
    assert answer.status_code == 302 and File.objects.get().state == State.CHECKED
    page = client.get(answer.headers["Location"]).content.decode()
    assert SAID[language] in page and 'name="shown"' in page
    assert confirmed(client, address).status_code == 302
    assert File.objects.get().state == State.DONE
    assert SAID[language] not in client.get(address).content.decode()


@pytest.mark.parametrize("shown", ["", "x", "2026-11-30", "2026-11-30T10:00:00", "\x00", "9" * 400])
def test_a_confirmation_that_names_no_check_confirms_none(
    institution: Institution, shown: str
) -> None:
    client = institution.client()
    address = sent(institution, client)
    client.post(f"{address}confirm/", {"shown": shown} if shown else {})
    assert File.objects.get().state == State.CHECKED


def test_an_open_question_is_not_passed_over_by_an_old_tab(institution: Institution) -> None:
    client = institution.client()
    sent(institution, client)
    file = File.objects.get()
    File.objects.filter(pk=file.pk).update(
        report=file.report | {"questions": [{"code": "days-unanswered", "values": {}}]}
    )
    file.refresh_from_db()
    assert not file_run.confirm(file, file.as_checked, timezone.now())
    assert File.objects.get().state == State.CHECKED


def test_of_two_confirmations_at_once_and_a_check_between_them_the_database_decides(
    institution: Institution,
) -> None:
    client = institution.client()
    sent(institution, client)
    mine = File.objects.get()  # as it was read before the other check
    shown = mine.as_checked
    checked_again(File.objects.get())
    assert not file_run.confirm(mine, shown, timezone.now())
    assert File.objects.get().state == State.CHECKED
