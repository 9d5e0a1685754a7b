"""The repository keeps its shape: small files, tables at home, one place for what must be in one
place.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import ROOT, files, imports, python_files, short, tree

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
WIDEST = 100  # columns of a line of code
SENTENCE = 60  # a text on a line that is longer may be wider: sentences stay in one piece
# What a line says to a tool must stand on it; what the line says to a reader must not hide there.
TO_A_TOOL = re.compile(r"\s+# (type: ignore|noqa|nosec|pragma)[^#]*(# nosec.*)?$")
# Spelled in pieces, so that this file does not hold what it forbids.
# Python 3.12 has texts with places in pieces; before, they are one.
TEXTS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
UNFORMATTED = re.compile(r"# fmt" + r": *(skip|off)")
TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".txt",
    ".lock",
    ".svg",
    "",
}
# Spelled in pieces, so that this file does not hold what it forbids.
MACHINE_PATHS = ("/" + "work/", "/" + "root/", "/" + "home/", "/opt/" + "pypi", "/opt/" + "wheels")
REGISTRIES = (
    "pypi." + "org",
    "pythonhosted." + "org",
    "npmjs." + "org",
    "registry." + "npmjs",
    "crates." + "io",
)
# Django hands every channel whoever is signed in as this class, so they may name it; nothing else
# of its tables.
ACCOUNT = "guichet.domain.identity.models.Account"
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")


def _code() -> list[Path]:
    return [p for p in python_files("guichet", "demo", "tests") if "migrations" not in p.parts]


# A rule is one test for all files: a test of each file would take three times as long.


def test_files_stay_short() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in _code()}
    assert lengths
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{short(path)}: {node.name} has {length} lines"
        for path in _code()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_code_keeps_to_its_columns() -> None:
    """But for lines with a sentence, and for what a tool must be told on its line."""
    assert [f"{short(path)}:{line}" for path in _code() for line in _wide(path)] == []


def _wide(path: Path) -> list[int]:
    text = path.read_text("utf-8")
    lines = [TO_A_TOOL.sub("", line) for line in text.splitlines()]
    wide = {n for n, line in enumerate(lines, 1) if _columns(line) > WIDEST}
    return sorted(wide - _sentences(text)) if wide else []


def _columns(line: str) -> int:
    """As a terminal shows it: a vowel sign stands on its letter."""
    if line.isascii():
        return len(line)
    return sum(unicodedata.category(sign) not in {"Mn", "Me", "Cf"} for sign in line)


def _sentences(text: str) -> set[int]:
    """The lines that hold a text, no docstring, that is longer than a name or a key."""
    return {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type in TEXTS
        and not token.string.endswith(('"""', "'''"))
        and token.start[0] == token.end[0]
        and token.end[1] - token.start[1] > SENTENCE
    }


def test_no_line_is_hidden_from_the_formatter() -> None:
    found = [short(path) for path in python_files() if UNFORMATTED.search(path.read_text("utf-8"))]
    assert found == []


def test_tables_are_imported_only_at_home() -> None:
    """``domain.X.models`` only within X; who needs its rows asks its queries, who changes them its
    commands.
    """
    found = []
    for path in _code():
        for name in imports(path):
            match = re.match(r"guichet\.domain\.(\w+)\.models", name)
            home = match and ROOT / "guichet" / "domain" / match[1]
            if name == ACCOUNT and {"channels", "backoffice"} & set(path.relative_to(ROOT).parts):
                continue
            if match and home and not path.is_relative_to(home) and "tests" not in path.parts:
                found.append(f"{short(path)} imports {name}")
    assert found == []


def test_database_transactions_are_opened_by_the_engine_only() -> None:
    found = [
        short(path)
        for path in _code()
        if not path.is_relative_to(ROOT / "guichet" / "engine")
        and "tests" not in path.parts
        and any(name.startswith("django.db.transaction") for name in imports(path))
    ]
    assert found == []


def test_http_clients_are_used_in_backends_only() -> None:
    found = [
        short(path)
        for path in python_files("guichet")
        if not {"backends", "tests"} & set(path.parts)
        and any(name.split(".")[0] in {"httpx", "requests", "aiohttp"} for name in imports(path))
    ]
    assert found == []


def test_no_shared_junk_drawer_and_no_signals() -> None:
    drawers = [
        short(p)
        for p in python_files("guichet")
        if p.stem in {"utils", "helpers", "common_utils", "misc"}
    ]
    signals = [
        short(p)
        for p in python_files("guichet")
        if any("django.db.models.signals" in n for n in imports(p))
    ]
    assert drawers == [] and signals == []


def test_amounts_are_never_floats() -> None:
    """Money is integer minor units: no float type and no Float column where amounts are made (but
    to refuse one).
    """
    places = python_files(
        "guichet/catalogue", "guichet/law", "guichet/domain/contributions", "guichet/domain/ledger"
    )
    found = [
        f"{short(path)}:{node.lineno}"
        for path in places
        if "tests" not in path.parts
        for node in _without_type_tests(tree(path))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr in {"Float32", "Float64", "FloatField"})
    ]
    assert found == []


def _without_type_tests(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        test = isinstance(child, ast.Call) and getattr(child.func, "id", "") == "isinstance"
        if not test:
            yield from _without_type_tests(child)


def test_nothing_names_this_machine_a_registry_or_unfinished_work() -> None:
    named = {short(path): found for path in files() if (found := _out_of_place(path))}
    assert named == {}


def _out_of_place(path: Path) -> list[str]:
    if path.suffix not in TEXT:
        return []
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return []
    found = [name for name in (*MACHINE_PATHS, *REGISTRIES) if name in text]
    if path.suffix != ".svg" and path.name != "NOTICE":
        found += UNFINISHED.findall(text)
    return found


def test_every_module_of_knowledge_says_what_it_owns() -> None:
    silent = [
        short(path)
        for path in python_files("guichet/domain", "guichet/channels", "guichet/backoffice")
        if path.name == "__init__.py"
        and path.parent.parent.name in {"domain", "channels", "backoffice"}
        and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_python_file_begins_by_saying_what_it_is() -> None:
    silent = [
        short(path)
        for path in python_files("guichet", "demo")
        if path.name != "__init__.py"
        and "migrations" not in path.parts
        and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_brace_of_a_style_sheet_is_closed() -> None:
    """A browser forgives a missing one and drops all rules after it in silence."""
    for path in sorted((ROOT / "guichet").rglob("static/**/*.css")):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert bare.count("{") == bare.count("}"), path
        depth = 0
        for sign in re.findall(r"@layer [a-z]+ \{|[{}]", bare):
            assert depth == 0 or not sign.startswith("@layer"), f"{path}: a layer within a rule"
            depth += -1 if sign == "}" else 1
