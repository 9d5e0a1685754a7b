"""How many, and the how-manieth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from guichet.engine.fields import causes
from guichet.engine.fields.base import Fault, Field
from guichet.engine.fields.keypad import COUNT
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words

COUNT_INVALID = Refusal(
    "count-invalid",
    ar="«{value}» ليس عددًا مقبولًا في «{label}». اكتب عددًا صحيحًا من {least} إلى {most}.",
    en="“{value}” is not a number for {label}. Write a whole number from {least} to {most}.",
    fr="« {value} » n’est pas un nombre pour « {label} ». Écrivez un nombre entier de {least} à {most}.",
)
_WHOLE = r"^([0-9]{1,9})(?:\.0+)?$"


class Count(Field, dy.Int64):
    """How many, or the how-manieth: a whole number from ``least`` to ``most``."""

    kind = "count"
    keying = COUNT
    input_mode = "numeric"
    readers = (lambda text: text.str.extract(_WHOLE, 1).cast(pl.Int64),)

    def __init__(self, label: Words, *, least: int = 0, most: int = 10**9 - 1, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.least = least
        self.most = most

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        wrong = text.is_not_null() & ~value.is_between(self.least, self.most).fill_null(value=False)
        said = {"least": str(self.least), "most": str(self.most)}
        yield Fault(COUNT_INVALID, wrong, said, causes.NUMBERS)

    def value_of(self, text: str) -> int:
        return int(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{1,9}$"}
