"""Migrations say everything, one after the other, and each app has only its own tables."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture.repository import ROOT

OURS = [config for config in apps.get_app_configs() if config.name.startswith("guichet.")]


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.parametrize("config", OURS, ids=lambda c: c.label)
def test_migrations_are_one_line(config: object) -> None:
    folder = Path(config.path) / "migrations"  # type: ignore[attr-defined]
    names = sorted(p.stem for p in folder.glob("0*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


@pytest.mark.parametrize("config", OURS, ids=lambda c: c.label)
def test_an_app_is_named_after_its_folder_and_owns_only_its_tables(config: object) -> None:
    for model in config.get_models():  # type: ignore[attr-defined]
        assert model._meta.db_table.startswith(f"{config.label}_")  # type: ignore[attr-defined]


def test_raw_sql_of_a_migration_names_no_other_apps_tables() -> None:
    labels = {config.label for config in OURS}
    found = []
    for config in OURS:
        for path in (Path(config.path) / "migrations").glob("0*.py"):
            text = path.read_text("utf-8")
            for label in labels - {config.label, "engine"}:
                if re.search(rf"(?:INTO|FROM|TABLE|ON|UPDATE|JOIN|REFERENCES) {label}_[a-z]", text):
                    found.append(f"{path.relative_to(ROOT)} touches {label}_*")
    assert found == []
