"""The commands of how-to pages as they are printed, for whatever needs no machine, no authority and
no provider of the reader's.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from guichet.channels.sms import providers
from guichet.config.cli import main
from guichet.domain.identity import commands, staff
from guichet.domain.identity.tests.staffing import administrators
from guichet.domain.reception import queue
from guichet.engine.actor import Segment

_HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """The kind and text of each block of a page."""
    return _BLOCK.findall((_HOW_TO / page).read_text("utf-8"))


def typed(page: str, **named: str) -> list[str]:
    """What each printed command of ours says; capitals are the reader's own names."""
    said = []
    for kind, text in blocks(page):
        for line in text.splitlines() if kind in ("", "sh") else ():
            words = shlex.split(line, comments=True)
            if words[:1] == ["guichet"]:
                result = CliRunner().invoke(main, [named.get(word, word) for word in words[1:]])
                assert result.exit_code == 0, (line, result.output)
                said.append(result.output)
    return said


def test_a_law_case_is_checked_as_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = [text for kind, text in blocks("add-a-law-case.md") if kind == "yaml"]
    (tmp_path / "my-cases.yaml").write_text(case, "utf-8")
    monkeypatch.chdir(tmp_path)
    (said,) = typed("add-a-law-case.md")
    assert "1" in said


@pytest.mark.django_db
def test_the_first_administrators_are_named_and_rights_are_listed() -> None:
    for name in ("sara", "omar"):
        commands.open_account(username=name, password=None, segments=[Segment.STAFF])
    begun, listed = typed("give-staff-their-rights.md", FIRST="sara", SECOND="omar")
    assert "sara, omar" in begun
    assert all(f"{name}: {staff.ADMINISTER}" in listed for name in ("sara", "omar"))


@pytest.mark.django_db
def test_a_branch_is_named_by_an_administrator() -> None:
    first, _ = administrators()
    (said,) = typed("serve-at-a-counter.md", ADMINISTRATOR=first.account.username)
    assert "101 Riyadh branch" in said
    assert [b.pk for b in queue.branches()] == [101]


def test_every_printed_address_of_a_provider_is_read() -> None:
    (printed,) = [text for kind, text in blocks("send-texts.md") if "smpp://" in text]
    read = [providers.parse(line) for line in printed.splitlines() if line]
    assert [p.name for p in read] == ["alpha", "beta", "gamma", "delta"]
