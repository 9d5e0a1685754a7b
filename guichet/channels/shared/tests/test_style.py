"""The style sheet: enough contrast, no side but start and end, and nothing fetched from
elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guichet.channels import shared
from guichet.channels.shared.templatetags.shared import _ICONS
from guichet.engine.registry import services

FOLDER = Path(next(iter(shared.__path__))) / "static" / "shared"
SHEET = (FOLDER / "ui.css").read_text("utf-8")
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})", SHEET))

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 for words, 1.4.11 for borders and signs
PAIRS = [
    ("ink", "canvas", TEXT),
    ("ink-2", "card", TEXT),
    ("ink-3", "canvas", TEXT),
    ("ink-3", "card", TEXT),
    ("p-700", "card", TEXT),
    ("p-700", "canvas", TEXT),
    ("#ffffff", "p-700", TEXT),
    ("#ffffff", "p-900", TEXT),
    ("#ffffff", "#11706a", TEXT),
    ("p-200", "p-700", TEXT),
    ("#ddf0ec", "#11706a", TEXT),
    ("p-900", "a-300", TEXT),
    ("a-300", "p-700", TEXT),
    ("a-800", "a-100", TEXT),
    ("bad", "bad-bg", TEXT),
    ("bad", "card", TEXT),
    ("good", "good-bg", TEXT),
    ("warn", "warn-bg", TEXT),
    ("p-800", "p-100", TEXT),
    ("ink-2", "canvas-2", TEXT),
    ("#a9e5be", "p-900", TEXT),
    ("p-200", "p-900", TEXT),
    ("#f3e6d0", "#6b430a", TEXT),
    ("#f3e6d0", "#7a1d18", TEXT),
    ("line-2", "card", SHAPE),
    ("line-2", "canvas", SHAPE),
    ("p-600", "p-100", SHAPE),
    ("a-500", "card", SHAPE),
    ("focus-ink", "card", SHAPE),
    ("focus", "p-900", SHAPE),
]


def luminance(colour: str) -> float:
    """WCAG's relative luminance of ``#rgb`` or ``#rrggbb``."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_that_meet_contrast_enough(front: str, back: str, least: float) -> None:
    light, dark = sorted((luminance(TOKENS.get(c, c)) for c in (front, back)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_every_rule_is_closed_where_its_layer_ends() -> None:
    """A merge once lost three braces: every rule after them went unheard, and no browser
    says so.
    """
    depth = 0
    for number, line in enumerate(SHEET.splitlines(), 1):
        assert not (line.startswith("@layer") and depth), f"line {number} is inside another rule"
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_one_sheet_serves_both_directions() -> None:
    physical = re.findall(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\s*:|(?<![\w-])float\s*:", SHEET
    )
    assert physical == []


def test_the_sheet_and_the_script_fetch_nothing_from_elsewhere() -> None:
    for name in ("ui.css", "ui.js"):
        text = (FOLDER / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text and "//cdn" not in text


def test_files_named_in_the_sheet_are_there_with_their_licences() -> None:
    for path in re.findall(r"url\((?!\"?data:)([\w./-]+)\)", SHEET):
        assert (FOLDER / path).is_file(), path
    assert (FOLDER / "fonts" / "LICENSE").is_file() and (FOLDER / "icons.LICENSE").is_file()


@pytest.mark.parametrize("key", list(services()))
def test_every_service_has_an_icon_of_the_sprite(key: str) -> None:
    icon = services()[key].icon
    assert {icon, icon.replace("-", "")} & _ICONS
