"""A class name means one thing: words that say little are nobody's name any more."""

from __future__ import annotations

import ast
from collections import Counter

from tests.architecture.repository import python_files, tree

# Each had three to seven meanings; what is left is a table's, which its folder explains, or the
# one that the word is the field's term for.
VAGUE = {"Entry": 2, "Part": 2, "Line": 0, "Shown": 0, "Desk": 1}


def test_vague_words_are_no_names_of_classes() -> None:
    used = Counter(
        node.name
        for path in python_files("guichet")
        if "tests" not in path.parts
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and node.name in VAGUE
    )
    assert {name: used[name] for name in VAGUE} == VAGUE
