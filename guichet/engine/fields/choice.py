"""One of several codes, in any of the languages, and yes or no."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import dataframely as dy
import polars as pl

from guichet.engine.fields import causes
from guichet.engine.fields.base import Fault, Field, Reader
from guichet.engine.refusal import Refusal
from guichet.lib.text import LANGUAGES, Words, folded, folded_of

CHOICE_UNKNOWN = Refusal(
    "choice-unknown",
    ar="«{value}» ليس من خيارات «{label}». الخيارات: {options}.",
    en="“{value}” is not one of the choices for {label}. Choices: {options}.",
    fr="« {value} » n’est pas un choix pour « {label} ». Choix : {options}.",
)


class Choice(Field, dy.String):
    """One of a few named options; a client may send the code or its label in any language."""

    kind = "choice"
    unanswered = Words(
        ar="اختر جوابًا: {label}.",
        en="Choose an answer: {label}.",
        fr="Choisissez une réponse\u202f: {label}.",
    )

    def __init__(
        self,
        label: Words,
        options: Mapping[str, Words],
        *,
        without: Callable[[int], Collection[str]] | None = None,
        **rest: Any,
    ) -> None:
        """``without``: of a party's number, the options that make no sense for it; pages do not
        offer them.
        """
        super().__init__(label, **rest)
        self.options = dict(options)
        self.without = without

    @property
    def readers(self) -> tuple[Reader, ...]:  # type: ignore[override]
        """The code itself, else a label in any language and any case."""
        codes = dict(zip(self.options, self.options, strict=True))
        return (self._one_of(codes), lambda text: self._one_of(self._spellings())(folded_of(text)))

    def _one_of(self, known: dict[str, str]) -> Reader:
        return lambda text: text.replace_strict(known, default=None, return_dtype=pl.String)

    def _spellings(self) -> dict[str, str]:
        known = {folded(code): code for code in self.options}
        for code, words in self.options.items():
            for label in map(words.template, LANGUAGES):
                known.setdefault(folded(label), code)
            known.setdefault(
                f"ال{folded(words.template('ar'))}", code
            )  # with the article, as often as without
        return known

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        labels = self.options.values()
        options = Words(
            ar="، ".join(w.ar for w in labels),
            en=", ".join(w.en for w in labels),
            fr=", ".join(w.fr for w in labels),
        )
        yield Fault(
            CHOICE_UNKNOWN, text.is_not_null() & value.is_null(), {"options": options}, causes.CELLS
        )

    def show(self, text: str | None, language: str) -> str:
        words = self.options.get(text or "")
        return words.at(language) if words else text or ""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options)}


class YesNo(Choice):
    """Yes or no, kept as the codes ``yes`` and ``no``."""

    kind = "yes_no"

    def __init__(self, label: Words, **rest: Any) -> None:
        options = {
            "yes": Words(ar="نعم", en="Yes", fr="Oui"),
            "no": Words(ar="لا", en="No", fr="Non"),
        }
        super().__init__(label, options, **rest)

    def _spellings(self) -> dict[str, str]:
        more = {
            "true": "yes",
            "1": "yes",
            "y": "yes",
            "o": "yes",
            "false": "no",
            "0": "no",
            "n": "no",
        }
        return more | super()._spellings()
