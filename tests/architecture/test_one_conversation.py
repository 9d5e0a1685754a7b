"""How somebody is led to a service is written once: no channel has a way of its own to the door, a
key or a proof.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, imports, python_files, short

CHANNELS = ROOT / "guichet" / "channels"
# Kept where they are written; a channel learns what comes of them from a turn.
DECIDED = {
    f"guichet.dialogue.policy.{name}"
    for name in ("key_after", "next_key", "purpose", "sending_key", "TRIES")
}


def _product(folder: Path) -> list[Path]:
    return [p for p in python_files() if p.is_relative_to(folder) and "tests" not in p.parts]


def test_the_door_has_no_exceptions() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (door,) = [c for c in contracts if "guichet.engine.perform" in c.get("protected_modules", ())]
    assert door["ignore_imports"] == ["guichet.**.tests.** -> **"]
    assert set(door["allowed_importers"]) == {
        "guichet.dialogue.**",
        "guichet.channels.api.**",
        "guichet.channels.bulk.**",
        "guichet.engine.**",
    }


@pytest.mark.parametrize("channel", ["web", "counter", "kiosk", "sms", "voice"])
def test_a_channel_leads_by_the_dialogue(channel: str) -> None:
    used = {name for path in _product(CHANNELS / channel) for name in imports(path)}
    paged = "guichet.channels.shared.form_pages.FormPages" in used
    assert paged or "guichet.dialogue.advance.advance" in used
    assert any(name.startswith("guichet.dialogue.desk.") for name in used)


def test_keys_and_proofs_are_decided_in_one_place() -> None:
    found = [
        f"{short(path)}: policy.{name}"
        for path in _product(CHANNELS)
        for name in ("key_after", "next_key", "purpose", "sending_key", "TRIES")
        if f"policy.{name}" in path.read_text("utf-8") or DECIDED & set(imports(path))
    ]
    assert found == []


def test_what_a_page_tells_by_itself_it_tells() -> None:
    """An answer that the engine does not put on record as shown is asked for in one place, beside
    the page's own word.
    """
    quiet = {short(p) for p in _product(ROOT / "guichet") if "told_by_page" in p.read_text("utf-8")}
    assert quiet == {
        "guichet/engine/context.py",
        "guichet/engine/disclosures.py",
        "guichet/dialogue/desk.py",
    }
    asking = [p for p in _product(CHANNELS) if "answer_for_page(" in p.read_text("utf-8")]
    assert [short(p) for p in asking] == ["guichet/channels/web/desk.py"]
    assert "disclosures.note(request" in asking[0].read_text("utf-8")
