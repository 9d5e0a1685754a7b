"""Commands of ours that a document prints are there, with the options it prints; every block of a
how-to runs in a test, or says why not.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from guichet.config.cli import main
from tests.architecture.repository import ROOT, files, short

PRINTED = [
    p for p in files() if p.suffix == ".md" and "adr" not in p.parts and p.name != "CHANGELOG.md"
]
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(?:\.venv/bin/)?(guichet [^`]+)`")
_HOW_TO = ROOT / "docs" / "how-to"

# Blocks of shell in how-to pages: the test that does what they say, or why none does.
RUN = {
    "call-the-api.md": "tests/journeys/test_readme_tour.py",
    "connect-a-system.md": "guichet/channels/systems/tests/test_how_to.py",
    "verify-from-outside.md": "guichet/domain/documents/tests/test_outside_verifier.py",
    "send-files.md": "guichet/channels/bulk/tests/test_signed_files.py",
    "add-a-law-case.md": "guichet/config/tests/test_how_to.py",
    "give-staff-their-rights.md": "guichet/config/tests/test_how_to.py",
    "send-texts.md": "guichet/config/tests/test_how_to.py",
    "serve-at-a-counter.md": "guichet/config/tests/test_how_to.py",
    "use-an-assistant.md": "guichet/channels/assistant/tests/test_how_to.py",
}
NOT_RUN = {
    "answer-the-telephone.md": "a dial plan of Asterisk, which is not installed here; our side is called over its protocol",
    "keys-and-certificates.md": "names requests and keys of the reader's authority, and a token of theirs; our own root and signer are made in guichet/domain/certificates/tests",
    "run-in-production.md": "starts services of a machine; its units and its nginx are run by tests/hardening",
}


def _printed(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    for _, block in _BLOCK.findall(text):
        yield from re.findall(
            r"^ *(?:\.venv/bin/)?(guichet .*)$", block.replace("\\\n", " "), re.MULTILINE
        )
    yield from _INLINE.findall(text)


def _fault(line: str) -> str | None:
    """What is wrong with a printed command; None: it is there, and so are its options."""
    typed = shlex.split(re.split(r"[|>;…]| && ", line)[0].replace("'", ""), comments=True)[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        name = typed.pop(0) if typed and not typed[0].startswith("-") else ""
        if not name:
            return None
        found = command.get_command(click.Context(command), name)
        if found is None:
            return f"{line}: no {name}"
        command = found
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}
    unknown = [
        t
        for t in (word.partition("=")[0] for word in typed)
        if re.match(r"--?[a-z]", t) and t not in known
    ]
    return f"{line}: no {unknown}" if unknown else None


@pytest.mark.parametrize("path", [p for p in PRINTED if [*_printed(p)]], ids=short)
def test_printed_commands_are_there_with_their_options(path: Path) -> None:
    assert [fault for line in _printed(path) if (fault := _fault(line))] == []


def test_a_command_that_is_not_there_is_found() -> None:
    assert (
        _fault("guichet office clerk NAME")
        and _fault("guichet run --nothing")
        and not _fault("guichet run --port 8080")
    )


def test_every_block_of_a_how_to_runs_in_a_test_or_says_why_not() -> None:
    pages = {
        p.name
        for p in _HOW_TO.glob("*.md")
        if any(kind in ("", "sh") for kind, _ in _BLOCK.findall(p.read_text("utf-8")))
    }
    assert pages == RUN.keys() | NOT_RUN.keys() and not RUN.keys() & NOT_RUN.keys()
    assert [test for test in RUN.values() if not (ROOT / test).exists()] == []
    print(*(f"{page} runs in no test: {why}" for page, why in NOT_RUN.items()), sep="\n")
