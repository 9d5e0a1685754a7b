"""In earnest: Django's own list of dangers is empty, secrets come from files, and nothing starts
without them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.lib import env
from tests.architecture.repository import ROOT
from tests.architecture.test_one_file_one_folder import _address

EARNEST = {
    "GUICHET_TRIAL": "0",
    "GUICHET_HOSTS": "branch.example",
    "GUICHET_ORIGINS": "https://branch.example",
}


def _check(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    from django.conf import settings

    uri = os.environ.get("DATABASE_URL") or _address(settings.DATABASES["default"])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    environment = kept | EARNEST | {"DATABASE_URL": uri, "GUICHET_STATE": str(tmp_path)} | given
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("".join(f"{n:x}" for n in range(16, 80)) + "-Q!\n")
    done = _check(tmp_path, GUICHET_SECRET_KEY_FILE=str(secret))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "given", [{}, {"GUICHET_SECRET_KEY": "short"}], ids=["no secret", "a short one"]
)
def test_without_a_sound_secret_it_is_not_clean(tmp_path: Path, given: dict[str, str]) -> None:
    assert _check(tmp_path, **given).returncode != 0


def test_in_earnest_no_secret_is_made_up(tmp_path: Path) -> None:
    _check(tmp_path)
    assert list(tmp_path.rglob("secret_key")) == []


@pytest.mark.parametrize("name", ["GUICHET_SECRET_KEY", "DATABASE_URL", "GUICHET_DATABASE_ROLE"])
def test_every_value_may_come_from_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "value"
    path.write_text("from the file\n")
    monkeypatch.setenv(name, "from the environment")
    monkeypatch.setenv(f"{name}_FILE", str(path))
    assert env.text(name) == "from the file"
