"""Each module of knowledge is the only one whose SQL names its tables; others ask its queries and commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import ROOT, python_files, short, tree

DOMAIN = ROOT / "guichet" / "domain"
MODULES = sorted(p.name for p in DOMAIN.iterdir() if (p / "models.py").is_file())
# A table's name stands at the start of a word of lower-case letters: after FROM, in quotes for COPY, in a sequence.
TABLE = re.compile(rf"\b(?!access_token)({'|'.join(MODULES)})_[a-z]+\b")  # OAuth's word is no table of readings


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a file that is not a docstring, with its line."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def _strange(path: Path) -> list[str]:
    return [
        f"{short(path)}:{line} names {match[0]}"
        for line, text in _texts(path)
        for match in TABLE.finditer(text)
        if not path.is_relative_to(DOMAIN / match[1])
    ]


def test_sql_names_tables_of_its_own_module_only() -> None:
    assert {"registry", "ledger", "contributions", "verification", "identity"} <= set(MODULES)
    code = [p for p in python_files("guichet") if not {"tests", "migrations"} & set(p.parts)]
    assert [found for path in code for found in _strange(path)] == []


def test_a_strange_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "guest.py"
    path.write_text('"""registry_wage in prose."""\nQUERY = f"SELECT 1 FROM registry_wage {1}"\n')
    assert [TABLE.search(text)[1] for _, text in _texts(path) if TABLE.search(text)] == ["registry"]  # type: ignore[index]
