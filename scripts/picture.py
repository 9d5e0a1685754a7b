"""Draws the pictures of docs/explanation/architecture.md from what the code imports (`make docs`).

A picture has an arrow only where the way is not drawn already over other boxes: what is reached by
two arrows is not drawn by a third. Tests, and imports for types alone, are left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp

PAGE = Path(__file__).resolve().parents[1] / "docs/explanation/architecture.md"
_DRAWN = re.compile(
    r"(<!-- imports of (\S+), drawn by make docs -->\n).*?(<!-- end -->)", re.DOTALL
)
Edges = set[tuple[str, str]]


def edges_of(parent: str, graph: grimp.ImportGraph) -> Edges:
    """Who imports whom among the folders and files directly below a package, by their own names."""
    depth = parent.count(".") + 2
    return {
        (_room(module, depth), _room(imported, depth))
        for module in _product(graph.modules, parent)
        for imported in _product(graph.find_modules_directly_imported_by(module), parent)
        if _room(module, depth) != _room(imported, depth)
    }


def _product(modules: set[str], parent: str) -> Iterator[str]:
    yield from (m for m in modules if m.startswith(f"{parent}.") and "tests" not in m.split("."))


def _room(module: str, depth: int) -> str:
    return module.split(".")[:depth][-1]


def reduced(edges: Edges) -> Edges:
    """Without the arrows whose way is drawn over others; the imports have no rings."""
    below: dict[str, set[str]] = {}
    for one, other in edges:
        below.setdefault(one, set()).add(other)

    def reached(one: str) -> set[str]:
        return {end for next_ in below.get(one, ()) for end in (next_, *reached(next_))}

    return {
        (one, other)
        for one, other in edges
        if not any(other in reached(between) for between in below[one] - {other})
    }


def picture(parent: str, graph: grimp.ImportGraph) -> str:
    """A Mermaid flow chart, which repositories and editors show as a picture."""
    edges = reduced(edges_of(parent, graph))
    rooms = {_room(m, parent.count(".") + 2) for m in _product(graph.modules, parent)}
    alone = rooms - {room for edge in edges for room in edge}
    arrows = [f"    {one} --> {other}\n" for one, other in sorted(edges)]
    boxes = [f"    {room}\n" for room in sorted(alone)]
    return "".join(["```mermaid\n", "flowchart TD\n", *arrows, *boxes, "```\n"])


def drawn(page: str) -> str:
    """The page with its pictures drawn anew."""
    graph = grimp.build_graph("guichet", exclude_type_checking_imports=True, cache_dir=None)
    return _DRAWN.sub(lambda found: found[1] + picture(found[2], graph) + found[3], page)


def main() -> None:
    """Draw them, and say so where something changed."""
    before = PAGE.read_text("utf-8")
    after = drawn(before)
    if after != before:
        PAGE.write_text(after, "utf-8")
        print(f"{PAGE.name} drawn")  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main())
