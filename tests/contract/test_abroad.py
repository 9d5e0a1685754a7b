"""The same services in another country, whose package lies in a folder of its own outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "elsewhere"  # what the country is called there: nothing of the repository knows it


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    """A folder of countries with one in it: the second of ours under another name."""
    shutil.copytree(ROOT / "guichet/law/xx", tmp_path / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (tmp_path / NAME).glob("*.py"):
        text = file.read_text("utf-8").replace("guichet.law.xx", f"guichet.law.{NAME}")
        file.write_text(text.replace('code="xx"', f'code="{NAME}"'), "utf-8")
    return tmp_path


def _there(laws: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "GUICHET_COUNTRY": NAME, "GUICHET_COUNTRY_PATH": str(laws), "GUICHET_TEST_DATABASE": f"abroad{os.getpid()}",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_its_cases_hold_there(laws: Path) -> None:
    checked = _there(laws, "guichet.config.cli", "law", "check", "--country", NAME)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout == "21 passed, 0 differ, 0 malformed, 0 not yet supported\n"


@pytest.mark.slow
def test_it_runs_the_same_services_with_no_other_file_touched(laws: Path) -> None:
    told = ("tests/contract/abroad.py", "tests/contract/abroad_story.py")
    done = _there(laws, "pytest", *told, "-q", "--no-header", "-p", "no:cacheprovider", "--tb=short")
    assert done.returncode == 0, done.stdout[-6000:]
