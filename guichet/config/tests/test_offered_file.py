"""The demonstration file that a first run offers for sending."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from demo import files
from guichet.config import runner


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said; files go to a folder of the test."""
    monkeypatch.setattr(runner, "BASE", tmp_path)
    return []


def test_a_file_of_a_hundred_thousand_rows_is_written_and_its_place_is_said(
    lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        files, "monthly_movement", lambda rows, *_, **__: pl.DataFrame({"row": range(rows)})
    )
    runner._offer_file(lines.append)
    path = tmp_path / "demo" / "monthly-movement-100k.csv"
    assert str(path) in lines[0]
    assert pl.read_csv(path).height == 100_000


@pytest.mark.parametrize(
    "error", [ValueError("40 workers are too few"), PermissionError("not yours")]
)
def test_an_institution_without_the_file_starts_all_the_same(
    lines: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(files, "monthly_movement", refuse)
    runner._offer_file(lines.append)
    assert str(error) in lines[0] and "guichet demo-data" in lines[0]
