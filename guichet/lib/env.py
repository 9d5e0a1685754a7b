"""Typed readers of the environment. ``NAME_FILE`` names a file holding the value: how secrets
arrive.
"""

from __future__ import annotations

import os
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    """The value of ``name``, or of the file that ``name_FILE`` names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """1, true, yes and on are true; an empty value is the default."""
    value = text(name).lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


# Everything this installation writes: embedded database, keys, uploaded files.
STATE = Path(text("GUICHET_STATE", str(BASE / "var"))).resolve()
# A demonstration institution: http, generated secrets, sandboxes.
TRIAL = flag("GUICHET_TRIAL", True)
