"""Keys against an SRGS grammar (DTMF, XML form), one key at a time.

A grammar becomes a small expression; each key replaces it by what may still follow (Brzozowski's
derivative). So it is known at once whether an entry is complete, whether it can go on, and whether
it can no longer be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

KEYS = "0123456789*#"
_UNBOUNDED = 200  # "3-" in a grammar: nobody presses more


@dataclass(frozen=True, slots=True)
class Node:
    """An expression: a ``key``, parts in ``order``, ``any`` of parts, or one part ``repeated``
    least to most times.
    """

    kind: str
    key: str = ""
    parts: tuple[Node, ...] = ()
    least: int = 1
    most: int = 1


NOTHING, DEAD = Node("order"), Node("any")


def read(grammar: Any) -> Node:
    """The expression of a grammar element.

    Raises:
        ValueError: it holds what this reader does not know.
    """
    rules = {rule.get("id"): rule for rule in grammar if _name(rule) == "rule"}
    root = grammar.get("root")
    if root not in rules:
        raise ValueError("the grammar names no root rule")
    return _order(rules[root], rules, 0)


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _order(element: Any, rules: dict[str, Any], depth: int) -> Node:
    """What stands inside an item or a rule, one after the other."""
    if depth > 40:
        raise ValueError("the grammar refers to itself")
    parts = [Node("key", mark) for mark in (element.text or "").split()]
    for child in element:
        parts.append(_read(child, rules, depth + 1))
        parts += [Node("key", mark) for mark in (child.tail or "").split()]
    return _sequence(parts)


def _read(element: Any, rules: dict[str, Any], depth: int) -> Node:
    name = _name(element)
    if name == "one-of":
        return Node(
            "any", parts=tuple(_read(item, rules, depth) for item in element if _name(item))
        )
    if name == "ruleref":
        return _order(rules[element.get("uri", "").removeprefix("#")], rules, depth)
    if name == "item":
        inside = _order(element, rules, depth)
        least, most = _times(element.get("repeat", "1"))
        return (
            inside
            if least == most == 1
            else Node("repeated", parts=(inside,), least=least, most=most)
        )
    if not name:  # a comment
        return NOTHING
    raise ValueError(f"the grammar holds <{name}>")


def _times(repeat: str) -> tuple[int, int]:
    least, dash, most = repeat.partition("-")
    return int(least), int(most) if most else (_UNBOUNDED if dash else int(least))


def _sequence(parts: list[Node]) -> Node:
    kept = [part for part in parts if part != NOTHING]
    if DEAD in kept:
        return DEAD
    return kept[0] if len(kept) == 1 else Node("order", parts=tuple(kept))


def complete(node: Node) -> bool:
    """Whether nothing more is needed."""
    if node.kind == "order":
        return all(complete(part) for part in node.parts)
    if node.kind == "any":
        return any(complete(part) for part in node.parts)
    return node.kind == "repeated" and (node.least == 0 or complete(node.parts[0]))


def after(node: Node, key: str) -> Node:
    """What may follow once ``key`` was pressed; :data:`DEAD` if it may not be pressed."""
    if node.kind == "key":
        return NOTHING if node.key == key else DEAD
    if node.kind == "any":
        left = dict.fromkeys(rest for part in node.parts if (rest := after(part, key)) != DEAD)
        return next(iter(left)) if len(left) == 1 else Node("any", parts=tuple(left))
    if node.kind == "repeated":
        if not node.most:
            return DEAD
        again = Node("repeated", parts=node.parts, least=max(node.least - 1, 0), most=node.most - 1)
        return _sequence([after(node.parts[0], key), again])
    if not node.parts:
        return DEAD
    first, others = node.parts[0], list(node.parts[1:])
    pressed = _sequence([after(first, key), *others])
    if not complete(first):
        return pressed
    return _either(pressed, after(_sequence(others), key))


def _either(one: Node, other: Node) -> Node:
    if DEAD in (one, other):
        return other if one == DEAD else one
    return Node("any", parts=(one, other))


def can_go_on(node: Node) -> bool:
    """Whether any further key may be pressed."""
    return any(after(node, key) != DEAD for key in KEYS)
