"""One field by itself: what it holds at first, and what is wrong with an answer, told before the
next question is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from guichet.engine.fields import Field
from guichet.engine.fields.base import tidy
from guichet.lib import frames
from guichet.lib.places import SHOWN, Tell
from guichet.lib.text import Words


def fault(field: Field, text: str, language: str, tell: Tell = SHOWN) -> str | None:
    """The sentence of the first thing wrong with a value, as the engine would say it; None if
    nothing is.
    """
    raw = tidy(pl.Series("text", [text], dtype=pl.String))
    frame = frames.beside([raw, field.parse(raw).alias("value")])
    for wrong in field.all_faults(pl.col("text"), pl.col("value")):
        if (mask := frame.select(wrong=wrong.mask.fill_null(False))["wrong"]).item():
            values = {
                k: v.at(language) if isinstance(v, Words) else v for k, v in wrong.values.items()
            }
            label = field.label.at(language)
            _, refusal = next(wrong.told(mask, raw))
            return refusal.told(language, {"value": text, "label": label, **values}, tell)
    return None


def canonical(field: Field, text: str) -> str | None:
    """The value as it stands in receipts, to be read back; None if it cannot be read."""
    value = field.parse(tidy(pl.Series("text", [text], dtype=pl.String))).alias("value")
    found = value.to_frame().select(field.plain(pl.col("value"))).item()
    return None if found is None else str(found)


def canonical_of(fields: Mapping[str, Field], given: Mapping[str, str]) -> dict[str, str | None]:
    """All that was answered as it would stand in a receipt; what cannot be read or was left empty
    is None.
    """
    return {
        name: canonical(fields[name], text) if text else None
        for name, text in given.items()
        if name in fields
    }


def usual(default: str, today: date) -> str:
    """What a field holds at first: a fixed text, or a day read from the asking."""
    if default == "today":
        return today.isoformat()
    if default == "this_month":
        return f"{today:%Y-%m}"
    return default
