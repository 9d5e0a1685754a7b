"""A frame made from what stands in rows or lists says the types of its columns.

Left to guess, polars makes a column that says nothing in any row one of nothing, and whatever reads
text, days or amounts afterwards refuses it: thousands of rows that wait stop at the first that gave
no optional field.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.repository import python_files, short, tree

_MAKERS = {"DataFrame", "LazyFrame", "from_dict", "from_dicts", "from_records"}
_LISTED = (ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp, ast.Starred)


def _code() -> list[Path]:
    return [
        p for p in python_files("guichet", "demo") if not {"tests", "migrations"} & set(p.parts)
    ]


def test_a_frame_made_from_rows_or_lists_says_its_types() -> None:
    guessed = [
        f"{short(path)}:{node.lineno}"
        for path in _code()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _makes(node) and node.args and not _typed(node)
    ]
    assert guessed == [], "give it schema=, or see guichet.lib.frames"


def _makes(call: ast.Call) -> bool:
    name = call.func
    return (
        isinstance(name, ast.Attribute) and name.attr in _MAKERS and ast.unparse(name.value) == "pl"
    )


def _typed(call: ast.Call) -> bool:
    if {word.arg for word in call.keywords} & {"schema", "schema_overrides"}:
        return True
    given = call.args[0]  # columns that are series or expressions have types of their own
    return isinstance(given, ast.Dict) and not any(isinstance(v, _LISTED) for v in given.values)


def test_the_rule_sees_what_it_is_for() -> None:
    def guessed(source: str) -> bool:
        call = ast.parse(source, mode="eval").body
        assert isinstance(call, ast.Call)
        return _makes(call) and not _typed(call)

    assert guessed("pl.DataFrame(rows, infer_schema_length=None)")
    assert guessed("pl.from_dicts([row])")
    assert guessed('pl.DataFrame({"a": [one]})')
    assert not guessed("pl.DataFrame(rows, schema=known)")
    assert not guessed('pl.DataFrame({"a": series})')
