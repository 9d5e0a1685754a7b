"""What a file may become: kept whole, confirmed once, never back; and its words."""

from __future__ import annotations

import io
from datetime import timedelta

import polars as pl
import pytest
from django.db import DatabaseError
from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, files, result
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.tests.conftest import Institution
from guichet.channels.bulk.tests.files_sent import carried_out, carried_out_checked, returned
from guichet.engine import store


def test_a_closed_account_can_do_nothing_more(institution: Institution) -> None:
    file = institution.send(institution.wages(5))
    file_check.check_file(file, timezone.now())
    file_run.confirm(file, file.as_checked, timezone.now())
    institution.bureau.is_active = False
    institution.bureau.save()
    carried_out_checked(file)
    assert file_run.progress_of(file).counts == {"refused": 5}


def test_a_file_that_cannot_be_read_says_all_that_is_wrong(institution: Institution) -> None:
    file = institution.send("movement,colour\nwage,red\n")
    file_check.check_file(file, timezone.now())
    assert file.state == State.UNREADABLE
    assert [fault["code"] for fault in file.error] == [
        "file-headings-unknown",
        "file-headings-missing",
    ]


def test_too_large_a_file_is_not_kept(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(Unreadable):
        institution.send("x" * 1001)
    assert not File.objects.exists()


def test_a_files_content_is_kept_whole_over_many_parts(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PART", 10)
    file = files.keep(
        [b"a" * 7, b"b" * 25, b"c"],
        account=1,
        name="C:\\x\\..\\y.csv\n",
        kind="k",
        language="en",
        now=timezone.now(),
    )
    assert files.body_of(file) == b"a" * 7 + b"b" * 25 + b"c"
    assert file.name == "y.csv"


def test_a_state_never_goes_back(institution: Institution) -> None:
    file = carried_out(institution.send(institution.wages(2)))
    assert not files.move(file, State.CHECKING, timezone.now())
    with pytest.raises(DatabaseError), store.atomic():
        File.objects.filter(pk=file.pk).update(state=State.CHECKED)


def test_only_the_first_confirmation_counts(institution: Institution) -> None:
    file = institution.send(institution.wages(2))
    file_check.check_file(file, timezone.now())
    again = files.find(file.pk)
    assert again is not None
    assert file_run.confirm(file, file.as_checked, timezone.now())
    assert not file_run.confirm(again, again.as_checked, timezone.now() + timedelta(seconds=1))


def test_a_token_of_language_changes_only_the_words(institution: Institution) -> None:
    file = carried_out(institution.send(institution.wages(2)))
    frames = {lang: read_table(returned(file, lang)).frame for lang in ("ar", "en", "fr")}
    assert frames["ar"]["5"].to_list() == frames["fr"]["5"].to_list() == frames["en"]["5"].to_list()
    assert [frames[lang]["6"][0] for lang in ("ar", "fr")] == ["مقبول", "Acceptée"]


def test_french_remarks_are_set_as_french_is(institution: Institution) -> None:
    file = carried_out(institution.send(institution.wages(1, "x")))
    (remark,) = read_table(returned(file, "fr")).frame["7"].to_list()
    assert remark.startswith("Salaire de base mensuel\u202f: « x »"), ascii(remark)


def test_remarks_hold_every_finding(institution: Institution) -> None:
    bad = "".join(f"wage,500000001,{n},2026-11,{n}\r\n" for n in range(300))
    file = institution.send("movement,establishment,worker,month,basic\r\n" + bad)
    file_check.check_file(file, timezone.now())
    assert len(file.report["findings"]) == file_check.SHOWN < file.report["errors"]
    remarks = file_check.remarks_of(file)
    assert remarks.schema == pl.Schema(file_check.REMARKS) and remarks["row"].n_unique() == 300
    frame = pl.read_csv(
        io.BytesIO(b"".join(result.forecast_of(file, "en").pieces)), infer_schema=False
    )
    assert (frame["Remarks"].str.len_chars() > 20).all()
