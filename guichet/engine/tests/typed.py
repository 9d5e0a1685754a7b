"""What a client types into a field, and what is made of it."""

from __future__ import annotations

import polars as pl

from guichet.engine.fields import Choice, Field, tidy
from guichet.engine.tests.toys import words

W = words("x")
CONTRACT = Choice(W, {"full": words("Full time"), "part": words("Part time")})


def read(field: Field, *texts: str | None) -> list[object]:
    """What the field reads, also among so many rows that the columnar path is taken."""
    few = field.parse(tidy(pl.Series("x", texts, dtype=pl.String))).to_list()
    many = field.parse(tidy(pl.Series("x", list(texts) * 70, dtype=pl.String))).to_list()
    assert many == few * 70
    return few
