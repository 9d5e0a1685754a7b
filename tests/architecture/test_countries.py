"""A country is one folder, and only that folder names it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "guichet/law"
COUNTRIES = sorted(found.parent.name for found in LAW.glob("*/country.py"))


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_every_country_is_in_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    guarded = [
        c["protected_modules"] for c in contracts if c["name"].startswith("A country is known")
    ]
    assert guarded == [[f"guichet.law.{code}" for code in COUNTRIES]]


def test_tests_outside_the_law_know_no_country_either() -> None:
    country = re.compile(rf"guichet\.law\.({'|'.join(COUNTRIES)})\b")
    files = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("demo/**/*.py"), *ROOT.glob("guichet/**/*.py")]
    naming = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        if not file.is_relative_to(LAW)
        for name in imported(file)
        if country.match(name)
    }
    assert naming == set()
