"""What the tests of the repository read: its own files, as git would keep them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive has no git
        walked = (
            p
            for p in ROOT.rglob("*")
            if not set(p.relative_to(ROOT).parts) & {".venv", "var", "build"}
        )
        return tuple(sorted(p for p in walked if p.is_file()))
    return tuple(sorted(p for name in listed.stdout.splitlines() if (p := ROOT / name).is_file()))


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the folders (default: all)."""
    roots = [ROOT / folder for folder in folders] or [ROOT]
    return [
        p for p in files() if p.suffix == ".py" and any(p.is_relative_to(root) for root in roots)
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The dotted names a file imports, from-imports with the name imported."""
    return tuple(_imported(tree(path)))


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def short(path: Path) -> str:
    """The path from the root, for messages."""
    return str(path.relative_to(ROOT))
