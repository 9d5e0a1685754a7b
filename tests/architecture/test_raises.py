"""Whoever calls a function learns from its docstring what it raises, and when."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import python_files, short, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef
# Nobody is meant to catch these: they say that the code itself is wrong.
BUGS = {"NotImplementedError", "AssertionError"}


def _code() -> list[Path]:
    return [
        path for path in python_files("guichet") if not {"migrations", "tests"} & set(path.parts)
    ]


def test_a_public_function_says_what_it_raises() -> None:
    silent = [
        f"{short(path)}: {name} ({', '.join(sorted(raised))})"
        for path in _code()
        for name, function in _public(tree(path).body)
        if (said := ast.get_docstring(function)) is not None
        and (raised := set(_raised(function.body)))
        and "Raises:\n" not in said
    ]
    assert silent == []


def _public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Function]]:
    """Functions of modules and methods of classes that others may call.

    A method without a docstring answers a protocol, which says it (D102); a command line's
    docstring is its help.
    """
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node.body, f"{within}{node.name}.")
        elif isinstance(node, Function) and not node.name.startswith("_"):
            yield f"{within}{node.name}", node


def _raised(body: list[ast.stmt], caught: frozenset[str] = frozenset()) -> Iterator[str]:
    """What leaves the statements by a ``raise`` of their own; not what they catch themselves."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise):
            name = _name(node.exc)
            if name and name not in caught | BUGS and not name.startswith("click."):
                yield name
        elif isinstance(node, ast.Try):
            handled = {_name(each) for h in node.handlers for each in _types(h)}
            yield from _raised(node.body, caught | handled)
            for rest in (node.orelse, node.finalbody, *(h.body for h in node.handlers)):
                yield from _raised(rest, caught)
        else:
            inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt)]
            cases = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.match_case)]
            yield from _raised([*inner, *(s for case in cases for s in case.body)], caught)


def _types(handler: ast.ExceptHandler) -> list[ast.expr]:
    if isinstance(handler.type, ast.Tuple):
        return handler.type.elts
    return [handler.type] if handler.type else []


def _name(raised: ast.expr | None) -> str:
    """The name of what is raised; nothing for a bare ``raise``."""
    if isinstance(raised, ast.Call):
        raised = raised.func
    return ast.unparse(raised) if raised else ""


def test_a_raise_that_is_caught_where_it_stands_is_nobody_elses() -> None:
    body = ast.parse("try:\n    raise A(1)\nexcept (A, B):\n    raise C from None").body
    assert set(_raised(body)) == {"C"}


def test_a_raise_is_found_however_deep_it_stands() -> None:
    written = "for x in y:\n  with z:\n    match x:\n      case 1:\n        if x: raise m.A"
    assert set(_raised(ast.parse(written).body)) == {"m.A"}
