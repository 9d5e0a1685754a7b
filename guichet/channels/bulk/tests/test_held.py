"""A file whose rows wait: its page does not say that it is finished, and says how they ended once
they have gone on.
"""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from demo.population import persons
from guichet.channels.bulk import collections, files
from guichet.channels.bulk.models import File
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.tests.conftest import Institution, confirmed, csv_of
from guichet.domain.identity.tasks import who_asked
from guichet.domain.verification import commands
from guichet.domain.verification.checks import RegistryCheck
from guichet.domain.verification.sources import Source
from guichet.engine import store
from guichet.engine.check import SourceDown
from guichet.engine.resume import resume_held
from guichet.lib.plurals import counted

pytestmark = pytest.mark.django_db
_REALLY_ASKED = RegistryCheck.ask
ROWS = 20  # newcomers of the small institution


def joiners(institution: Institution) -> str:
    day = timezone.localdate().isoformat()
    place = institution.engaged["establishment"][0]
    lines = [["join", str(place), str(n), day, "6000"] for n in institution.newcomers]
    return csv_of(("movement", "establishment", "worker", "started_on", "basic"), lines)


LISTED = {
    "ar": ("لم يكتمل بعد", f"ينتظر التحقق: {counted(ROWS, 'row', 'ar')}"),
    "en": ("Not finished", f"{counted(ROWS, 'row', 'en')} waiting to be checked"),
    "fr": ("Pas encore terminé", f"{counted(ROWS, 'row', 'fr')} en attente de vérification"),
}
FINISHED = {"ar": "اكتمل", "en": "Finished", "fr": "Terminé"}


def files_told(institution: Institution) -> list[dict[str, object]]:
    """What machines are told of the sender's files."""
    found = files.page(institution.bureau.pk, None, None, 10)
    return [dict(collections._file(file)) for file in found]


def carried_out(client: Client, text: str) -> str:
    """The address of a file that was sent and confirmed."""
    sent = client.post(
        "/files/", {"kind": MONTHLY, "file": SimpleUploadedFile("f.csv", text.encode())}
    )
    assert sent.status_code == 302, sent.content
    page = str(sent.headers["Location"])
    assert confirmed(client, page).status_code == 302
    return page


def test_a_file_with_held_rows_is_not_finished_before_they_are(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = RegistryCheck.ask

    def down(check: RegistryCheck, keys: pl.Series, context: object) -> pl.DataFrame:
        raise SourceDown("silent")

    client = institution.client()
    monkeypatch.setattr(RegistryCheck, "ask", down)
    page = carried_out(client, joiners(institution))
    waiting = client.get(page).content.decode()
    assert "Not finished" in waiting and ">Finished<" not in waiting
    plain = " ".join(strip_tags(waiting).split())
    assert f"answer: {ROWS} of {ROWS}" in plain and "100%" not in plain
    for language, (unfinished, waits) in LISTED.items():
        listed = (
            institution.client(language=language)
            .get("/files/")
            .content.decode()
            .split("<tbody>")[-1]
        )
        assert unfinished in listed and waits in listed, listed
        assert f">{FINISHED[language]}<" not in listed
    (machine,) = files_told(institution)
    assert (machine["state"], machine["waiting"]) == ("done", ROWS)
    monkeypatch.setattr(RegistryCheck, "ask", well)
    assert resume_held(timezone.now() + timedelta(minutes=2), who_asked) == ROWS
    assert files_told(institution)[0]["waiting"] == 0
    assert ">Finished<" in client.get("/files/").content.decode().split("<tbody>")[-1]
    ended = client.get(page).content.decode()
    assert ">Finished<" in ended and "Not finished" not in ended
    result = b"".join(client.get(f"{page}result/").streaming_content)  # type: ignore[attr-defined]
    told = pl.read_csv(io.BytesIO(result), infer_schema=False)
    assert told["Outcome"].to_list() == ["Accepted"] * ROWS


def test_a_small_file_of_people_new_to_the_registry_is_checked_without_a_fault(
    institution: Institution, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What a public body said is kept after the check, by the institution and not in the sender's
    name.
    """

    def answers(source: Source, keys: pl.Series) -> pl.DataFrame:
        found = persons(keys).with_columns(status=pl.lit("alive"), key="number")
        return found.select("key", *source.facts).cast({"key": pl.Int64, **source.facts})

    monkeypatch.setattr(RegistryCheck, "ask", _REALLY_ASKED)
    monkeypatch.setattr(commands, "_asked", answers)
    with caplog.at_level(logging.ERROR):
        page = carried_out(institution.client(), joiners(institution))
    assert [record.getMessage() for record in caplog.records] == []
    assert File.objects.get().state == "done"
    assert store.value("SELECT count(*) FROM verification_evidence") == ROWS
    assert ">Finished<" in institution.client().get(page).content.decode()
