"""An element of a bank's file and its children by name: one pass, where a path is a search of its
own.
"""

from __future__ import annotations

from typing import Any


class IndexedElement:
    """An element and the first child of each name."""

    __slots__ = ("children", "element", "parts", "start")

    def __init__(self, element: Any, start: int) -> None:
        """``start`` is where in a tag the name begins, after its space."""
        self.element, self.start = element, start
        # Comments are not read, so that every child has a name.
        self.children = {c.tag[start:]: c for c in reversed(element)}
        self.parts: dict[str, IndexedElement] = {}

    def text(self, name: str) -> str:
        """What a child says; empty without one."""
        child = self.children.get(name)
        return "" if child is None else child.text or ""

    def part(self, name: str) -> IndexedElement | None:
        """A child that has children; looked through once, however often it is asked for."""
        found = self.parts.get(name)
        if found is None:
            child = self.children.get(name)
            if child is None:
                return None
            found = self.parts[name] = IndexedElement(child, self.start)
        return found

    def inner(self, name: str, below: str) -> str:
        """What a child of a child says. Made for small ones, of which it looks at no more than it
        must.
        """
        start = self.start
        for child in self.children.get(name, ()):
            if child.tag[start:] == below:
                return child.text or ""
        return ""

    def all(self, name: str) -> list[Any]:
        """Every child of a name."""
        start = self.start
        return [c for c in self.element if c.tag[start:] == name]

    def every(self, name: str) -> list[IndexedElement]:
        """Every child of a name, with its children: where there is one child only, it is
        that one.
        """
        if len(self.children) == len(self.element):
            one = self.part(name)
            return [] if one is None else [one]
        return [IndexedElement(child, self.start) for child in self.all(name)]
