"""The tutorial makes a country from nothing: every file it writes is written, every command it
prints is run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

PAGE = (ROOT / "docs/tutorials/add-a-country.md").read_text("utf-8")
_FILE = re.compile(
    r"^Write `(laws/[^`]+)`:\n\n```(?:yaml|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_SHELL = re.compile(r"(?<=\n\n)```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPEAKS = """
from guichet.law import country
from guichet.lib import samples, spelling
from guichet.lib.money import show_minor
from guichet.lib.text import Words
print(country.code, show_minor(12345), spelling.money(12345, "en"), samples.person(), sep="|")
print(Words(ar="بالريال", en="In riyals.", fr="En riyals.").at("en"))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader stands: the files of the page are beside it."""
    for name, text in _FILE.findall(PAGE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def _run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | more
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_block_of_the_page_is_a_file_or_a_command() -> None:
    blocks = re.findall(r"^```.*$", PAGE, re.MULTILINE)
    assert len(blocks) == 2 * (len(_FILE.findall(PAGE)) + len(_SHELL.findall(PAGE)))


def test_the_commands_of_the_page_end_as_it_says(folder: Path) -> None:
    (block,) = _SHELL.findall(PAGE)
    settings: dict[str, str] = {}
    said = ""
    for line in block.splitlines():
        typed = shlex.split(line)
        if typed[0] == "export":
            name, _, value = typed[1].partition("=")
            settings[name] = value
            continue
        assert typed[0] == "guichet"
        done = _run(folder, "-m", "guichet.config.cli", *typed[1:], **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        said += done.stdout
    assert said.strip() in PAGE


def test_an_installation_of_it_speaks_its_terms(folder: Path) -> None:
    done = _run(folder, "-c", _SPEAKS, GUICHET_COUNTRY="zz", GUICHET_COUNTRY_PATH="laws")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "zz|1,234.5|one thousand two hundred and thirty-four zeds and five tenths|10000000048",
        "In zeds.",
    ]


def test_a_member_left_out_is_named_as_the_page_says(folder: Path) -> None:
    country = folder / "laws/zz/country.py"
    country.write_text(
        country.read_text("utf-8").replace("def object_by", "def object_when"), "utf-8"
    )
    done = _run(
        folder, "-c", "import guichet.law", GUICHET_COUNTRY="zz", GUICHET_COUNTRY_PATH="laws"
    )
    (named,) = re.findall(r"`(zz lacks [^`]+)`", PAGE)
    assert done.returncode == 1 and done.stderr.rstrip().endswith(named)
