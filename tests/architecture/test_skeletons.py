"""What `make new-service` and `make new-channel` begin loads, is clean, and its own tests pass:
both are begun in a copy of the repository and played there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from scripts import new
from tests.architecture.repository import ROOT, files

SERVICE, CHANNEL = "notes.lend_pencil", "letter_box"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository as it would be committed, in a folder of its own."""
    for path in files():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tmp_path


def _in(folder: Path, *command: str) -> str:
    named = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    database = settings.DATABASES["default"]
    given = {word: str(database[name]) for name, word in named.items() if database[name]}
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        # The same server, and another database of tests than the one of this very run.
        "DATABASE_URL": make_conninfo(dbname="postgres", **given),
        "GUICHET_TEST_DATABASE": f"test_skeletons_{os.getpid()}",
        "GUICHET_STATE": str(folder / "var"),
        "EVERY": "1",  # refusals too on the new channel
    }
    environment = {n: v for n, v in environment.items() if not n.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db
def test_what_is_begun_passes_its_own_tests_and_those_of_every_channel(copy: Path) -> None:
    made = [*new.service(SERVICE, copy), *new.channel(CHANNEL, copy)]
    new.tidy(made)
    _in(copy, "-m", "ruff", "check", *map(str, made))
    _in(copy, "-m", "ruff", "format", "--check", *map(str, made))
    tests = [str(path) for path in made if path.name.startswith("test_")]
    assert len(tests) == 2
    # The service goes through all channels, the new one among them, and ends everywhere alike.
    agree = "tests/contract/test_channels_agree.py::test_an_example_ends_the_same_everywhere"
    tests += [f"{agree}[{SERVICE}: {name}]" for name in ("a note", "two letters")]
    left = "tests/contract/test_courses.py::test_left_in_the_middle_nothing_is_done"
    tests += [f"{left}[{turns}-{CHANNEL}]" for turns in (1, 5)]
    assert "skipped" not in _in(copy, "-m", "pytest", "-p", "no:xdist", *tests)


def test_nothing_is_written_over_and_nothing_that_is_no_name(tmp_path: Path) -> None:
    for key in ("lend_pencil", "Notes.lend", "notes.lend.pencil", "notes/.lend", ".", ""):
        with pytest.raises(ValueError, match="no key"):
            new.service(key, tmp_path)
    for name in ("letter.box", "../box", "Box", ""):
        with pytest.raises(ValueError, match="no name"):
            new.channel(name, tmp_path)
    with pytest.raises(FileExistsError):
        new.service("registry.change_wage", ROOT)
    with pytest.raises(FileExistsError):
        new.channel("web", ROOT)


def test_a_code_that_nobody_has_is_chosen() -> None:
    catalogue = ROOT / "guichet/catalogue"
    taken = set(new._codes(catalogue))
    inside, outside = (
        new._free_code(ROOT, catalogue / subject) for subject in ("registry", "nothing_yet")
    )
    assert inside not in taken and inside // 100 == 21
    assert outside % 100 == 1 and not taken & {*range(outside - 1, outside + 99)}
