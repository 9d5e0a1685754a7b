"""Findings of any number of rows as sentences in the client's language, a column at a time."""

from __future__ import annotations

from functools import lru_cache
from string import Formatter

import polars as pl

from guichet.channels.bulk import headers, words
from guichet.engine.refusal import Severity, declared, sentence
from guichet.engine.registry import services
from guichet.lib.places import KINDS, SHOWN
from guichet.lib.plurals import NOUNS
from guichet.lib.text import Words

# One line a finding: ``service`` is the service's key ("" when none was found), ``values`` a JSON
# object.
FINDINGS = {
    "row": pl.Int64,
    "service": pl.String,
    "field": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "values": pl.String,
}
_COLON = Words(ar=": ", en=": ", fr="\u202f: ")


def label_of(service: str, field: str, language: str) -> str:
    """The heading of a field; empty when a finding is about the row as a whole."""
    if field == headers.MOVEMENT:
        return words.MOVEMENT.at(language)
    known = services().get(service)
    if known is None or field not in known.inputs:
        return ""
    return known.inputs[field].label.at(language)


def with_sentences(findings: pl.DataFrame, language: str) -> pl.DataFrame:
    """The findings with ``label`` and ``sentence``, in the order given."""
    if findings.is_empty():
        return findings.with_columns(label=pl.lit(""), sentence=pl.lit(""))
    parts = findings.with_row_index("_at").partition_by(["service", "field", "code"], as_dict=True)
    told = [
        part.with_columns(
            label=pl.lit(label_of(service, field, language)),
            sentence=_sentence(code, label_of(service, field, language), language),
        )
        for (service, field, code), part in parts.items()
    ]
    return pl.concat(told).sort("_at").drop("_at")


def remarks(findings: pl.DataFrame, language: str) -> pl.DataFrame:
    """One line a row: ``row`` and ``remarks``, errors first, each after the heading it is about."""
    told = with_sentences(findings, language).with_columns(
        sentence=pl.when(pl.col("label") != "")
        .then(pl.concat_str("label", pl.lit(_COLON.at(language)), "sentence"))
        .otherwise("sentence"),
        warns=pl.col("severity") != Severity.ERROR.value,
    )
    lines = told.sort("row", "warns", maintain_order=True).group_by("row", maintain_order=True)
    return lines.agg(remarks=pl.col("sentence").str.join(" | "))


@lru_cache(maxsize=2048)
def _pieces(code: str, language: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """A sentence cut at its places, each with the noun it counts or the kind of its value; None
    when a place is more than that.
    """
    refusal = declared().get(code)
    template = refusal.words.template(language) if refusal else code
    pieces = []
    for literal, name, spec, conversion in Formatter().parse(template):
        plain = not spec or spec.partition(",")[0] in NOUNS.keys() | KINDS
        if not plain or conversion or (name is not None and not name.isidentifier()):
            return None
        pieces.append((literal, name, spec or ""))
    return tuple(pieces)


def _sentence(code: str, label: str, language: str) -> pl.Expr:
    pieces = _pieces(code, language)
    if pieces is None:
        return pl.col("values").map_elements(
            lambda text: _one(code, label, language, text), return_dtype=pl.String
        )
    columns: list[pl.Expr] = []
    for literal, name, spec in pieces:
        columns.append(pl.lit(literal))
        if name == "label" and label:
            columns.append(pl.lit(label))
        elif name is not None:
            # A missing value shows as an ellipsis, as everywhere.
            value = pl.col("values").str.json_path_match(f"$.{name}").fill_null("…")
            columns.append(_told(value, spec, language) if spec else value)
    return pl.concat_str(columns) if columns else pl.lit("")


def _told(value: pl.Expr, spec: str, language: str) -> pl.Expr:
    """Numbers with their noun, days, months and amounts; each distinct one is worded once."""

    def worded(column: pl.Series) -> pl.Series:
        said = {text: SHOWN.place(text, spec, language) for text in column.unique().to_list()}
        return column.replace_strict(said, return_dtype=pl.String)

    return value.map_batches(worded, return_dtype=pl.String)


def _one(code: str, label: str, language: str, text: str) -> str:
    import json

    return sentence(code, language, {**json.loads(text), **({"label": label} if label else {})})
