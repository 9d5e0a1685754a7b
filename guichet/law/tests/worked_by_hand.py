"""A benefit worked by hand, beside what the law's columns give."""

from __future__ import annotations

from typing import Any

import polars as pl

from guichet.law.sa.benefits import BENEFITS

Case = tuple[str, dict[str, Any], dict[str, Any]]  # the kind, its inputs, what is to come out


def check(kind: str, row: dict[str, Any], wanted: dict[str, Any]) -> None:
    """The row is worked to what is wanted, and can be explained."""
    types = {name: found.type for name, found in BENEFITS.kind(kind).needs.items() if name in row}
    (got,) = BENEFITS.award(kind, pl.DataFrame([row], schema=types)).rows(named=True)
    assert {name: got[name] for name in wanted} == wanted
    assert BENEFITS.explain(kind, got).steps
