"""The command line does what the pages do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner
from django.utils import timezone

from guichet.channels.bulk.commandline import command
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File
from guichet.channels.bulk.tests.conftest import Institution
from guichet.channels.shared import quota
from guichet.engine import store


def test_a_file_is_checked_carried_out_and_written_back(
    institution: Institution, tmp_path: Path
) -> None:
    (tmp_path / "pay.csv").write_text(institution.wages(12))
    done = CliRunner().invoke(
        command, [str(tmp_path / "pay.csv"), "--as", "bureau", "--language", "en"]
    )
    assert done.exit_code == 0, done.output
    assert "12 rows carried out" in done.output and "accepted 12" in done.output
    table = read_table((tmp_path / "pay.result.csv").read_bytes())
    assert table.frame["6"].unique().to_list() == ["Accepted"]


def test_check_only_writes_a_forecast_and_changes_nothing(
    institution: Institution, tmp_path: Path
) -> None:
    (tmp_path / "pay.csv").write_text(institution.wages(12))
    before = store.value("SELECT count(*) FROM engine_transaction")
    out = tmp_path / "told.csv"
    arguments = [
        str(tmp_path / "pay.csv"),
        "--as",
        "bureau",
        "--check-only",
        "--out",
        str(out),
        "--language",
        "fr",
    ]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    assert "Seront acceptées" in out.read_text()
    assert store.value("SELECT count(*) FROM engine_transaction") == before


def test_what_cannot_be_done_is_said_with_status_one(
    institution: Institution, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.4")
    runner, path = CliRunner(), str(tmp_path / "x.csv")
    for more, said in (
        (["--as", "nobody"], "no account"),
        (["--as", "bureau", "--language", "en"], "of the kind PDF cannot be read"),
        (["--as", "bureau", "--service", "no.such", "--language", "en"], "no service"),
    ):
        done = runner.invoke(command, [path, *more])
        assert done.exit_code == 1 and said in done.output


def test_the_command_has_no_day_of_its_own(
    institution: Institution, tmp_path: Path, settings: Any
) -> None:
    """What the pages took counts here too."""
    settings.FILES_MB_A_DAY = 1
    quota.take(institution.bureau.pk, 1_000_000, timezone.now())
    (tmp_path / "pay.csv").write_text(institution.wages(2))
    done = CliRunner().invoke(
        command, [str(tmp_path / "pay.csv"), "--as", "bureau", "--language", "en"]
    )
    assert done.exit_code == 1 and "has 0 MB left" in done.output
    assert not File.objects.exists()
