"""A file of one name holds the same thing in every folder, and modules are called by nouns."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, python_files, short, tree

# The names that recur in channels, domain modules and the staff's rooms: what one finds behind
# each, in every folder.
HOLDS = {
    "audit_check": r"\w+_(are|is)_whole",  # whether rows are what the audit log says
    "capabilities": "why_not",  # which services a channel carries, and why not the others
    "commandline": "group|command",  # what `guichet` says on a terminal
    "front_pages": "ADDRESSES",  # what `guichet run` tells of
    "middleware": "MIDDLEWARE",
    "processes": "PROCESSES",  # what runs beside the web
    "row_policies": "ROWS",  # whose the rows of each table are
    "urls": "urlpatterns",
}
# Kept together wherever somebody is led through a service: the desk asks Guichet, the dialogue says
# what comes next, and the answer is rendered in the channel's medium.
LED = ("dialogue", "render")
# Words that end like participles and are nouns of the field, or say what a thing is.
NOUNS = frozenset(
    "_joining _single_asking founding number_matching pending signing spelling typesetting".split()
)
_PARTICIPLE = re.compile(r"\w+ing")


def _modules(*roots: str) -> list[Path]:
    return [p for p in python_files(*roots) if not {"tests", "migrations", "bench"} & set(p.parts)]


def _folders() -> list[Path]:
    roots = (ROOT / "guichet" / name for name in ("backoffice", "channels", "domain"))
    return [f for root in roots for f in sorted(root.iterdir()) if (f / "__init__.py").exists()]


def _names(path: Path) -> set[str]:
    """What a module declares at its top."""
    found = set()
    for node in tree(path).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=targets):
                found |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


@pytest.mark.parametrize("name", HOLDS)
def test_a_file_of_that_name_holds_the_same_everywhere(name: str) -> None:
    files = [f / f"{name}.py" for f in _folders() if (f / f"{name}.py").exists()]
    assert files
    for path in files:
        assert any(re.fullmatch(HOLDS[name], n) for n in _names(path)), short(path)


def test_who_leads_people_through_services_does_it_by_files_of_the_same_names() -> None:
    leading = [f for f in _folders() if (f / "dialogue.py").exists()]
    assert {f.name for f in leading} >= {"web", "counter", "kiosk", "sms", "voice"}
    for folder in leading:
        assert all((folder / f"{name}.py").exists() for name in LED), folder.name


def test_modules_are_called_by_nouns() -> None:
    odd = {
        short(p)
        for p in _modules("guichet", "demo")
        if _PARTICIPLE.fullmatch(p.stem) and p.stem not in NOUNS
    }
    assert odd == set()
    used = {p.stem for p in _modules("guichet", "demo")}
    assert used >= NOUNS, "a name is allowed that no module has"
