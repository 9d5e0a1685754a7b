"""A field of several named options at once: boxes on a page, a list with commas everywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from guichet.engine.fields.base import Fault, Reader
from guichet.engine.fields.choice import Choice
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words, folded_of

CHOICES_UNKNOWN = Refusal(
    "choices-unknown",
    ar="في «{value}» ما ليس من خيارات «{label}». اكتب واحدًا أو أكثر من هذه تفصل بينها فاصلة: {options}.",
    en="“{value}” holds something that is no choice for {label}. Write one or more of these, with commas between: {options}.",
    fr="« {value} » contient autre chose que les choix de « {label} ». Écrivez un ou plusieurs de ceux-ci, séparés par des virgules : {options}.",
)
_BETWEEN = r"\s*[,،;؛|+]\s*"


class Choices(Choice):
    """One or more of a few named options, kept as their codes in the order declared, with commas
    between.

    A channel that only knows how to pick one option picks one: a single code is a list of one.
    """

    kind = "choices"
    several = True

    @property
    def readers(self) -> tuple[Reader, ...]:  # type: ignore[override]
        """Codes or labels of any language, in any order and case, each once however often it is
        named.
        """
        return (self._several,)

    def _several(self, text: pl.Expr) -> pl.Expr:
        parts = (
            folded_of(text).str.replace_all(_BETWEEN, "\n").str.strip_chars("\n ").str.split("\n")
        )
        codes = parts.list.eval(
            pl.element().replace_strict(self._spellings(), default=None, return_dtype=pl.String)
        )
        picked = [
            pl.when(codes.list.contains(code)).then(pl.lit(code)).otherwise(pl.lit(None, pl.String))
            for code in self.options
        ]
        known = codes.list.drop_nulls().list.len() == parts.list.len()
        return pl.when(known).then(pl.concat_str(picked, separator=",", ignore_nulls=True))

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        labels = self.options.values()
        options = Words(
            ar="، ".join(w.ar for w in labels),
            en=", ".join(w.en for w in labels),
            fr=", ".join(w.fr for w in labels),
        )
        yield Fault(CHOICES_UNKNOWN, text.is_not_null() & value.is_null(), {"options": options})

    def show(self, text: str | None, language: str) -> str:
        comma = "، " if language.startswith("ar") else ", "
        return comma.join(
            super(Choices, self).show(code, language) for code in (text or "").split(",") if code
        )

    def json_schema(self) -> dict[str, Any]:
        one = "|".join(map(re.escape, self.options))
        return {"type": "string", "pattern": f"^({one})(,({one}))*$"}
