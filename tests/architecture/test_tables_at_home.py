"""Each module of knowledge, and the engine, is the only one whose SQL names its tables; others ask
its queries and commands, or join to what it holds out (`engine.relations`). How an id of a
transaction is made is known in one place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import ROOT, imports, python_files, short, tree

DOMAIN = ROOT / "guichet" / "domain"
ENGINE = ROOT / "guichet" / "engine"
MODULES = sorted(p.name for p in DOMAIN.iterdir() if (p / "models.py").is_file())
HOMES = {name: DOMAIN / name for name in MODULES} | {"engine": ENGINE}
# A table's name stands at the start of a word of lower-case letters: after FROM, in quotes for
# COPY, in a sequence.
TABLE = re.compile(
    rf"\b(?!access_token)({'|'.join(HOMES)})_[a-z]+(?:_id_seq)?\b"
)  # OAuth's word is no table of readings
# Of a submission's 2**20 rows; sizes of files in bytes are told by multiplying.
SHIFT = re.compile(r"(?:<<|>>)\s*20\b|(?:\w|\))\s*//\s*(?:2\s*\*\*\s*20|1_?048_?576)\b")
IDS = ENGINE / "ids.py"


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
        if not path.is_relative_to(HOMES[match[1]])
    ]


def test_sql_names_tables_of_its_own_module_only() -> None:
    assert {"registry", "ledger", "contributions", "verification", "identity"} <= set(MODULES)
    code = [p for p in python_files("guichet") if not {"tests", "migrations"} & set(p.parts)]
    assert [found for path in code for found in _strange(path)] == []


def test_the_engines_models_are_read_by_the_engine_only() -> None:
    code = [
        p for p in python_files("guichet", "demo") if not {"tests", "migrations"} & set(p.parts)
    ]
    strangers = [p for p in code if not p.is_relative_to(ENGINE)]
    assert [
        short(p)
        for p in strangers
        if any(n.startswith("guichet.engine.models") for n in imports(p))
    ] == []


def test_ids_are_joined_and_split_in_one_place() -> None:
    code = [
        p
        for p in python_files("guichet", "demo", "tests", "scripts")
        if "migrations" not in p.parts
    ]
    found = [
        short(p)
        for p in code
        if p not in (IDS, Path(__file__)) and SHIFT.search(p.read_text("utf-8"))
    ]
    assert found == []


def test_an_id_taken_apart_by_hand_is_found() -> None:
    assert (
        SHIFT.search("s.id = t.id >> 20")
        and SHIFT.search("submission << 20")
        and SHIFT.search("id // 2**20")
    )
    assert SHIFT.search('pl.col("id") // 2**20') and not SHIFT.search("limit // 2**10")


def test_a_strange_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "guest.py"
    path.write_text('"""registry_wage in prose."""\nQUERY = f"SELECT 1 FROM registry_wage {1}"\n')
    assert [TABLE.search(text)[1] for _, text in _texts(path) if TABLE.search(text)] == ["registry"]  # type: ignore[index]
