"""What a country lacks of the port is told by name before anybody asks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from guichet import law
from guichet.law.completeness import Unfinished, complete
from guichet.law.parameters import Parameters


def test_the_chosen_country_is_complete() -> None:
    assert complete(law.country, law.country.code) is law.country


def test_a_missing_function_is_named() -> None:
    torn = replace(law.country, objections=SimpleNamespace())  # type: ignore[arg-type]
    with pytest.raises(Unfinished, match=r"nowhere lacks objections\.object_by"):
        complete(torn, "nowhere")


def test_a_missing_number_is_named() -> None:
    empty = replace(law.country, parameters=lambda: Parameters({}))
    with pytest.raises(
        Unfinished,
        match=r"lacks the number instalments\.certificate_while_kept, .*certificate_valid_days",
    ):
        complete(empty, "nowhere")


def test_a_folder_without_a_country_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow/country.py").write_text("COUNTRY = 1\n", "utf-8")
    monkeypatch.setattr(law, "__path__", [*law.__path__, str(tmp_path)])
    with pytest.raises(
        Unfinished, match=r"hollow: COUNTRY is no guichet\.law\.port\.Country but int"
    ):
        law.load("hollow")
    with pytest.raises(ModuleNotFoundError, match=r"guichet\.law\.nowhere"):
        law.load("nowhere")
