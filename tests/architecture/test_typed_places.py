"""A sentence's place names the kind of what it holds, so that no channel looks for a day or an
amount in a finished sentence.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import python_files, short, tree

# How the values of a kind are made where a refusal is said.
MADE = {
    "amount": re.compile(r"\b(?:amount_text|show_minor|plain_amount|show_amount)\("),
    "yearmonth": re.compile(r"%Y-%m(?!-)"),
    "date": re.compile(
        r"isoformat\(|%Y-%m-%d|'\w+_(?:on|by)'\)$|'(?:since|until|deadline|closed_on)'\)$"
    ),
}
SAYS = {"refuse", "hold", "refer", "Refused", "rule", "sentence", "told"}


def _code() -> list[Path]:
    return [p for p in python_files("guichet") if not {"tests", "migrations"} & set(p.parts)]


def _declared() -> dict[str, list[str]]:
    """The sentences of refusals, by the names they are bound to."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in _code():
        for node in ast.walk(tree(path)):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)],
                    value=ast.Call(func=ast.Name(id="Refusal"), keywords=words),
                ):
                    found[name].append(
                        " ".join(ast.unparse(w.value) for w in words if w.arg in ("ar", "en", "fr"))
                    )
    return found


def _untold(node: ast.Call, sentences: dict[str, list[str]]) -> Iterator[str]:
    """The values of a refusal said here whose place does not name their kind."""
    names = [ast.unparse(argument).rpartition(".")[2] for argument in node.args]
    for said in (s for name in names for s in sentences.get(name, ())):
        for value in node.keywords:
            for kind, made in MADE.items():
                if (
                    value.arg
                    and made.search(ast.unparse(value.value))
                    and f"{{{value.arg}}}" in said
                ):
                    yield f"{value.arg} is {kind}"


def test_a_place_that_holds_a_day_a_month_or_an_amount_says_so() -> None:
    sentences = _declared()
    assert len(sentences) > 150
    found = [
        f"{short(path)}:{node.lineno} {untold}"
        for path in _code()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SAYS
        for untold in _untold(node, sentences)
    ]
    assert found == []


def test_a_place_that_does_not_say_so_is_found() -> None:
    call = (
        ast.parse("batch.refuse(where, OWES, 'x', amount=amount_text(pl.col('due')))").body[0].value
    )  # type: ignore[attr-defined]
    assert list(_untold(call, {"OWES": ["'{amount} SAR is due'"]})) == ["amount is amount"]
    assert list(_untold(call, {"OWES": ["'{amount:amount} SAR is due'"]})) == []


def test_no_channel_changes_days_or_amounts_inside_a_sentence() -> None:
    """What finds a canonical value amid words belongs to what clients type, never to what they are
    told.
    """
    amid = "Late since 2026-11-05: 1200.50 in 2026-10."
    tellers = [
        p
        for p in _code()
        if p.name
        in (
            "speech_text.py",
            "answer_lines.py",
            "event_messages.py",
            "forms.py",
            "sentences.py",
            "shared.py",
        )
    ]
    found = []
    for path in tellers:
        for node in ast.walk(tree(path)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr="compile"),
                    args=[ast.Constant(value=str(pattern)), *_],
                ):
                    if (hit := re.search(pattern, amid)) and re.search(r"\d", hit[0]):
                        found.append(f"{short(path)}:{node.lineno} {pattern}")
    assert len(tellers) >= 4 and found == []
